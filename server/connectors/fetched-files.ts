// Fetches the files of a backend's comment one at a time, and stores them; what does not come is named, and why.
import { Readable } from 'node:stream';
import { type Language, LIMITS, MEGABYTE } from '../../contract/primitives.ts';
import type { MailFile } from '../mailboxes/mail-files.ts';
import type { BackendFile, FetchedFile } from './backend-file.ts';
import { FILE_TEXTS, type FileTexts } from './file-texts.ts';
import { type FileParts, type StoredFiles, storeFiles } from './kept-files.ts';

/** Returns what was stored, or null where another try may fetch more. `isLast`: there is no other try, so that it is named. */
export type FetchFiles = (
  found: readonly BackendFile[],
  language: Language,
  isLast: boolean,
) => Promise<StoredFiles | null>;

export function createFileFetcher(parts: FileParts): FetchFiles {
  return async (found, language, isLast) => {
    const texts = FILE_TEXTS[language];
    const most = LIMITS.attachmentsPerCommand;
    const leftOut: string[] = [];
    let isToTryAgain = false;
    async function* fetchEach(): AsyncGenerator<MailFile> {
      for (const file of found.slice(0, most)) {
        const fetched = await file.fetch(parts.limitMegabytes * MEGABYTE);
        if (fetched.kind === 'bytes') yield asMailFile(file, fetched);
        else if (fetched.kind === 'failed' && !isLast) {
          isToTryAgain = true;
          return;
        } else leftOut.push(texts.leftOut(file.name || texts.nameless, whyNot(fetched.kind, texts, parts)));
      }
      const others = found.length - most;
      if (others > 0) leftOut.push(texts.leftOut(texts.more(others), texts.tooMany(most)));
    }
    const stored = await storeFiles(parts, fetchEach(), texts, LIMITS.attachmentBytesPerCommand);
    return isToTryAgain ? null : { files: stored.files, leftOut: [...stored.leftOut, ...leftOut] };
  };
}

type Bytes = Extract<FetchedFile, { kind: 'bytes' }>;

function asMailFile(file: BackendFile, { bytes, name, mediaType }: Bytes): MailFile {
  return {
    name: name || file.name,
    mediaType,
    encodedSize: bytes.length,
    open: async () => Readable.from([bytes]),
  };
}

function whyNot(
  kind: Exclude<FetchedFile['kind'], 'bytes'>,
  texts: FileTexts,
  { limitMegabytes }: FileParts,
): string {
  switch (kind) {
    case 'too-large':
      return texts.tooLarge(limitMegabytes);
    case 'failed':
      return texts.notFetched;
    case 'gone':
    case 'elsewhere':
      return texts[kind];
  }
}
