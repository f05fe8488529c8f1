// Confirmation tokens: their alphabet, their limits, and what a typed one proves.
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, HOUR, instantFrom } from '../clock.ts';
import { keyedHash, newCode, sameHash } from '../hashes.ts';
import { retryAfter } from '../limits/limits.ts';
import { TOKENS } from '../limits/table.ts';
import type { Database } from '../storage/schema.ts';

export const TOKEN_LENGTH = 8;

export function makeToken(chance: Chance): string {
  return newCode(chance, TOKEN_LENGTH);
}

export interface TokenOrigin {
  agentId: string;
  deviceId: string;
  /** as `networkOf` writes it */
  ip: string;
  email: string;
}

/**
 * Agents that nobody accepted yet count apart from accepted ones, so that they cannot keep them from a token. Who has this
 * confirmed address already is kept from one by no other agent. Errors: token-too-soon within 60 s of the last token for
 * this agent and address; token-limit above TOKENS.mostPerHour, or mostPerHourOfUnaccepted.
 */
export async function checkPace(db: Database, clock: Clock, origin: TokenOrigin): Promise<Result<void>> {
  const now = clock.now().getTime();
  const asker = await readAsker(db, origin);
  const recent = await db
    .selectFrom('confirmationToken')
    .innerJoin('agent', 'agent.id', 'confirmationToken.agentId')
    .select(['agentId', 'confirmationToken.deviceId', 'ip', 'email', 'sentAt'])
    .where('sentAt', '>', instantFrom(clock, -HOUR))
    .where('acceptedAt', asker.isAccepted ? 'is not' : 'is', null)
    .where((where) =>
      where.or([
        where('email', '=', origin.email),
        where('agentId', '=', origin.agentId),
        where('confirmationToken.deviceId', '=', origin.deviceId),
        where('ip', '=', origin.ip),
      ]),
    )
    .orderBy('sentAt', 'desc')
    .execute();
  const wait = (sentAt: string, pause: number) => retryAfter(Date.parse(sentAt) + pause - now);
  const last = recent.find((sent) => sent.agentId === origin.agentId && sent.email === origin.email);
  if (last && Date.parse(last.sentAt) + TOKENS.resendAfter > now) {
    return err('token-too-soon', wait(last.sentAt, TOKENS.resendAfter));
  }
  const most = asker.isAccepted ? TOKENS.mostPerHour : TOKENS.mostPerHourOfUnaccepted;
  const counts = asker.hasAddress
    ? (['agentId'] as const)
    : (['email', 'agentId', 'deviceId', 'ip'] as const);
  for (const by of counts) {
    const oldestCounted = recent.filter((sent) => sent[by] === origin[by])[most[by] - 1];
    if (oldestCounted) return err('token-limit', wait(oldestCounted.sentAt, HOUR));
  }
  return ok(undefined);
}

/** `isAccepted`: by staff, in advance, or by a proof. `hasAddress`: its requester has the address that it asks for. */
async function readAsker(
  db: Database,
  { agentId, email }: TokenOrigin,
): Promise<{ isAccepted: boolean; hasAddress: boolean }> {
  const { acceptedAt, confirmed } = await db
    .selectFrom('agent')
    .leftJoin('requester', 'requester.id', 'agent.requesterId')
    .select(['agent.acceptedAt', 'requester.email as confirmed'])
    .where('agent.id', '=', agentId)
    .executeTakeFirstOrThrow();
  return { isAccepted: acceptedAt !== null, hasAddress: confirmed === email };
}

/** No token of this agent is good any more. The rows stay: they count for `checkPace`. */
export async function voidTokens(transaction: Database, clock: Clock, agentId: string): Promise<void> {
  await transaction
    .updateTable('confirmationToken')
    .set({ usedAt: instantFrom(clock) })
    .where('agentId', '=', agentId)
    .where('usedAt', 'is', null)
    .execute();
}

/**
 * Uses up the tokens of this agent for this address when the typed one is among those alive; a mail may arrive after the
 * next was asked for. A wrong one costs each of them a try. Errors: token-not-sent, token-used, token-expired,
 * token-locked, token-wrong.
 */
export async function useToken(
  transaction: Database,
  { clock, serverKey }: { clock: Clock; serverKey: Buffer },
  agentId: string,
  { email, token }: { email: string; token: string },
): Promise<Result<void>> {
  const now = instantFrom(clock);
  const sent = await transaction
    .selectFrom('confirmationToken')
    .select(['id', 'tokenHash', 'triesLeft', 'expiresAt', 'usedAt'])
    .where('agentId', '=', agentId)
    .where('email', '=', email)
    .orderBy('sentAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const [latest] = sent;
  if (!latest) return err('token-not-sent');
  const alive = sent.filter(
    ({ usedAt, expiresAt, triesLeft }) => usedAt === null && expiresAt > now && triesLeft > 0,
  );
  if (alive.length === 0) {
    if (latest.usedAt !== null) return err('token-used');
    return err(latest.expiresAt <= now ? 'token-expired' : 'token-locked');
  }
  const hash = keyedHash(serverKey, agentId, email, token);
  const isRight = alive.some(({ tokenHash }) => sameHash(tokenHash, hash));
  await transaction
    .updateTable('confirmationToken')
    .set((row) => (isRight ? { usedAt: now } : { triesLeft: row('triesLeft', '-', 1) }))
    .where(
      'id',
      'in',
      alive.map(({ id }) => id),
    )
    .execute();
  if (isRight) return ok(undefined);
  return err('token-wrong', { triesLeft: Math.max(...alive.map(({ triesLeft }) => triesLeft)) - 1 });
}
