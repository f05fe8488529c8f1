// How the state of a ticket is told: where it is while it travels, its status once the help desk has it.

import { unreachable } from '../../contract/constants.ts';
import type { MyTicket, MyTicketDetail, UploadProgress } from '../../contract/ipc.ts';
import type { Translate } from '../ui/texts.ts';

type Whereabouts = Pick<MyTicket, 'place' | 'number' | 'status' | 'statusText' | 'numberAwaited'>;

/** In the backend's own words where they have no counterpart in ours. */
export function statusOf(
  { place, status, statusText, numberAwaited }: Omit<Whereabouts, 'number'>,
  t: Translate,
) {
  const told = statusText ?? t(`status.${status}`);
  switch (place) {
    case 'saved':
      return t('place.saved');
    case 'sent':
      return numberAwaited ? told : t('place.sent');
    case 'created':
      return told;
    default:
      return unreachable(place);
  }
}

/** What stands where the number will: the number, or how far the ticket has come. */
export function numberText(
  ticket: Pick<Whereabouts, 'place' | 'number' | 'numberAwaited'>,
  t: Translate,
): string {
  if (ticket.number !== null) return ticket.number;
  if (ticket.place === 'saved') return t('path.saved');
  return ticket.numberAwaited ? t('path.numberAwaited') : t('path.sent');
}

/** Whether the number should have come by `now`, in milliseconds. */
export function isNumberLate(
  { numberAwaited, numberDueAt }: Pick<MyTicketDetail['ticket'], 'numberAwaited' | 'numberDueAt'>,
  now: number,
): boolean {
  return numberAwaited && numberDueAt !== null && Date.parse(numberDueAt) < now;
}

/** How much of the files is at the help desk, such as "Sending files: 45 %". */
export function progressText({ sent, size }: UploadProgress, locale: string, t: Translate): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent' });
  return t('tickets.sendingFiles', { percent: format.format(Math.min(1, sent / size)) });
}
