// Confirms a requester's address: mails a token, which is typed back on the same agent.
import type {
  ConfirmRequest,
  Requester,
  SendTokenRequest,
  SendTokenResponse,
} from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, SECOND } from '../clock.ts';
import { keyedHash, sameHash } from '../hashes.ts';
import type { Mailer } from '../mail/mailer.ts';
import { confirmationMail } from '../mail/texts.ts';
import { decidesAddresses, personOfWindowsUser } from '../people/directory.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, agentsOf } from '../tickets/announce.ts';
import { checkPace, makeToken, RESEND_AFTER, TOKEN_LIFE, TOKEN_TRIES } from './confirmation-token.ts';
import { parseDomains } from './organisations.ts';
import { type KnownAgent, stateObstacle } from './standing.ts';

export interface Confirmation {
  /** Mails a token. The answer does not reveal whether the address is known. */
  sendToken(agent: KnownAgent, ip: string, request: SendTokenRequest): Promise<Result<SendTokenResponse>>;
  /** Links the agent to the address's requester when the token is right. */
  confirm(agent: KnownAgent, request: ConfirmRequest): Promise<Result<Requester>>;
}

interface ConfirmationParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  mailer: Mailer;
  announce: Announce;
  serverKey: Buffer;
}

export function createConfirmation(parts: ConfirmationParts): Confirmation {
  return {
    sendToken: (agent, ip, request) => sendToken(parts, agent, ip, request),
    confirm: (agent, request) => confirm(parts, agent, request),
  };
}

async function sendToken(
  parts: ConfirmationParts,
  agent: KnownAgent,
  ip: string,
  { email, language }: SendTokenRequest,
): Promise<Result<SendTokenResponse>> {
  const { db, clock, chance, mailer, serverKey } = parts;
  const obstacle = stateObstacle(agent.state);
  if (obstacle) return err(obstacle);
  const organisation = await db
    .selectFrom('organisation')
    .select(['name', 'emailDomains'])
    .where('id', '=', agent.organisationId)
    .executeTakeFirstOrThrow();
  const admitted = await checkAddress(db, agent, email, parseDomains(organisation.emailDomains));
  if (!admitted.ok) return admitted;
  const token = makeToken(chance);
  const row = {
    id: chance.id(),
    agentId: agent.id,
    deviceId: agent.deviceId,
    ip,
    email,
    tokenHash: keyedHash(serverKey, agent.id, email, token),
    triesLeft: TOKEN_TRIES,
    sentAt: instantFrom(clock),
    expiresAt: instantFrom(clock, TOKEN_LIFE),
  };
  const counted = await db.transaction().execute(async (transaction) => {
    const pace = await checkPace(transaction, clock, row);
    if (pace.ok) await transaction.insertInto('confirmationToken').values(row).execute();
    return pace;
  });
  if (!counted.ok) return counted;
  const sent = await mailer.send(
    confirmationMail({ to: email, token, organisation: organisation.name, language }),
  );
  if (!sent.ok) {
    await db.deleteFrom('confirmationToken').where('id', '=', row.id).execute();
    return sent;
  }
  return ok({ expiresAt: row.expiresAt, resendAfterSeconds: RESEND_AFTER / SECOND });
}

/** A directory with user names decides alone which address a user has; else the organisation's domains decide. */
async function checkAddress(
  db: Database,
  agent: KnownAgent,
  email: string,
  domains: readonly string[],
): Promise<Result<void>> {
  if (await decidesAddresses(db, agent.organisationId)) return checkAgainstDirectory(db, agent, email);
  const isWithin = domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1));
  return isWithin ? ok(undefined) : err('address-outside-organisation');
}

async function checkAgainstDirectory(db: Database, agent: KnownAgent, email: string): Promise<Result<void>> {
  const person = await personOfWindowsUser(db, agent.organisationId, agent);
  return person?.email === email ? ok(undefined) : err('address-of-directory');
}

async function confirm(
  parts: ConfirmationParts,
  agent: KnownAgent,
  request: ConfirmRequest,
): Promise<Result<Requester>> {
  const { db, announce } = parts;
  const obstacle = stateObstacle(agent.state);
  if (obstacle) return err(obstacle);
  // a wrong token is a Result, not an exception: the count of tries must be committed
  const result = await db.transaction().execute(async (transaction) => {
    // the directory may have been imported since the token was sent
    if (await decidesAddresses(transaction, agent.organisationId)) {
      const admitted = await checkAgainstDirectory(transaction, agent, request.email);
      if (!admitted.ok) return admitted;
    }
    const checked = await useToken(transaction, parts, agent.id, request);
    return checked.ok ? ok(await linkRequester(transaction, parts, agent, request)) : checked;
  });
  if (!result.ok) return result;
  announce.agents(await agentsOf(db, [result.value]));
  announce.console('devices');
  return ok({ email: request.email, fullName: request.fullName });
}

async function useToken(
  transaction: Database,
  { clock, serverKey }: ConfirmationParts,
  agentId: string,
  { email, token }: ConfirmRequest,
): Promise<Result<void>> {
  const now = instantFrom(clock);
  const sent = await transaction
    .selectFrom('confirmationToken')
    .select(['id', 'tokenHash', 'triesLeft', 'expiresAt', 'usedAt'])
    .where('agentId', '=', agentId)
    .where('email', '=', email)
    .orderBy('sentAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!sent) return err('token-not-sent');
  if (sent.usedAt !== null) return err('token-used');
  if (sent.expiresAt <= now) return err('token-expired');
  if (sent.triesLeft === 0) return err('token-locked');
  const right = sameHash(sent.tokenHash, keyedHash(serverKey, agentId, email, token));
  const triesLeft = sent.triesLeft - 1;
  await transaction
    .updateTable('confirmationToken')
    .set(right ? { usedAt: now } : { triesLeft })
    .where('id', '=', sent.id)
    .execute();
  return right ? ok(undefined) : err('token-wrong', { triesLeft });
}

async function linkRequester(
  transaction: Database,
  { clock, chance }: ConfirmationParts,
  agent: KnownAgent,
  { email, fullName }: ConfirmRequest,
): Promise<string> {
  const { organisationId } = agent;
  const now = instantFrom(clock);
  const confirmed = { fullName, confirmedAt: now };
  const { id } = await transaction
    .insertInto('requester')
    .values({ id: chance.id(), organisationId, email, createdAt: now, ...confirmed })
    .onConflict((conflict) => conflict.columns(['organisationId', 'email']).doUpdateSet(confirmed))
    .returning('id')
    .executeTakeFirstOrThrow();
  await transaction.updateTable('agent').set({ requesterId: id }).where('id', '=', agent.id).execute();
  return id;
}
