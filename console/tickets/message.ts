// The message that is being written on a ticket: its kind, its text, its files, and what was refused to it.
import { useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import { err } from '../../contract/result.ts';
import { admitFiles } from './admit-files.ts';
import { useServerPolicy } from './queries.ts';
import { type MessageKind, useReplyFiles } from './reply-files.ts';
import { useUnsent } from './unsent.ts';

export function useMessage(ticketId: string) {
  const [kind, setKind] = useState<MessageKind>('reply');
  // One text for each: what was meant for colleagues is never found again in a reply.
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
    /** every file has arrived */
    isSent: files.every(({ state }) => state === 'sent'),
    /** endings of the file names that are taken; null for any */
    fileTypes: policy?.fileTypes ?? null,
    /** why files were not taken, until others are */
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
      // Whoever decides while writing takes text and files along.
      if (next !== kind && !other && !all.some((one) => one.kind === next)) {
        setOther(body);
        setBody('');
        move(kind, next);
      }
      setRefused([]);
      setKind(next);
    },
    /** After it was sent. */
    clear() {
      setBody('');
      setRefused([]);
      clear(kind, files);
    },
  };
}
