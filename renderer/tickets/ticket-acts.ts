// What a person may do with a ticket now, seen from what they have done already and what still waits to be sent.

import { unreachable } from '../../contract/constants.ts';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { isTheirs, mayAct, RequesterAct, type Satisfaction, statusAfter } from '../../contract/ticket.ts';
import type { Translate } from '../ui/texts.ts';

type Known = Pick<MyTicketDetail, 'place' | 'waitingActs'> & {
  ticket: Pick<MyTicketDetail['ticket'], 'status' | 'you' | 'can'>;
};

/** The status once what waits is carried out. */
export function comingStatus({ ticket, waitingActs }: Known): TicketStatus {
  return waitingActs.reduce<TicketStatus>((status, act) => statusAfter(act, status) ?? status, ticket.status);
}

/** The acts on offer; what waits in the outbox is not offered twice, what the backend cannot take not at all. */
export function offeredActs(detail: Known): RequesterAct[] {
  if (detail.place !== 'created') return [];
  const status = comingStatus(detail);
  const { you, can } = detail.ticket;
  return RequesterAct.options.filter(
    (act) => can.acts.includes(act) && mayAct(act, you) && statusAfter(act, status) !== null,
  );
}

/** Whether the requester's opinion is asked for, or shown to be changed: once they agree that it is over. */
export function mayRate(detail: Known): boolean {
  const { you, can } = detail.ticket;
  return can.rate && isTheirs(you) && comingStatus(detail) === 'closed';
}

/** The last rating given, sent or not. */
export function latestRating(
  detail: Pick<MyTicketDetail, 'waitingRating'> & { ticket: Pick<MyTicketDetail['ticket'], 'satisfaction'> },
): Satisfaction | null {
  return detail.waitingRating ?? detail.ticket.satisfaction;
}

/** The act as its button says it: what the person finds, not what becomes of the ticket. */
export function actText(act: RequesterAct, status: TicketStatus, t: Translate): string {
  switch (act) {
    case 'close':
      return t('tickets.act.close');
    case 'reopen':
      return status === 'resolved' ? t('tickets.act.fails') : t('tickets.act.reopen');
    case 'approve':
      return t('tickets.act.approve');
    case 'reject':
      return t('tickets.act.reject');
    default:
      return unreachable(act);
  }
}

/** What waits to be sent, in the words it was decided in. */
export function waitingActTexts({ ticket, waitingActs }: Known, t: Translate): string[] {
  let { status } = ticket;
  return waitingActs.map((act) => {
    const text = actText(act, status, t);
    status = statusAfter(act, status) ?? status;
    return text;
  });
}
