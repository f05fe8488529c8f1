// The files of the unsent messages on a ticket: the state of each upload, and those that are stored with the unsent text.

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
  /** `fraction` that is uploaded, from 0 to 1 */
  | { state: 'sending'; file: File; fraction: number }
  | { state: 'failed'; file: File; failure: GuichetError }
  | { state: 'sent'; attachment: Attachment };

/** `id` is unique within the component. */
interface Described {
  id: number;
  kind: MessageKind;
  name: string;
  /** bytes */
  size: number;
}
export type ReplyFile = Described & Progress;

const StoredFiles = z.array(z.object({ kind: MessageKind, attachment: Attachment }));

/** Reads the files that were uploaded before the page was left. */
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

/** A file is uploaded as soon as it is added. An uploaded file is stored until the message is sent, as its text is. */
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
    /** Uploads a failed file again. */
    retry: (id: number, file: File) => void send(id, file),
    remove: (id: number) => setFiles((all) => all.filter((one) => one.id !== id)),
    /** Moves the files of one kind of message to the other. */
    move: (from: MessageKind, to: MessageKind) =>
      setFiles((all) => all.map((one) => (one.kind === from ? { ...one, kind: to } : one))),
    /** Removes the files of a sent message, from storage too: the component may be unmounted by now. */
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
