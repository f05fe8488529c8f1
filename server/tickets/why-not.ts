// Why an act is refused: in one sentence that says what the status of the ticket is, and what comes first.
import type { Reason, TicketStatus } from '../../contract/primitives.ts';
import type { TicketAct } from '../../contract/ticket.ts';

/** Also to rate a ticket, to name who is asked for an approval, and to hand it over. */
type RefusedAct = TicketAct | 'rate' | 'name-approver' | 'hand-over';

const REASONS = {
  closed: {
    en: 'The ticket is closed, and stays so.',
    fr: 'Le ticket est fermé, et le reste.',
  },
  waiting: {
    en: 'The ticket waits for an approval: nobody works on it before.',
    fr: 'Le ticket attend une approbation : personne ne le traite avant.',
  },
  unapproved: {
    en: 'The ticket needs an approval: nobody works on it before.',
    fr: 'Le ticket exige une approbation : personne ne le traite avant.',
  },
  undecidable: {
    en: 'The ticket does not wait for an approval.',
    fr: 'Le ticket n’attend pas d’approbation.',
  },
  nobodys: {
    en: 'Nobody has the ticket yet: take it first.',
    fr: 'Personne n’a encore le ticket : prenez-le d’abord.',
  },
  open: {
    en: 'The ticket is open already.',
    fr: 'Le ticket est déjà ouvert.',
  },
  unresolved: {
    en: 'The ticket is not resolved yet: it is closed after that.',
    fr: 'Le ticket n’est pas encore résolu : on le ferme après.',
  },
  unrated: {
    en: 'The ticket is not resolved yet: it is rated after that.',
    fr: 'Le ticket n’est pas encore résolu : on l’évalue après.',
  },
  rejected: {
    en: 'The ticket was rejected by its approver: it has to be reopened first.',
    fr: 'Le ticket a été rejeté par son approbateur : il faut d’abord le rouvrir.',
  },
  resolved: {
    en: 'The ticket is resolved: it has to be reopened first.',
    fr: 'Le ticket est résolu : il faut d’abord le rouvrir.',
  },
  pending: {
    en: 'The ticket is pending: resume it first.',
    fr: 'Le ticket est en suspens : reprenez-le d’abord.',
  },
  resumed: {
    en: 'The ticket is not pending.',
    fr: 'Le ticket n’est pas en suspens.',
  },
  decides: {
    en: 'Only whoever is asked for the approval decides, and nobody on a ticket of their own.',
    fr: 'Seule la personne consultée décide, et personne sur son propre ticket.',
  },
  requesters: {
    en: 'Only the requester and the contacts of a ticket do this.',
    fr: 'Seuls le demandeur et les contacts d’un ticket font cela.',
  },
} as const satisfies Record<string, Reason>;

/** Returns why a ticket of this status does not take the act. */
export function whyNot(act: RefusedAct, status: TicketStatus): { reason: Reason } {
  return { reason: REASONS[nameOf(act, status)] };
}

/** Returns why somebody who takes part in another role may not act. */
export function whyNotYou(act: RefusedAct): { reason: Reason } {
  return { reason: isDecision(act) ? REASONS.decides : REASONS.requesters };
}

function isDecision(act: RefusedAct): boolean {
  return act === 'approve' || act === 'reject' || act === 'name-approver';
}

function nameOf(act: RefusedAct, status: TicketStatus): keyof typeof REASONS {
  if (status === 'closed') return 'closed';
  if (isDecision(act)) return 'undecidable';
  if (act === 'rate') return 'unrated';
  if (status === 'rejected' || status === 'resolved') return status;
  if (act === 'reopen') return status === 'waiting_for_approval' ? 'waiting' : 'open';
  if (status === 'waiting_for_approval') return 'waiting';
  if (act === 'close') return 'unresolved';
  if (act === 'take' || act === 'assign' || act === 'hand-over') return 'unapproved';
  if (status === 'pending') return 'pending';
  return status === 'assigned' ? 'resumed' : 'nobodys';
}
