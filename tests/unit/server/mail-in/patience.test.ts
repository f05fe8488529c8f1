// How long a mail of the desk's mailbox is tried: what is the server's own fault costs it neither its files nor its place.
import { SqliteError } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { systemChance } from '../../../../server/chance.ts';
import { createPatience } from '../../../../server/mail-in/patience.ts';
import type { IncomingMail } from '../../../../server/mailboxes/incoming-mail.ts';
import { FilesUnavailable } from '../../../../server/storage/content-store.ts';
import type { Database } from '../../../../server/storage/schema.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { createSilentLog } from '../../../fakes/server/log.ts';

/** Tries a mail 100 times, a minute apart. Returns how often it was tried with its files before it was given up. */
async function triesWithFiles(failure: Error): Promise<number> {
  // nothing is recorded: what is to be recorded fails
  const db = {} as Database;
  const patience = createPatience({ db, clock: createClock(), chance: systemChance, log: createSilentLog() });
  let tries = 0;
  for (let minute = 0; minute < 100; minute += 1) {
    const take = async (withFiles: boolean) => {
      tries += withFiles ? 1 : 0;
      throw failure;
    };
    const handled = { mail: {} as IncomingMail, place: 'a mail', isConnected: () => true, take };
    await expect(patience.withMail(handled)).rejects.toThrow();
  }
  return tries;
}

test.each([
  ['a full disk for files', new FilesUnavailable(Object.assign(new Error('full'), { code: 'ENOSPC' }))],
  ['a full database', new SqliteError('database or disk is full', 'SQLITE_FULL')],
])('%s is not the fault of the mail', async (_, failure) => {
  expect(await triesWithFiles(failure)).toBe(100);
});

test('a mail that fails by itself is taken without its files, and then given up', async () => {
  expect(await triesWithFiles(new Error('a bug'))).toBe(2);
});
