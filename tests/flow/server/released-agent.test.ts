// An agent of 0.2.0, the first release, at a server of now: what it asks is answered, and it can read each answer.
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ReleasedEnrolment,
  ReleasedError,
  ReleasedPeople,
  ReleasedSyncRequest,
  ReleasedSyncResponse,
  ReleasedToken,
} from '../../fakes/released-contract.ts';
import {
  attachmentOf,
  commandOn,
  commentCommand,
  type FakeAgent,
  newIdentity,
  newSecret,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { ask } from '../../fakes/server/http.ts';
import { ENROLMENT_KEY, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

const EMAIL = 'requester@contoso.example';

let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent(EMAIL);
});
afterEach(() => desk.close());

/** Sends what 0.2.0 sends, and reads what it reads. */
async function sync(commands: ReturnType<typeof ticketCommand>[] = [], cursor = 0) {
  const json = ReleasedSyncRequest.parse({ cursor, commands });
  const { status, body } = await agent.ask('/v1/sync', { json });
  expect(status).toBe(200);
  return ReleasedSyncResponse.parse(body);
}
const outcomes = async (...commands: ReturnType<typeof ticketCommand>[]) =>
  (await sync(commands)).results.map((result) =>
    result.outcome === 'accepted' ? 'accepted' : result.error.code,
  );

test('it enrols, and reads how it stands', async () => {
  const json = {
    enrolmentKey: ENROLMENT_KEY,
    secret: newSecret(),
    identity: newIdentity(),
    agentVersion: '0.2.0',
  };
  const enrolled = await ask(`${desk.url}/v1/enrolments`, { json });
  expect(ReleasedEnrolment.parse(enrolled.body).organisation).toBe('Contoso');
  const waiting = await desk.agent();
  const first = await waiting.ask('/v1/sync', {
    json: ReleasedSyncRequest.parse({ cursor: 0, commands: [] }),
  });
  expect(ReleasedSyncResponse.parse(first.body).standing).toMatchObject({
    state: 'waiting',
    requester: null,
  });
  await desk.changeState('activate', [waiting]);
  const address = { email: 'b@contoso.example', language: 'fr' };
  const asked = await waiting.ask('/v1/confirmations/tokens', { json: address });
  expect(ReleasedToken.parse(asked.body).resendAfterSeconds).toBeGreaterThan(0);
});

test('its ticket goes through all that staff of now do with it', async () => {
  const picture = Buffer.from('a picture');
  await agent.upload(picture);
  const facts = [{ name: 'system', value: 'Windows 11' }];
  const created = ticketCommand({ attachments: [attachmentOf(picture)], facts });
  const said = commentCommand(created.key);
  expect(await outcomes(created, said)).toEqual(['accepted', 'accepted']);
  await desk.delivered();
  const technician = await desk.technician();
  const act = async (name: string, json?: unknown) => {
    const { status } = await technician.ask(`/tickets/${created.key}/${name}`, {
      method: 'POST',
      ...(json !== undefined && { json }),
    });
    expect([name, [200, 204].includes(status)]).toEqual([name, true]);
  };
  await act('take');
  await act('set-pending', { reason: 'A part is ordered.', until: null, untilAnswer: true });
  expect((await sync()).tickets[0]).toMatchObject({ status: 'pending', technician: 'Tess Technician' });
  await act('resume');
  await act('resolve', { solution: 'A new part.' });
  const { tickets, cursor } = await sync();
  expect(tickets).toMatchObject([
    { status: 'resolved', solution: 'A new part.', comments: [{ body: 'Any news?' }] },
  ]);
  const close = commandOn(created.key, 'act-on-ticket', { act: 'close' });
  const rate = commandOn(created.key, 'rate-ticket', { score: 4, comment: '' });
  expect(await outcomes(close, rate)).toEqual(['accepted', 'accepted']);
  await desk.delivered();
  expect((await sync([], cursor)).tickets[0]).toMatchObject({ status: 'closed', satisfaction: { score: 4 } });
});

test('it can read what is refused, and why it has to begin anew', async () => {
  const created = ticketCommand();
  expect(await outcomes(created, { ...created, body: ticketCommand({ title: 'Other' }).body })).toEqual([
    'accepted',
    'key-reused',
  ]);
  expect(await outcomes(commentCommand(ticketCommand().key))).toEqual(['ticket-not-found']);
  const ahead = await agent.ask('/v1/sync', { json: { cursor: 1000, commands: [], catalogueVersion: null } });
  expect(ReleasedError.parse(ahead.body).error.code).toBe('cursor-ahead');
  const people = await agent.ask('/v1/people?search=requester');
  ReleasedPeople.parse(people.body);
  expect(people.status).toBe(200);
  await desk.changeState('suspend', [agent]);
  expect((await sync()).standing.state).toBe('suspended');
});
