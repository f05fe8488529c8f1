// Another account of the identity provider that signed in on a known agent, beside the one that was accepted.
import { z } from 'zod';
import type { ClaimedChange } from '../../contract/console.ts';
import type { Database, Row } from '../storage/schema.ts';

/** An account of the identity provider: the subject is lasting, the address can be given to somebody else. */
export interface Account {
  issuer: string;
  subject: string;
}

export const ProofClaim = z.object({
  organisationId: z.string(),
  issuer: z.string(),
  subject: z.string(),
  email: z.string(),
  /** what was accepted before, as the console shows it */
  from: z.string(),
  /** the requester of the agent before; null for none */
  requesterId: z.string().nullable(),
  /** the subject of this provider that had proved the address before; null for none */
  holder: z.string().nullable(),
  /** whether who was accepted before may end it by signing in; not once the agent claimed another identity */
  mayReturn: z.boolean(),
});
export type ProofClaim = z.infer<typeof ProofClaim>;

export function parseProofClaim(stored: string | null): ProofClaim | null {
  return stored === null ? null : ProofClaim.parse(JSON.parse(stored));
}

/** Returns it as old > new; the subject tells two accounts with one address apart. */
export function proofChange({ from, email, subject }: ProofClaim): ClaimedChange {
  return { what: 'signIn', from, to: `${email} (${subject})` };
}

/**
 * Whether staff have to decide, because the agent or the address belongs to another account of this provider. Accounts of
 * a former provider no longer count: an administrator has replaced it.
 */
export function isAnother(
  { provenIssuer, provenSubject }: Pick<Row<'agent'>, 'provenIssuer' | 'provenSubject'>,
  { issuer, subject }: Account,
): boolean {
  return provenIssuer === issuer && provenSubject !== subject;
}

/**
 * Gives agent and address to the account, as staff decided. An address that another account has proved since stays with that
 * one: staff did not see it. Other agents of the address by its former account confirm an address again. Returns their ids.
 */
export async function acceptProof(
  transaction: Database,
  agentId: string,
  { organisationId, email, issuer, subject, holder }: ProofClaim,
): Promise<string[]> {
  const proven = { provenIssuer: issuer, provenSubject: subject };
  await transaction
    .updateTable('agent')
    .set({ ...proven, claimedProof: null })
    .where('id', '=', agentId)
    .execute();
  const requester = await transaction
    .selectFrom('requester')
    .select(['id', 'provenIssuer', 'provenSubject'])
    .where('organisationId', '=', organisationId)
    .where('email', '=', email)
    .executeTakeFirst();
  if (!requester || holderOf(requester, issuer) !== holder) return [];
  await transaction.updateTable('requester').set(proven).where('id', '=', requester.id).execute();
  const others = await transaction
    .updateTable('agent')
    .set({ requesterId: null })
    .where('requesterId', '=', requester.id)
    .where('provenIssuer', '=', issuer)
    .where('provenSubject', '!=', subject)
    .returning('id')
    .execute();
  return others.map(({ id }) => id);
}

/** The account of this provider that proved an address, or null. */
export function holderOf(
  requester: Pick<Row<'requester'>, 'provenIssuer' | 'provenSubject'> | undefined,
  issuer: string,
): string | null {
  return requester?.provenIssuer === issuer ? requester.provenSubject : null;
}

/** Whether the agent waits for nothing but a decision about another account. */
export function waitsForAccount({
  state,
  claim,
  claimedProof,
}: Pick<Row<'agent'>, 'state' | 'claim' | 'claimedProof'>): boolean {
  return state === 'waiting' && claim === null && claimedProof !== null;
}

/** Returns the claim of another account that whoever was accepted before may end by signing in, or null. */
export function endableClaim(
  agent: Pick<Row<'agent'>, 'state' | 'claim' | 'claimedProof'>,
): ProofClaim | null {
  const claim = waitsForAccount(agent) ? parseProofClaim(agent.claimedProof) : null;
  return claim?.mayReturn ? claim : null;
}

/** The stored claim of another account, if any, after the agent has claimed another identity: staff decide about both. */
export function unendable(stored: string | null): string | null {
  const claim = parseProofClaim(stored);
  return claim && JSON.stringify({ ...claim, mayReturn: false });
}
