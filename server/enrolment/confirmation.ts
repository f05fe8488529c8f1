// Confirms a requester's address: mails a token, which is typed back on the same agent.
import type {
  ConfirmRequest,
  Requester,
  SendTokenRequest,
  SendTokenResponse,
} from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, SECOND } from '../clock.ts';
import { keyedHash } from '../hashes.ts';
import type { Limits } from '../limits/limits.ts';
import { limitsOfTries } from '../limits/limits-of-tries.ts';
import { networkOf } from '../limits/network.ts';
import { TOKENS } from '../limits/table.ts';
import type { Mailer } from '../mail/mailer.ts';
import { confirmationMail } from '../mail/texts.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { activate } from './activation.ts';
import { checkPace, makeToken, useToken } from './confirmation-token.ts';
import { announceConfirmed, type Confirmed, checkAddress, linkRequester } from './confirmed-address.ts';
import { confirmsBySignIn } from './sign-in-provider.ts';
import { type KnownAgent, readAgent, readPredecessor, stateObstacle } from './standing.ts';

export interface Confirmation {
  /** Mails a token. The answer comes first, and does not reveal whether the address is known or can be reached. */
  sendToken(agent: KnownAgent, ip: string, request: SendTokenRequest): Promise<Result<SendTokenResponse>>;
  /** Links the agent to the address's requester when the token is right. */
  confirm(agent: KnownAgent, ip: string, request: ConfirmRequest): Promise<Result<Requester>>;
  /** Waits until the mails that were answered for are sent. */
  settled(): Promise<void>;
}

interface ConfirmationParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  limits: Limits;
  mailer: Mailer;
  announce: Announce;
  serverKey: Buffer;
  /** how long a token is good, in milliseconds */
  tokenLife: number;
}

export function createConfirmation(parts: ConfirmationParts): Confirmation {
  const sending = new Set<Promise<unknown>>();
  return {
    async sendToken(agent, ip, request) {
      const prepared = await prepareToken(parts, agent, ip, request);
      if (!prepared.ok) return prepared;
      const { send, response } = prepared.value;
      const sent = send().finally(() => sending.delete(sent));
      sending.add(sent);
      return ok(response);
    },
    confirm: (agent, ip, request) => confirm(parts, agent, ip, request),
    async settled() {
      await Promise.all(sending);
    },
  };
}

interface PreparedToken {
  send(): Promise<unknown>;
  response: SendTokenResponse;
}

/** Every request counts, also one without a mail. */
async function prepareToken(
  parts: ConfirmationParts,
  agent: KnownAgent,
  ip: string,
  { email, language }: SendTokenRequest,
): Promise<Result<PreparedToken>> {
  const { db, clock, chance, audit, mailer, serverKey, tokenLife } = parts;
  const admitted = await admitAddress(db, agent, email);
  if (!admitted.ok) return admitted;
  const token = makeToken(chance);
  const row = {
    id: chance.id(),
    agentId: agent.id,
    deviceId: agent.deviceId,
    ip: networkOf(ip),
    email,
    tokenHash: keyedHash(serverKey, agent.id, email, token),
    triesLeft: TOKENS.tries,
    sentAt: instantFrom(clock),
    expiresAt: instantFrom(clock, tokenLife),
  };
  const counted = await db.transaction().execute(async (transaction) => {
    const pace = await checkPace(transaction, clock, row);
    if (!pace.ok) return pace;
    await transaction.insertInto('confirmationToken').values(row).execute();
    const subject = { kind: 'agent', id: agent.id } as const;
    await audit(transaction, { staffId: null, act: 'send-token', subject, details: { email, ip } });
    return ok(undefined);
  });
  if (!counted.ok) return counted;
  const { organisation, isMailed } = admitted.value;
  const mail = confirmationMail({ to: email, token, organisation, language, life: tokenLife });
  return ok({
    send: async () => isMailed && mailer.send(mail),
    response: { expiresAt: row.expiresAt, resendAfterSeconds: TOKENS.resendAfter / SECOND },
  });
}

/**
 * An active agent may confirm an address that its organisation admits. A waiting one may only prove the address that its
 * predecessor confirmed, and learns nothing about it: it is answered the same for any address.
 */
async function admitAddress(
  db: Database,
  agent: KnownAgent,
  email: string,
): Promise<Result<{ organisation: string; isMailed: boolean }>> {
  if (await confirmsBySignIn(db, agent.organisationId)) return err('sign-in-needed');
  const organisation = await db
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', agent.organisationId)
    .executeTakeFirstOrThrow();
  const predecessor = await readPredecessor(db, agent);
  if (predecessor) return ok({ organisation: organisation.name, isMailed: predecessor.email === email });
  const obstacle = stateObstacle(agent.state);
  if (obstacle) return err(obstacle);
  const checked = await checkAddress(db, agent, email);
  return checked.ok ? ok({ organisation: organisation.name, isMailed: true }) : checked;
}

async function confirm(
  parts: ConfirmationParts,
  { id: agentId, organisationId }: KnownAgent,
  ip: string,
  request: ConfirmRequest,
): Promise<Result<Requester>> {
  // a wrong token is a Result, not an exception: the count of tries, and the audit, must be committed
  const limits = limitsOfTries(parts.limits);
  const written = parts.db.transaction().execute(async (transaction) => {
    limits.begin();
    // staff may have suspended it since the request was admitted
    const agent = await readAgent(transaction, agentId);
    if (!agent) return err('agent-unknown');
    const confirmed = await confirmIn(transaction, parts, agent, request);
    const refused = { ...parts, limits };
    if (!confirmed.ok) await auditRefusal(transaction, refused, agent, ip, request.email, confirmed.error);
    return confirmed;
  });
  const result = await limits.keptBy(written);
  if (!result.ok) return result;
  const { requesterId, retired, email, fullName } = result.value;
  await announceConfirmed(parts, { requesterId, organisationId }, retired);
  return ok({ email, fullName });
}

async function confirmIn(
  transaction: Database,
  parts: ConfirmationParts,
  agent: KnownAgent,
  request: ConfirmRequest,
): Promise<Result<Confirmed & { retired: string[] }>> {
  // also with a token that was mailed before the organisation chose sign-in
  if (await confirmsBySignIn(transaction, agent.organisationId)) return err('sign-in-needed');
  const predecessor = await readPredecessor(transaction, agent);
  const obstacle = predecessor ? null : stateObstacle(agent.state);
  if (obstacle) return err(obstacle);
  const checked = await useToken(transaction, parts, agent.id, request);
  if (!checked.ok) return checked;
  // after the token: a waiting agent learns nothing from the directory. Directory and domains may have changed since
  const admitted = await checkAddress(transaction, agent, request.email);
  if (!admitted.ok) return admitted;
  // the predecessor may have confirmed another address since the token was sent
  if (predecessor && predecessor.email !== request.email) return err('token-used');
  const { retired } = predecessor ? await activate(transaction, parts, null, agent) : { retired: [] };
  return ok({ ...(await linkRequester(transaction, parts, agent, request, null)), retired });
}

/**
 * Each try of a token has a row: their number is bounded by that of the tokens. Any other refusal can be repeated without
 * end, and is bounded by a rate of its own, so that nobody hides tries behind it. Never the token.
 */
async function auditRefusal(
  transaction: Database,
  { audit, limits }: ConfirmationParts,
  { id }: KnownAgent,
  ip: string,
  email: string,
  { code, details }: GuichetError,
): Promise<void> {
  const isTry = code === 'token-wrong';
  if (!isTry && !limits.take([{ rate: 'auditedRefusalsOfAgent', key: id }]).ok) return;
  const subject = { kind: 'agent', id } as const;
  const why = { code, ip, email, triesLeft: details?.triesLeft ?? null };
  await audit(transaction, { staffId: null, act: 'refuse-confirmation', subject, details: why });
}
