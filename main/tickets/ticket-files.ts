// The files of tickets: pictures shown in the window and cached, other files saved to Downloads.
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanFileName } from '../../contract/file-name.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Attachment } from '../../contract/ticket.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import { isPicture, type SeenFiles, seenOwner } from '../attachments/seen-files.ts';
import { downloadAttachment } from '../http/download.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Clock } from '../support/clock.ts';
import { markOfTheWeb } from './mark-of-the-web.ts';
import { numberedName, savedName } from './saved-name.ts';
import type { TicketStore } from './ticket-store.ts';

export interface TicketFiles {
  /** Null when the ticket has no such file, or it cannot be downloaded. */
  bytes(ticketId: string, sha256: string): Promise<{ bytes: Uint8Array; mediaType: string } | null>;
  /**
   * Saves it in Downloads under a free name, and shows it there. Returns that name. Errors: `ticket-not-found`,
   * `attachment-unavailable`, `storage-failed`.
   */
  save(ticketId: string, sha256: string): Promise<Result<{ name: string }>>;
}

interface Parts {
  tickets: Pick<TicketStore, 'read'>;
  outbox: Pick<OutboxStore, 'ofTicket'>;
  attachments: AttachmentFiles;
  seenFiles: SeenFiles;
  /** null when no server is configured */
  client: Pick<ServerClient, 'openAttachment'> | null;
  clock: Clock;
  downloads: string;
  showInFolder(path: string): void;
}

/** Serves only files named by a stored ticket or by a command in the outbox. */
export function createTicketFiles(parts: Parts): TicketFiles {
  return {
    async bytes(ticketId, sha256) {
      const file = namedFiles(ticketId, parts).find((named) => named.sha256 === sha256);
      const bytes = file && (await bytesOf(ticketId, file, parts));
      return bytes ? { bytes, mediaType: file.mediaType } : null;
    },
    async save(ticketId, sha256) {
      const file = namedFiles(ticketId, parts).find((named) => named.sha256 === sha256);
      if (!file) return err('ticket-not-found');
      const bytes = await bytesOf(ticketId, file, parts);
      if (!bytes) return err('attachment-unavailable');
      const saved = await saveIn(parts.downloads, savedName(cleanFileName(file.name)), bytes);
      if (!saved.ok) return saved;
      const path = join(parts.downloads, saved.value.name);
      await markOfTheWeb(path);
      parts.showInFolder(path);
      return saved;
    },
  };
}

function namedFiles(ticketId: string, { tickets, outbox }: Parts): Attachment[] {
  const ticket = tickets.read(ticketId);
  const stored = ticket ? [ticket, ...ticket.comments].flatMap(({ attachments }) => attachments) : [];
  return [...stored, ...outbox.ofTicket(ticketId).flatMap(({ command }) => command.files)];
}

async function bytesOf(ticketId: string, file: Attachment, parts: Parts): Promise<Uint8Array | null> {
  const { attachments, client, clock } = parts;
  const here = await attachments.load(file.sha256);
  if (here) {
    if (isPicture(file)) markSeen(file, parts);
    return here;
  }
  const downloaded = client ? await downloadAttachment(ticketId, file, { client, clock }) : null;
  if (!downloaded?.ok) return null;
  if (isPicture(file)) await storeDownloaded(file, downloaded.value, parts);
  return downloaded.value;
}

/** The picture is shown even when a full disk prevents storing it. */
async function storeDownloaded(file: Attachment, bytes: Uint8Array, parts: Parts): Promise<void> {
  const owner = seenOwner(file.sha256);
  try {
    // A copy, because the file thread takes the buffer over.
    await parts.attachments.copy(owner, { bytes: Uint8Array.from(bytes) }, file.size);
    markSeen(file, parts);
  } catch {
    parts.attachments.abandon(owner, [file.sha256]);
  }
}

function markSeen(file: Attachment, { seenFiles, attachments }: Parts): void {
  if (seenFiles.markSeen(file)) void attachments.sweep();
}

async function saveIn(
  folder: string,
  fileName: string,
  bytes: Uint8Array,
): Promise<Result<{ name: string }>> {
  for (let number = 1; ; number++) {
    const name = numberedName(fileName, number);
    try {
      await write(join(folder, name), bytes);
      return ok({ name });
    } catch (problem) {
      if (!isTaken(problem)) return err('storage-failed');
    }
  }
}

/** Removes a file cut short by a full disk. */
async function write(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx');
  let isWhole = false;
  try {
    await handle.writeFile(bytes);
    isWhole = true;
  } finally {
    await handle.close();
    if (!isWhole) await rm(path, { force: true });
  }
}

function isTaken(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === 'EEXIST';
}
