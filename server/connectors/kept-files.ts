// Stores the files of a mail or of a backend's comment as a ticket has them, one at a time, and names those that are left out.
import { createHash } from 'node:crypto';
import { cleanFileName, freeName } from '../../contract/file-name.ts';
import { isAdmittedName } from '../../contract/file-types.ts';
import { type Language, LIMITS, MEGABYTE } from '../../contract/primitives.ts';
import { Attachment } from '../../contract/ticket.ts';
import type { Chance } from '../chance.ts';
import type { MailFile } from '../mailboxes/mail-files.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { ContentStore } from '../storage/content-store.ts';
import { FILE_TEXTS, type FileTexts } from './file-texts.ts';

export interface FileParts {
  blobs: Blobs;
  contents: ContentStore;
  chance: Chance;
  /** of one file */
  limitMegabytes: number;
  /** file name extensions that may be attached; null allows any */
  fileTypes: readonly string[] | null;
}

export interface StoredFiles {
  files: Attachment[];
  /** a text for each file that was left out: its name, and why */
  leftOut: string[];
}

/** Uploads of mails are counted together. */
const SENDER = 'mails';
/** A file in base64 is a third longer, with its ends of lines. */
const OF_ENCODED = 0.72;
/** Left out files that are named one by one. */
const MOST_NAMED = 20;

/** Returns what stores the files of a comment, and names those that are left out in a language. */
export function createFileKeeper(parts: FileParts) {
  return (found: readonly MailFile[], language: Language): Promise<StoredFiles> =>
    storeFiles(parts, found, FILE_TEXTS[language], LIMITS.attachmentBytesPerCommand);
}

/** `mostInAll`: bytes of all files together. */
export async function storeFiles(
  parts: FileParts,
  found: Iterable<MailFile> | AsyncIterable<MailFile>,
  texts: FileTexts,
  mostInAll: number,
): Promise<StoredFiles> {
  const { limitMegabytes, fileTypes } = parts;
  const stored: StoredFiles = { files: [], leftOut: [] };
  const taken = new Set<string>();
  let room = mostInAll;
  let unnamed = 0;
  let index = 0;
  const leaveOut = (name: string, why: string) => {
    if (stored.leftOut.length < MOST_NAMED) stored.leftOut.push(texts.leftOut(name, why));
    else unnamed += 1;
  };
  for await (const file of found) {
    const name = freeName(cleanFileName(file.name || nameless(file, index)), taken);
    index += 1;
    const most = Math.min(limitMegabytes * MEGABYTE, room);
    if (!isAdmittedName(fileTypes, name)) leaveOut(name, texts.typeRefused);
    else if (stored.files.length === LIMITS.attachmentsPerCommand)
      leaveOut(name, texts.tooMany(LIMITS.attachmentsPerCommand));
    else {
      const kept = file.encodedSize * OF_ENCODED > most ? 'too-large' : await store(parts, file, name, most);
      if (kept === 'too-large') leaveOut(name, texts.tooLarge(limitMegabytes));
      else if (kept === 'empty') leaveOut(name, texts.empty);
      else {
        stored.files.push(kept);
        taken.add(name.toLowerCase());
        room -= kept.size;
      }
    }
  }
  if (unnamed > 0) stored.leftOut.push(texts.more(unnamed));
  return stored;
}

/** Such as a picture that was pasted. */
function nameless({ mediaType }: MailFile, index: number): string {
  if (mediaType === 'application/ms-tnef') return 'winmail.dat';
  if (mediaType === 'message/rfc822') return `mail-${index + 1}.eml`;
  const ending = /\/(?:x-)?([a-z0-9]{1,10})(?:$|[;+])/.exec(mediaType)?.[1] ?? 'bin';
  return `file-${index + 1}.${ending}`;
}

async function store(
  { blobs, contents, chance }: FileParts,
  file: MailFile,
  name: string,
  most: number,
): Promise<Attachment | 'too-large' | 'empty'> {
  const id = `${SENDER}-${chance.id()}`;
  const hash = createHash('sha256');
  let size = 0;
  const bytes = await file.open(most);
  async function* counted() {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      if (size > most) return;
      yield chunk;
    }
  }
  await contents.begin({ id, sender: SENDER, size: null });
  try {
    await contents.append(id, 0, counted());
    if (size === 0 || size > most) return size === 0 ? 'empty' : 'too-large';
    const sha256 = hash.digest('hex');
    if (!(await blobs.storeOfMail(id, sha256)))
      throw new Error('a file of a mail changed while it was stored');
    const mediaType = Attachment.shape.mediaType.safeParse(file.mediaType).data ?? 'application/octet-stream';
    return { sha256, name, mediaType, size };
  } finally {
    bytes.destroy();
    await contents.discard(id);
  }
}
