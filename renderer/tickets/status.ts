// The texts about the state of a ticket: its stage until the help desk has created it, then its status.
import { unreachable } from '../../contract/constants.ts';
import type { MyTicket, MyTicketDetail, UploadProgress } from '../../contract/ipc.ts';
import type { Translate } from '../ui/texts.ts';

type StatusFields = Pick<MyTicket, 'stage' | 'number' | 'status' | 'statusText' | 'numberAwaited'>;

/** Returns the status, as the backend names it if none of ours is mapped to it. */
export function statusOf(
  { stage, status, statusText, numberAwaited }: Omit<StatusFields, 'number'>,
  t: Translate,
) {
  const text = statusText ?? t(`status.${status}`);
  switch (stage) {
    case 'saved':
      return t('place.saved');
    case 'sent':
      return numberAwaited ? text : t('place.sent');
    case 'created':
      return text;
    case 'missing':
      return t('place.missing');
    default:
      return unreachable(stage);
  }
}

/** Returns the number, or how far the ticket has come if it has none yet. */
export function numberText(
  ticket: Pick<StatusFields, 'stage' | 'number' | 'numberAwaited'>,
  t: Translate,
): string {
  if (ticket.number !== null) return ticket.number;
  if (ticket.stage === 'saved') return t('path.saved');
  if (ticket.stage === 'missing') return t('place.missing');
  return ticket.numberAwaited ? t('path.numberAwaited') : t('path.sent');
}

/** Returns whether an awaited number is overdue at `now` (milliseconds since the epoch). */
export function isNumberLate(
  { numberAwaited, numberDueAt }: Pick<MyTicketDetail['ticket'], 'numberAwaited' | 'numberDueAt'>,
  now: number,
): boolean {
  return numberAwaited && numberDueAt !== null && Date.parse(numberDueAt) < now;
}

/** Returns how much of the files the server has, such as "Sending files: 45 %". */
export function progressText({ sent, size }: UploadProgress, locale: string, t: Translate): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent' });
  return t('tickets.sendingFiles', { percent: format.format(Math.min(1, sent / size)) });
}
