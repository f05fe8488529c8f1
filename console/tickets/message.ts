// The unsent message on a ticket: its kind, its text, its files, and the files that were refused.
import { useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import { err } from '../../contract/result.ts';
import { admitFiles } from './admit-files.ts';
import { useServerPolicy } from './queries.ts';
import { type MessageKind, useReplyFiles } from './reply-files.ts';
import { useUnsent } from './unsent.ts';

export function useMessage(ticketId: string) {
  const [kind, setKind] = useState<MessageKind>('reply');
  // One text for each kind: an internal note must never end up in a reply.
  const texts = { reply: useUnsent(`${ticketId}.reply`), note: useUnsent(`${ticketId}.note`) };
  const [body, setBody] = texts[kind];
  const { files: all, add, move, clear, retry, remove } = useReplyFiles(ticketId);
  const files = all.filter((one) => one.kind === kind);
  const policy = useServerPolicy();
  const [refused, setRefused] = useState<GuichetError[]>([]);
  return {
    kind,
    body,
    setBody,
    files,
    attachments: files.flatMap((one) => (one.state === 'sent' ? [one.attachment] : [])),
    /** every file is uploaded */
    isSent: files.every(({ state }) => state === 'sent'),
    /** the allowed file extensions; null for any */
    fileTypes: policy?.fileTypes ?? null,
    /** why files of the last attempt were refused */
    refused,
    retry,
    remove,
    attach(added: readonly File[], folders: readonly string[]) {
      const { admitted, refused } = admitFiles(added, files, policy);
      setRefused([...folders.map((name) => err('file-is-folder', { name }).error), ...refused]);
      add(kind, admitted);
    },
    choose(next: MessageKind) {
      const [other, setOther] = texts[next];
      // Switching to an empty kind moves text and files there.
      if (next !== kind && !other && !all.some((one) => one.kind === next)) {
        setOther(body);
        setBody('');
        move(kind, next);
      }
      setRefused([]);
      setKind(next);
    },
    /** Called after the message was sent. */
    clear() {
      setBody('');
      setRefused([]);
      clear(kind, files);
    },
  };
}
