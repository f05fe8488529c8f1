// The address of a file of a ticket, and whether it can be shown as a picture.
import type { Attachment } from '../../contract/ticket.ts';

/** The media types that the main process serves at that address. Other files are only saved, never shown. */
const SHOWABLE: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function isShowable({ mediaType }: Pick<Attachment, 'mediaType'>): boolean {
  return SHOWABLE.has(mediaType);
}

/** Returns a relative address, which stays in the window's own origin: guichet://app/attachment/<ticketId>/<sha256>. */
export function ticketFileAddress(ticketId: string, sha256: string): string {
  return `attachment/${ticketId}/${sha256}`;
}
