// The address of a file of a ticket, and whether it can be shown as a picture.
import { PICTURE_MEDIA_TYPES } from '../../contract/constants.ts';
import type { Attachment } from '../../contract/ticket.ts';

/** Returns whether the main process serves the file at that address. Other files are only saved, never shown. */
export function isShowable({ mediaType }: Pick<Attachment, 'mediaType'>): boolean {
  return PICTURE_MEDIA_TYPES.has(mediaType);
}

/** Returns a relative address, which stays in the window's own origin: guichet://app/attachment/<ticketId>/<sha256>. */
export function ticketFileAddress(ticketId: string, sha256: string): string {
  return `attachment/${ticketId}/${sha256}`;
}
