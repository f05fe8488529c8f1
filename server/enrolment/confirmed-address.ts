// Which address an agent may confirm, and what a confirmed one changes, whatever proved it.
import type { Requester } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { decidesAddresses, personOfWindowsUser, personWithAddress } from '../people/directory.ts';
import { nameOfRequester } from '../people/named-people.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, agentsOf } from '../tickets/announce.ts';
import { parseDomains } from './organisations.ts';
import type { Account } from './proof-claim.ts';
import type { KnownAgent } from './standing.ts';

/**
 * A directory with user names decides alone which address a user has; else the organisation's domains decide. Errors:
 * address-of-directory, address-outside-organisation.
 */
export async function checkAddress(db: Database, agent: KnownAgent, email: string): Promise<Result<void>> {
  if (await decidesAddresses(db, agent.organisationId)) {
    const person = await personOfWindowsUser(db, agent.organisationId, agent);
    return person?.email === email ? ok(undefined) : err('address-of-directory');
  }
  const { emailDomains } = await db
    .selectFrom('organisation')
    .select('emailDomains')
    .where('id', '=', agent.organisationId)
    .executeTakeFirstOrThrow();
  const domains = parseDomains(emailDomains);
  const isWithin = domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1));
  return isWithin ? ok(undefined) : err('address-outside-organisation');
}

export interface Confirmed extends Requester {
  requesterId: string;
}

/**
 * Makes the agent the requester's. `account` is the one of the identity provider that proved the address; null for a token,
 * after which no account of the agent counts. The directory's name of a person wins over the given one.
 */
export async function linkRequester(
  transaction: Database,
  { clock, chance, audit }: { clock: Clock; chance: Chance; audit: Audit },
  agent: KnownAgent,
  { email, fullName: given }: Requester,
  account: Account | null,
): Promise<Confirmed> {
  const { organisationId } = agent;
  const now = instantFrom(clock);
  const person = await personWithAddress(transaction, organisationId, email);
  const proven = account && { provenIssuer: account.issuer, provenSubject: account.subject };
  const fullName = person?.fullName ?? given;
  const confirmed = { ...nameOfRequester(fullName, email), confirmedAt: now, ...proven };
  const { id: requesterId } = await transaction
    .insertInto('requester')
    .values({ id: chance.id(), organisationId, email, createdAt: now, ...confirmed })
    .onConflict((conflict) => conflict.columns(['organisationId', 'email']).doUpdateSet(confirmed))
    .returning('id')
    .executeTakeFirstOrThrow();
  await transaction
    .updateTable('agent')
    .set({ requesterId, provenIssuer: account?.issuer ?? null, provenSubject: account?.subject ?? null })
    .where('id', '=', agent.id)
    .execute();
  const subject = { kind: 'agent', id: agent.id } as const;
  await audit(transaction, {
    staffId: null,
    act: 'confirm-address',
    subject,
    details: { email, ...account },
  });
  return { requesterId, email, fullName };
}

/** Tells the person's agents, those it retired, and the console. */
export async function announceConfirmed(
  { db, announce }: { db: Database; announce: Announce },
  { requesterId, organisationId }: { requesterId: string; organisationId: string },
  retired: readonly string[],
): Promise<void> {
  announce.agents([...(await agentsOf(db, [requesterId])), ...retired]);
  announce.dismiss([...retired]);
  announce.console('devices', organisationId);
}
