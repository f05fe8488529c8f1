// What a person may do with a ticket now, with the acts in the outbox counted as carried out.
import { unreachable } from '../../contract/constants.ts';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import {
  hasRequesterRights,
  mayAct,
  RequesterAct,
  type Satisfaction,
  statusAfter,
} from '../../contract/ticket.ts';
import type { Translate } from '../ui/texts.ts';

type TicketWithActs = Pick<MyTicketDetail, 'stage' | 'waitingActs'> & {
  ticket: Pick<MyTicketDetail['ticket'], 'status' | 'you' | 'can'>;
};

/** Returns the status once the acts in the outbox are carried out. */
export function comingStatus({ ticket, waitingActs }: TicketWithActs): TicketStatus {
  return waitingActs.reduce<TicketStatus>((status, act) => statusAfter(act, status) ?? status, ticket.status);
}

/** Returns the acts to offer: not those already in the outbox, nor those that the backend does not accept. */
export function offeredActs(detail: TicketWithActs): RequesterAct[] {
  if (detail.stage !== 'created') return [];
  const status = comingStatus(detail);
  const { you, can } = detail.ticket;
  return RequesterAct.options.filter(
    (act) => can.acts.includes(act) && mayAct(act, you) && statusAfter(act, status) !== null,
  );
}

/** Returns whether the person can rate the ticket, or change their rating: once it is closed, or will be. */
export function mayRate(detail: TicketWithActs): boolean {
  const { you, can } = detail.ticket;
  return (
    detail.stage !== 'missing' && can.rate && hasRequesterRights(you) && comingStatus(detail) === 'closed'
  );
}

/** Returns the last rating, sent or not, or null. */
export function latestRating(
  detail: Pick<MyTicketDetail, 'waitingRating'> & { ticket: Pick<MyTicketDetail['ticket'], 'satisfaction'> },
): Satisfaction | null {
  return detail.waitingRating ?? detail.ticket.satisfaction;
}

/** Returns the label of the act's button, which says what the person finds, such as "It works now". */
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

/** Returns the labels of the acts in the outbox, as their buttons had them. */
export function waitingActTexts({ ticket, waitingActs }: TicketWithActs, t: Translate): string[] {
  let { status } = ticket;
  return waitingActs.map((act) => {
    const text = actText(act, status, t);
    status = statusAfter(act, status) ?? status;
    return text;
  });
}
