// Where a window reads a file of a ticket, and which of them it shows as pictures.
import type { Attachment } from '../../contract/ticket.ts';

/** The media types the main process serves at that address; all else is saved, never shown. */
const SHOWABLE: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function isShowable({ mediaType }: Pick<Attachment, 'mediaType'>): boolean {
  return SHOWABLE.has(mediaType);
}

/** Relative, so that it stays in the window's own origin: guichet://app/attachment/<ticketId>/<sha256>. */
export function ticketFileAddress(ticketId: string, sha256: string): string {
  return `attachment/${ticketId}/${sha256}`;
}
