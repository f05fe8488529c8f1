// How the state of a ticket is told: where it is while it travels, its status once the help desk has it.
import type { TicketPlace, UploadProgress } from '../../contract/ipc.ts';
import { unreachable } from '../../contract/plain-words.ts';
import type { TicketStatus } from '../../contract/words.ts';
import type { Say } from '../ui/texts.ts';

export function statusText(place: TicketPlace, status: TicketStatus, t: Say): string {
  switch (place) {
    case 'saved':
      return t('place.saved');
    case 'sent':
      return t('place.sent');
    case 'created':
      return t(`status.${status}`);
    default:
      return unreachable(place);
  }
}

/** What stands where the number will: the number, or how far the ticket has come. */
export function numberText(place: TicketPlace, number: string | null, t: Say): string {
  if (number !== null) return number;
  return place === 'saved' ? t('path.saved') : t('path.sent');
}

/** How much of the files is at the help desk, such as "Sending files: 45 %". */
export function progressText({ sent, size }: UploadProgress, locale: string, t: Say): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent' });
  return t('tickets.sendingFiles', { percent: format.format(Math.min(1, sent / size)) });
}
