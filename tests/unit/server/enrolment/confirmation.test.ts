import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemChance } from '../../../../server/chance.ts';
import { createConfirmation } from '../../../../server/enrolment/confirmation.ts';
import { type KnownAgent, readAgent } from '../../../../server/enrolment/standing.ts';
import { createLimits } from '../../../../server/limits/limits.ts';
import { createAudit } from '../../../../server/staff/audit.ts';
import type { Database } from '../../../../server/storage/schema.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { openOwnStorage } from '../../../fakes/server/own-storage.ts';

const NOW = '2030-01-02T08:00:00.000Z';
const EMAIL = 'requester@contoso.example';
const SILENT = { agents: () => {}, dismiss: () => {}, console: () => {} };

let storage: Storage;
beforeEach(async () => {
  storage = await openOwnStorage();
});
afterEach(() => storage.close());

async function insertActiveAgent(db: Database): Promise<KnownAgent> {
  await db
    .insertInto('organisation')
    .values({ id: 'o', name: 'Contoso', nameKey: 'contoso', emailDomains: '[]', createdAt: NOW })
    .execute();
  const device = { id: 'd', organisationId: 'o', machineId: 'm', hostname: 'PC', createdAt: NOW };
  await db.insertInto('device').values(device).execute();
  const identity = {
    deviceId: 'd',
    sid: 'S-1',
    userName: 'CONTOSO\\user',
    upn: null,
    hostname: 'PC',
    os: '',
  };
  const times = { enrolledAt: NOW, acceptedAt: NOW, lastSeenAt: NOW };
  const unset = { departure: null, claim: null, requesterId: null, enrolmentKeyId: null };
  await db
    .insertInto('agent')
    .values({ id: 'a', ...identity, ...times, ...unset, agentVersion: '1', secretHash: 'h', state: 'active' })
    .execute();
  const agent = await readAgent(db, 'a');
  if (!agent) throw new Error('no agent');
  return agent;
}

it.each([
  ['suspended', 'agent-suspended'],
  ['retired', 'agent-retired'],
] as const)(
  'does not undo that staff made the agent %s after the request was admitted',
  async (state, code) => {
    const { db } = storage;
    const clock = createClock();
    let mailed = '';
    const confirmation = createConfirmation({
      db,
      clock,
      chance: systemChance,
      audit: createAudit({ clock, chance: systemChance }),
      limits: createLimits(clock),
      mailer: {
        async send({ text }) {
          mailed = text;
          return null;
        },
        close() {},
      },
      announce: SILENT,
      serverKey: Buffer.alloc(32, 7),
      tokenLife: 60_000,
    });
    const admitted = await insertActiveAgent(db);
    await confirmation.sendToken(admitted, '192.0.2.1', { email: EMAIL, language: 'en' });
    await confirmation.settled();
    const token = /(\w{4})-(\w{4})/.exec(mailed)?.slice(1).join('') ?? '';
    await db.updateTable('agent').set({ state, sentAway: 1 }).execute();
    const confirmed = await confirmation.confirm(admitted, '192.0.2.1', {
      email: EMAIL,
      fullName: 'A requester',
      token,
    });
    expect(confirmed).toMatchObject({ ok: false, error: { code } });
    expect(await readAgent(db, 'a')).toMatchObject({ state, requesterId: null });
  },
);
