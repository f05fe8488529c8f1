// The files of a mail, by its structure as the IMAP server tells it: their bytes are never in memory as a whole.
import type { Readable } from 'node:stream';
import type { ImapFlow, MessageStructureObject } from 'imapflow';

/** A file or picture of a mail. */
export interface MailFile {
  /** as the mail names it; empty where it does not */
  name: string;
  /** in lower case */
  mediaType: string;
  /** in bytes, about: of the file as it is encoded in the mail */
  encodedSize: number;
  /** Returns the decoded bytes, at most `most` of them and some more, so that a longer file is noticed. */
  open(most: number): Promise<Readable>;
}

/** Most parts of a mail that are looked at. */
const MOST_PARTS = 200;
/** Longest name that is read, in characters. */
const MOST_NAME = 500;

export async function readFiles(client: ImapFlow, uid: number): Promise<MailFile[]> {
  const found = await client.fetchOne(String(uid), { bodyStructure: true }, { uid: true });
  if (found === false || !found.bodyStructure) return [];
  return filesIn(found.bodyStructure).map((part) => ({
    name: nameOf(part).slice(0, MOST_NAME),
    mediaType: part.type.toLowerCase(),
    encodedSize: part.size ?? 0,
    async open(most) {
      const { content } = await client.download(String(uid), part.part ?? '1', {
        uid: true,
        maxBytes: most + 1,
      });
      return content;
    },
  }));
}

/** A mail in a mail is one file: its own files are in it. */
function filesIn(structure: MessageStructureObject): MessageStructureObject[] {
  const files: MessageStructureObject[] = [];
  const left = [structure];
  for (let looked = 0; looked < MOST_PARTS; looked++) {
    const part = left.shift();
    if (!part) break;
    const isMail = part.type.toLowerCase() === 'message/rfc822';
    if (part.childNodes && !isMail) left.unshift(...part.childNodes.slice(0, MOST_PARTS));
    else if (!isText(part)) files.push(part);
  }
  return files;
}

/** Whether it is a text of the mail itself. */
function isText(part: MessageStructureObject): boolean {
  const isReadable = ['text/plain', 'text/html'].includes(part.type.toLowerCase());
  return isReadable && part.disposition?.toLowerCase() !== 'attachment' && nameOf(part) === '';
}

function nameOf({ dispositionParameters, parameters }: MessageStructureObject): string {
  return dispositionParameters?.filename ?? parameters?.name ?? '';
}
