// Confirms a requester's address by a sign-in with the organisation's identity provider. The agent shows the provider's page
// and relays what the browser brings back; this server redeems it, because what an agent says proves nothing.
import { isDeepStrictEqual } from 'node:util';
import type { Requester } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import {
  type BeginSignIn,
  type BegunSignIn,
  type FinishSignIn,
  redirectUriOf,
} from '../../contract/sign-in.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Limits } from '../limits/limits.ts';
import { provenPerson } from '../oidc/proven-person.ts';
import type { OidcProviders, Proof } from '../oidc/provider.ts';
import type { TextSeal } from '../seal.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { activate } from './activation.ts';
import { announceConfirmed, type Confirmed, checkAddress, linkRequester } from './confirmed-address.ts';
import { endableClaim, holderOf, isAnother, type ProofClaim } from './proof-claim.ts';
import { createSignInAttempts, SIGN_IN_LIFE, type SignInAttempt } from './sign-in-attempts.ts';
import { readProvider } from './sign-in-provider.ts';
import { type KnownAgent, readAgent, readPredecessor, stateObstacle } from './standing.ts';

export interface BrowserSignIn {
  /** Errors: sign-in-not-offered, sign-in-unavailable, too-many-requests, and those of the agent's state. */
  begin(agent: KnownAgent, ip: string, request: BeginSignIn): Promise<Result<BegunSignIn>>;
  /**
   * Links the agent to the requester whom the provider names. Errors: sign-in-over, sign-in-refused, sign-in-unavailable,
   * sign-in-unverified, sign-in-address-refused, sign-in-of-another, and those of the agent's state.
   */
  finish(agent: KnownAgent, ip: string, answer: FinishSignIn): Promise<Result<Requester>>;
}

export interface SignInParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
  providers: OidcProviders;
  clientSecrets: TextSeal;
  attemptSeal: TextSeal;
  limits: Limits;
}

export function createBrowserSignIn(parts: SignInParts): BrowserSignIn {
  const { db, audit } = parts;
  const attempts = createSignInAttempts(parts);
  return {
    async begin(agent, ip, { port }) {
      const mayProve = (await readPredecessor(db, agent)) !== null || endableClaim(agent) !== null;
      const obstacle = mayProve ? null : stateObstacle(agent.state);
      if (obstacle) return err(obstacle);
      const provider = await readProvider(parts, agent.organisationId);
      if (!provider.ok) return provider;
      const { issuer, clientId } = provider.value;
      const attempt = { organisationId: agent.organisationId, client: { issuer, clientId } };
      const secrets = await attempts.begin(agent.id, attempt, redirectUriOf(port));
      if (!secrets.ok) return secrets;
      const url = await parts.providers.addressOf(provider.value, secrets.value);
      if (!url.ok) return url;
      const subject = { kind: 'agent', id: agent.id } as const;
      await audit(db, { staffId: null, act: 'begin-sign-in', subject, details: { issuer, ip } });
      const { state } = secrets.value;
      return ok({ url: url.value, state, expiresAt: instantFrom(parts.clock, SIGN_IN_LIFE) });
    },
    async finish(agent, ip, answer) {
      const attempt = await attempts.take(agent.id, answer.state);
      const confirmed = attempt ? await redeem(parts, agent, attempt, answer) : err('sign-in-over');
      // answers without an attempt can be repeated without end
      const isAudited = attempt || parts.limits.take([{ rate: 'auditedRefusalsOfAgent', key: agent.id }]).ok;
      if (!confirmed.ok && isAudited) {
        const { code, details } = confirmed.error;
        const subject = { kind: 'agent', id: agent.id } as const;
        const why = { code, ip, email: details?.name ?? null, reason: details?.reason?.en ?? null };
        await audit(db, { staffId: null, act: 'refuse-sign-in', subject, details: why });
      }
      return confirmed;
    },
  };
}

async function redeem(
  parts: SignInParts,
  agent: KnownAgent,
  { secrets, organisationId, client }: SignInAttempt,
  answer: FinishSignIn,
): Promise<Result<Requester>> {
  const provider = await readProvider(parts, organisationId);
  if (!provider.ok) return provider;
  const { issuer, clientId } = provider.value;
  // an administrator may have replaced the provider meanwhile
  if (!isDeepStrictEqual({ issuer, clientId }, client)) return err('sign-in-over');
  const proof = await parts.providers.redeem(provider.value, secrets, answer);
  if (!proof.ok) return proof;
  const person = provenPerson(proof.value.claims, provider.value);
  if (!person.ok) return person;
  return confirm(parts, { agentId: agent.id, organisationId }, proof.value, person.value);
}

async function confirm(
  parts: SignInParts,
  { agentId, organisationId }: { agentId: string; organisationId: string },
  proof: Proof,
  person: Requester,
): Promise<Result<Requester>> {
  // another account is a Result, not an exception: that the agent waits must be committed
  const result = await parts.db.transaction().execute(async (transaction) => {
    // staff may have suspended it while the provider was asked
    const agent = await readAgent(transaction, agentId);
    if (!agent || agent.organisationId !== organisationId) return err('sign-in-over');
    return confirmIn(transaction, parts, agent, proof, person);
  });
  if (!result.ok) {
    if (result.error.code === 'sign-in-of-another') {
      parts.announce.agents([agentId]);
      parts.announce.console('devices', organisationId);
    }
    return result;
  }
  const { requesterId, retired, email, fullName } = result.value;
  await announceConfirmed(parts, { requesterId, organisationId }, retired);
  return ok({ email, fullName });
}

async function confirmIn(
  transaction: Database,
  parts: SignInParts,
  agent: KnownAgent,
  proof: Proof,
  person: Requester,
): Promise<Result<Confirmed & { retired: string[] }>> {
  const predecessor = await readPredecessor(transaction, agent);
  const claim = endableClaim(agent);
  const obstacle = predecessor || claim ? null : stateObstacle(agent.state);
  if (obstacle) return err(obstacle);
  const admitted = await checkAddress(transaction, agent, person.email);
  if (!admitted.ok) return err('sign-in-address-refused', { name: person.email });
  // whoever was accepted on the former agent takes its place, and whoever was accepted before a claim comes back
  const known = predecessor ?? (claim ? { ...agent, requesterId: claim.requesterId } : agent);
  const accepted = await acceptedInstead(transaction, agent.organisationId, known, proof, person.email);
  if (accepted !== null) {
    if (predecessor) return err('sign-in-of-another', { name: person.email });
    return waitForStaff(transaction, parts, agent.id, {
      ...accepted,
      ...accountOf(proof),
      organisationId: agent.organisationId,
      email: person.email,
      requesterId: known.requesterId,
      mayReturn: true,
    });
  }
  const { retired } = predecessor ? await activate(transaction, parts, null, agent) : { retired: [] };
  if (claim) await endClaim(transaction, parts, agent);
  return ok({ ...(await linkRequester(transaction, parts, agent, person, accountOf(proof))), retired });
}

/** Whoever was accepted before is back: staff have nothing to decide any more. */
async function endClaim(
  transaction: Database,
  { audit }: SignInParts,
  { id, claimedProof }: KnownAgent,
): Promise<void> {
  await transaction
    .updateTable('agent')
    .set({ state: 'active', claimedProof: null })
    .where('id', '=', id)
    .execute();
  const subject = { kind: 'agent', id } as const;
  const details = { from: 'waiting', to: 'active', ended: claimedProof };
  await audit(transaction, { staffId: null, act: 'activate', subject, details });
}

const accountOf = ({ issuer, subject }: Proof) => ({ issuer, subject });

/**
 * Returns what was accepted instead of this account and address, and the holder of the address: the account or the address of
 * the agent, whatever proved them, or the account of the address, which the provider may have given to somebody else since.
 * Null where nothing else was.
 */
async function acceptedInstead(
  transaction: Database,
  organisationId: string,
  agent: Pick<KnownAgent, 'requesterId' | 'provenIssuer' | 'provenSubject'>,
  proof: Proof,
  email: string,
): Promise<Pick<ProofClaim, 'from' | 'holder'> | null> {
  const requesters = await transaction
    .selectFrom('requester')
    .select(['id', 'organisationId', 'email', 'provenIssuer', 'provenSubject'])
    .where((where) =>
      where.or([
        where('id', '=', agent.requesterId ?? ''),
        where.and([where('organisationId', '=', organisationId), where('email', '=', email)]),
      ]),
    )
    .execute();
  const former = requesters.find(({ id }) => id === agent.requesterId);
  const own = requesters.find((one) => one.organisationId === organisationId && one.email === email);
  const holder = holderOf(own, proof.issuer);
  const isOther = isAnother(agent, proof);
  if (isOther || (former && former.email !== email)) {
    const account = isOther ? ` (${agent.provenSubject})` : '';
    return { from: former ? `${former.email}${account}` : String(agent.provenSubject), holder };
  }
  const another = requesters.find((requester) => requester.email === email && isAnother(requester, proof));
  return another ? { from: `${email} (${another.provenSubject})`, holder } : null;
}

/**
 * As ADR 60 decides for any other identity: back to waiting, without an address, both shown in the console. Of several accounts
 * the last one waits.
 */
async function waitForStaff(
  transaction: Database,
  { audit }: SignInParts,
  agentId: string,
  claim: ProofClaim,
): Promise<Result<never>> {
  await transaction
    .updateTable('agent')
    .set({ state: 'waiting', requesterId: null, claimedProof: JSON.stringify(claim) })
    .where('id', '=', agentId)
    .execute();
  const { from, email, issuer, subject: account } = claim;
  const subject = { kind: 'agent', id: agentId } as const;
  const details = { from, to: `${email} (${account})`, issuer, state: 'waiting' };
  await audit(transaction, { staffId: null, act: 'claim-identity', subject, details });
  return err('sign-in-of-another', { name: email });
}
