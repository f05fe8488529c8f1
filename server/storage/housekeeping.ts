// Removes abandoned uploads, unreferenced files, unused agents, expired sessions and links, old confirmation tokens and
// what was mailed long ago, at start and daily; an hour later where it failed.
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, DAY, HOUR, instantFrom } from '../clock.ts';
import type { Blobs } from './blobs.ts';
import type { ContentStore } from './content-store.ts';
import type { Database } from './schema.ts';

interface HousekeepingParts {
  db: Database;
  blobs: Blobs;
  contents: ContentStore;
  clock: Clock;
  removeUnusedAgents: () => Promise<void>;
  removeOldNotices: () => Promise<void>;
  log: FastifyBaseLogger;
}

/** Starts the daily run. Returns a function that waits for a running one and stops. */
export function startHousekeeping(parts: HousekeepingParts): () => Promise<void> {
  let isStopped = false;
  let cancel = () => {};
  let round = Promise.resolve();
  function begin(): void {
    cancel = parts.clock.after(DAY, begin);
    round = removeOutdated(parts).catch((failure: unknown) => {
      parts.log.error({ err: failure }, 'housekeeping failed and will be tried again in an hour');
      cancel();
      if (!isStopped) cancel = parts.clock.after(HOUR, begin);
    });
  }
  begin();
  return async () => {
    isStopped = true;
    cancel();
    await round;
  };
}

async function removeOutdated(parts: HousekeepingParts): Promise<void> {
  const { db, blobs, contents, clock } = parts;
  await parts.removeUnusedAgents();
  await parts.removeOldNotices();
  // of agents and of staff, without progress for a day
  await contents.removeAbandoned(new Date(clock.now().getTime() - DAY));
  await blobs.removeUnreferenced();
  await db.deleteFrom('session').where('expiresAt', '<=', instantFrom(clock)).execute();
  await db.deleteFrom('recoveryLink').where('expiresAt', '<=', instantFrom(clock)).execute();
  await db.deleteFrom('passwordLink').where('expiresAt', '<=', instantFrom(clock)).execute();
  await db.deleteFrom('staffSignInAttempt').where('endsAt', '<=', instantFrom(clock)).execute();
  await db.deleteFrom('passkeyChallenge').where('endsAt', '<=', instantFrom(clock)).execute();
  await db.deleteFrom('approvalLink').where('expiresAt', '<=', instantFrom(clock)).execute();
  await db.deleteFrom('signInAttempt').where('endsAt', '<=', instantFrom(clock)).execute();
  await db
    .deleteFrom('confirmationToken')
    .where('sentAt', '<=', instantFrom(clock, -2 * DAY))
    .execute();
}
