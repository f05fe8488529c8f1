// Staff name who is asked for an approval now, instead of those who were.
import type { NewApprover } from '../../contract/approvals.ts';
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { isNamedFor } from '../approvals/approvers.ts';
import { askInstead } from '../approvals/ask.ts';
import { whoMayDecide } from '../approvals/who-decides.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { findPerson } from '../people/named-people.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, announceTicket, announceTo } from '../tickets/announce.ts';
import { byStaff } from '../tickets/history.ts';
import { recordAsked } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { whyNot } from '../tickets/why-not.ts';
import { onTicket } from './on-ticket.ts';
import { numberLeaving } from './requester.ts';

interface NameParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
}

/**
 * Errors: not-found; transition-not-allowed for a ticket that does not wait for an approval; requester-unknown for somebody outside
 * its organisation; may-not-approve for whom the ticket is for, and for somebody whom the directory does not have any more;
 * approval-of-your-own for oneself, unless one is the requester's manager or whom the category names.
 */
export async function nameApprover(
  parts: NameParts,
  staff: Staff,
  ticketId: string,
  { email }: NewApprover,
): Promise<Result<void>> {
  const { db, announce } = parts;
  let leaving: string[] = [];
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    const status = await takeTicket(transaction, ticketId);
    if (status !== 'waiting_for_approval')
      return err('transition-not-allowed', whyNot('name-approver', status ?? ticket.status));
    const person = await findPerson(transaction, ticket.organisationId, email);
    if (!person) return err('requester-unknown');
    const [deciding] = await whoMayDecide(transaction, ticket, [person]);
    if (!deciding) return err('may-not-approve', { name: person.fullName });
    if (person.email === staff.email && !(await isNamedFor(transaction, ticket, person.email)))
      return err('approval-of-your-own');
    const former = await askInstead(transaction, parts, ticket, person);
    leaving = await numberLeaving(transaction, ticketId, former);
    await recordAsked(
      transaction,
      ticket,
      { ...byStaff(staff), asked: person.fullName },
      instantFrom(parts.clock),
    );
    await parts.audit(transaction, {
      staffId: staff.id,
      act: 'name-approver',
      subject: { kind: 'ticket', id: ticketId },
      details: { email: person.email },
    });
    return ok(undefined);
  });
  if (!result.ok) return result;
  await announceTicket(db, announce, ticketId);
  // the consoles were told with the ticket
  await announceTo(db, announce, { requesterIds: leaving, organisationIds: [] });
  return result;
}
