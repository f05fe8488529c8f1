// What another Guichet tells of its ticket: in the header of a mail, whose text is what a technician wrote (ADR 100).
import type { DeskTold } from '../../../contract/desk-mails.ts';
import { isDone } from '../../../contract/ticket.ts';
import type { IncomingMail } from '../../mailboxes/incoming-mail.ts';
import type { BackendComment, TicketChange } from '../connector.ts';
import type { StoredFiles } from '../kept-files.ts';

/** Returns what the mail tells; null where it tells nothing. Whether its sender writes for the desk is not asked. */
export function toldIn({ desk, isBounce }: Pick<IncomingMail, 'desk' | 'isBounce'>): DeskTold | null {
  return desk?.does === 'tell' && !isBounce ? desk : null;
}

/** The solution is shown as such, and no message beside it. */
function isSolution({ words, status }: DeskTold): boolean {
  return words === 'solution' && isDone(status);
}

/** Whether the text is a message, which may have files. */
export function hasMessage(told: DeskTold | null): boolean {
  return told !== null && told.words !== 'none' && !isSolution(told);
}

/** Adds what a mail of the desk's own senders tells to the change made of earlier mails. A mail that comes late changes no status. */
export function withTold(before: TicketChange, told: DeskTold, text: string): TicketChange {
  if (before.seq !== undefined && told.seq <= before.seq) return before;
  const { status, seq } = told;
  const solution = isSolution(told) ? text.trim() : before.solution;
  return { ...before, status, backendStatus: status, solution, seq };
}

/** `below`: what is said of files that were left out. */
export function messageOf(
  { ref, author, text, receivedAt }: IncomingMail,
  { files }: Pick<StoredFiles, 'files'>,
  below: string,
): BackendComment {
  return { ref, author, body: `${text.trim()}${below}`.trim(), createdAt: receivedAt, key: null, files };
}
