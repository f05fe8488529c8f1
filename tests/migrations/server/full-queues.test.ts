// A server that is updated with full queues: what an earlier version had queued, in whatever state, is in the backend once afterwards.
import { afterEach, expect, test } from 'vitest';
import { ParkedDelivery } from '../../../contract/backends.ts';
import { HOUR, SECOND } from '../../../server/clock.ts';
import type { NewTicket } from '../../../server/connectors/connector.ts';
import { MIGRATIONS } from '../../../server/storage/migrations/index.ts';
import { agentAt, attachmentOf } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { makeDatabaseOfVersion, ON_POSTGRES } from '../../fakes/server/own-database.ts';
import {
  ELSEWHERE_ID,
  fillQueues,
  HALF_SENT,
  INVITED,
  OLD_AGENT,
  REASON,
  STAFF,
  TICKETS,
} from '../../fakes/server/queues-of-version.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

/** Versions that first had a column, a state or a form of what is queued; all of them take more time than a test may. */
const CHANGED = [
  '0100-releases',
  '0120-texts',
  '0230-lists',
  '0250-contents',
  '0260-several-servers',
  '0350-notices',
  '0390-told-tickets',
  '0400-invitation-mails',
  '0410-desk-mails',
  '0430-account-mails',
  '0490-doubts',
];
/**
 * 0.2.0, the first release, is 0100. It had no PostgreSQL, on which contents lie in tables since 0250: what was in files before that is not
 * looked for there.
 */
const VERSIONS = [...CHANGED, Object.keys(MIGRATIONS).at(-1) ?? ''].filter(
  (version) => !ON_POSTGRES || version >= '0250',
);

const DELIVERIES = TICKETS.flatMap(({ deliveries, ...ticket }) =>
  deliveries.map((delivery) => ({ ...delivery, backendId: ticket.backendId })),
);
const PARKED = DELIVERIES.filter(({ state }) => state === 'parked');
const idsOf = (deliveries: readonly { id: string }[]) => deliveries.map(({ id }) => id).sort();

let desk: TestServer;
afterEach(() => desk.close());

/** Has what it had carried out for the earlier version, and says of nothing else that it was called. */
async function backendOf(): Promise<FakeBackend> {
  const backend = createBackend('F', ELSEWHERE);
  const person = { email: 'requester@contoso.example', fullName: 'R' };
  for (const { operation, key, ticketId, has, backendId } of DELIVERIES) {
    if (!has || backendId !== ELSEWHERE_ID) continue;
    if (operation === 'create-ticket')
      await backend.createTicket({ key, contacts: [], title: '' } as unknown as NewTicket);
    else
      await backend.addComment({ key, ticketRef: ticketId, author: person, body: 'Before', internal: false });
  }
  backend.calls.length = 0;
  return backend;
}

async function openUpdated(version: string): Promise<FakeBackend> {
  const backend = await backendOf();
  desk = await openTestServer({
    overrides: { backends: { [ELSEWHERE_ID]: backend } },
    makeDatabase: (folder) => makeDatabaseOfVersion(folder, version, (db) => fillQueues(db, version, folder)),
  });
  return backend;
}

const CALLS: Readonly<Record<string, string>> = {
  'create-ticket': 'createTicket',
  'add-comment': 'addComment',
  'add-attachment': 'addAttachment',
  transition: 'transition',
  rate: 'rate',
  'add-contact': 'addContact',
};

/** The calls that write, of the deliveries that the backend elsewhere does not have. */
function callsOf(deliveries: typeof DELIVERIES): string[] {
  return deliveries
    .filter(({ backendId, has }) => backendId === ELSEWHERE_ID && !has)
    .map(({ operation, key }) => `${CALLS[operation]} ${key}`)
    .sort();
}
const writesOf = ({ calls }: FakeBackend) => calls.filter((call) => !call.startsWith('findByKey')).sort();

async function idsIn(...states: string[]): Promise<unknown[]> {
  const rows = await desk.rows('SELECT id, state FROM delivery ORDER BY id');
  return rows.filter(({ state }) => states.includes(String(state))).map(({ id }) => id);
}

test.each(VERSIONS)(
  'the queues of %s are drained once, and what is parked waits for Retry',
  async (version) => {
    const backend = await openUpdated(version);
    const blocked = DELIVERIES.filter(({ isBehind }) => isBehind);
    await expect.poll(() => idsIn('waiting', 'sending')).toEqual(idsOf(blocked));
    expect(await idsIn('parked')).toEqual(idsOf(PARKED));
    const first = DELIVERIES.filter(
      ({ state, isBehind }) => ['waiting', 'sending'].includes(state) && !isBehind,
    );
    expect(writesOf(backend)).toEqual(callsOf(first));

    const technician = await desk.technician();
    const listed = ParkedDelivery.array().parse((await technician.ask('/deliveries?state=parked')).body);
    expect(listed.map(({ reason }) => reason.en)).toEqual(PARKED.map(() => REASON));
    for (const { id } of PARKED)
      expect((await technician.ask(`/deliveries/${id}/retry`, { method: 'POST' })).status).toBe(204);
    await expect.poll(() => idsIn('waiting', 'sending', 'parked')).toEqual([]);
    expect(writesOf(backend)).toEqual(callsOf([...first, ...PARKED, ...blocked]));
    expect(await idsIn('discarded')).toEqual(idsOf(DELIVERIES.filter(({ state }) => state === 'discarded')));
    await seeDeskHere();
    await seeMails(version);
    await finishUpload();
  },
);

/** The desk in our own database has each ticket and message once, and nothing that was discarded. */
async function seeDeskHere(): Promise<void> {
  const here = DELIVERIES.filter(({ backendId, state }) => backendId === 'built-in' && state !== 'discarded');
  const of = (operation: string) =>
    here
      .filter((one) => one.operation === operation)
      .map(({ key }) => key)
      .sort();
  const keys = async (table: string) =>
    (await desk.rows(`SELECT idempotency_key AS id FROM ${table} ORDER BY 1`)).map(({ id }) => id);
  expect(await keys('desk_ticket')).toEqual(of('create-ticket'));
  expect(await keys('desk_comment')).toEqual(of('add-comment'));
}

/** What waited was mailed once; nothing at a version that had no such mails. */
async function seeMails(version: string): Promise<void> {
  const isThere = async (query: string) => (await desk.rows(query)).length > 0;
  await until(async () => {
    desk.clock.advance(10 * SECOND);
    const waits = [
      "SELECT id FROM notice WHERE state IN ('waiting', 'sending')",
      'SELECT id FROM account_mail',
      'SELECT id FROM staff_invitation WHERE mail_due_at IS NOT NULL',
    ];
    return (await Promise.all(waits.map(isThere))).every((some) => !some);
  }, 'no mail waits');
  desk.clock.advance(HOUR);
  const mails = await desk.mails();
  const told = mails
    .filter(({ text }) => text.includes('Words of '))
    .map(({ text }) => /Words of (\w+)/.exec(text)?.[1]);
  expect(told.sort()).toEqual(version >= '0350' ? ['sending', 'waiting'] : []);
  const timesTo = (address: string) => mails.filter(({ to }) => to === address).length;
  expect(timesTo(INVITED)).toBe(version >= '0400' ? 1 : 0);
  expect(timesTo(STAFF)).toBe(version >= '0430' ? 1 : 0);
}

/** The agent goes on with what it was uploading. */
async function finishUpload(): Promise<void> {
  const agent = agentAt(desk.url, OLD_AGENT);
  const { sha256, size } = attachmentOf(HALF_SENT);
  const place = `/v1/uploads/${OLD_AGENT.id}-${sha256}`;
  const asked = await agent.tus('HEAD', place);
  const offset = asked.headers.get('upload-offset') ?? '';
  expect([asked.status, Number(offset)]).toEqual([200, size / 2]);
  const sent = await agent.tus('PATCH', place, {
    headers: { 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' },
    body: HALF_SENT.subarray(size / 2),
  });
  expect(sent.status).toBe(204);
  expect(await desk.rows('SELECT size FROM blob WHERE sha256 = ?', sha256)).toEqual([{ size }]);
}
