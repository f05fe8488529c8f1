// The confirmation token: its alphabet, its lifetime and its rate limits.
import { TOKEN_ALPHABET } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, HOUR, instantFrom, MINUTE, SECOND } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

export const TOKEN_LIFE = 10 * MINUTE;
export const TOKEN_TRIES = 5;
export const RESEND_AFTER = 60 * SECOND;
const TOKEN_LENGTH = 8;
/** Agents of a terminal server share a device, and a site shares an IP address: those limits only stop floods. */
const MOST_PER_HOUR = { email: 5, agentId: 5, deviceId: 100, ip: 100 } as const;

/** Eight uniformly distributed characters: bytes above the last multiple of the alphabet's length are discarded. */
export function makeToken(chance: Chance): string {
  const fair = 256 - (256 % TOKEN_ALPHABET.length);
  let token = '';
  while (token.length < TOKEN_LENGTH) {
    for (const byte of chance.bytes(TOKEN_LENGTH)) {
      if (byte < fair && token.length < TOKEN_LENGTH) token += TOKEN_ALPHABET[byte % TOKEN_ALPHABET.length];
    }
  }
  return token;
}

export interface TokenOrigin {
  agentId: string;
  deviceId: string;
  ip: string;
  email: string;
}

/** Errors: token-too-soon within 60 s of the last token for this agent and address; token-limit above MOST_PER_HOUR. */
export async function checkPace(db: Database, clock: Clock, origin: TokenOrigin): Promise<Result<void>> {
  const now = clock.now().getTime();
  const recent = await db
    .selectFrom('confirmationToken')
    .select(['agentId', 'deviceId', 'ip', 'email', 'sentAt'])
    .where('sentAt', '>', instantFrom(clock, -HOUR))
    .where((where) =>
      where.or([
        where('email', '=', origin.email),
        where('agentId', '=', origin.agentId),
        where('deviceId', '=', origin.deviceId),
        where('ip', '=', origin.ip),
      ]),
    )
    .orderBy('sentAt', 'desc')
    .execute();
  const wait = (sentAt: string, pause: number) => ({
    retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(sentAt) + pause - now) / SECOND)),
  });
  const last = recent.find((sent) => sent.agentId === origin.agentId && sent.email === origin.email);
  if (last && Date.parse(last.sentAt) + RESEND_AFTER > now) {
    return err('token-too-soon', wait(last.sentAt, RESEND_AFTER));
  }
  for (const by of ['email', 'agentId', 'deviceId', 'ip'] as const) {
    const oldestCounted = recent.filter((sent) => sent[by] === origin[by])[MOST_PER_HOUR[by] - 1];
    if (oldestCounted) return err('token-limit', wait(oldestCounted.sentAt, HOUR));
  }
  return ok(undefined);
}
