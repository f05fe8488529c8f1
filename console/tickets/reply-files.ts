// The files of the messages that are being written on a ticket: how far each has been sent, and which stay attached.

import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import type { GuichetError } from '../../contract/errors.ts';
import { parseJson } from '../../contract/json.ts';
import { Attachment } from '../../contract/ticket.ts';
import { useSendFile } from '../send-file.ts';
import { sendAttachment } from './send-attachment.ts';
import { readUnsent, storeUnsent } from './unsent.ts';

/** A reply to the requester, or a note that only staff see. */
export const MessageKind = z.enum(['reply', 'note']);
export type MessageKind = z.infer<typeof MessageKind>;

type Progress =
  /** `part` of it has gone, from 0 to 1 */
  | { state: 'sending'; file: File; fraction: number }
  | { state: 'failed'; file: File; failure: GuichetError }
  | { state: 'sent'; attachment: Attachment };

/** `id` is unique on its page. */
interface Described {
  id: number;
  kind: MessageKind;
  name: string;
  /** bytes */
  size: number;
}
export type ReplyFile = Described & Progress;

const StoredFiles = z.array(z.object({ kind: MessageKind, attachment: Attachment }));

/** Those that were sent before the page was left. */
function readStored(name: string): ReplyFile[] {
  const stored = StoredFiles.safeParse(parseJson(readUnsent(name)));
  return (stored.data ?? []).map(({ kind, attachment }, id) => {
    const { name, size } = attachment;
    return { id, kind, name, size, state: 'sent', attachment };
  });
}

function storeSent(name: string, files: ReplyFile[]): void {
  const sent = files.flatMap((one) => (one.state === 'sent' ? [one] : []));
  const stored = sent.map(({ kind, attachment }) => ({ kind, attachment }));
  storeUnsent(name, stored.length === 0 ? '' : JSON.stringify(stored));
}

/** Files begin to go as soon as they are added; one that has arrived outlives the page, as the text does. */
export function useReplyFiles(ticketId: string) {
  const sendFile = useSendFile();
  const name = `${ticketId}.files`;
  const [files, setFiles] = useState(() => readStored(name));
  const nextId = useRef(files.length);
  useEffect(() => storeSent(name, files), [name, files]);

  const progress = (id: number, now: Progress) =>
    setFiles((all) => all.map((one) => (one.id === id ? after(one, now) : one)));
  const send = async (id: number, file: File) => {
    progress(id, { state: 'sending', file, fraction: 0 });
    const sent = await sendAttachment(sendFile, file, (fraction) =>
      progress(id, { state: 'sending', file, fraction }),
    );
    if (sent.ok) progress(id, { state: 'sent', attachment: sent.value });
    else progress(id, { state: 'failed', file, failure: sent.error });
  };
  return {
    files,
    add(kind: MessageKind, added: readonly File[]) {
      for (const file of added) {
        const id = nextId.current++;
        const { name, size } = file;
        setFiles((all) => [...all, { id, kind, name, size, state: 'sending', file, fraction: 0 }]);
        void send(id, file);
      }
    },
    /** Sends one that failed again. */
    retry: (id: number, file: File) => void send(id, file),
    remove: (id: number) => setFiles((all) => all.filter((one) => one.id !== id)),
    /** Takes the files of one kind of message along to the other. */
    move: (from: MessageKind, to: MessageKind) =>
      setFiles((all) => all.map((one) => (one.kind === from ? { ...one, kind: to } : one))),
    /** Forgets those of a message that was sent, also when the page was left meanwhile. */
    clear(kind: MessageKind, sent: readonly ReplyFile[]) {
      const others = readStored(name).filter((one) => one.kind !== kind);
      storeSent(name, others);
      setFiles((all) => all.filter(({ id }) => !sent.some((one) => one.id === id)));
    },
  };
}

function after({ id, kind, name, size }: ReplyFile, now: Progress): ReplyFile {
  return { id, kind, name, size, ...now };
}
