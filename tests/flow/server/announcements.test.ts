// Announcements: published, changed and withdrawn by staff; which agents are notified.
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Organisation, PublishedAnnouncement } from '../../../contract/console.ts';
import { HOUR, MINUTE } from '../../../server/clock.ts';
import { enrolAgent, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { type EventListener, listen } from '../../fakes/server/event-listener.ts';
import { ask } from '../../fakes/server/http.ts';
import {
  type FakeStaff,
  NO_LIMITS,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let technician: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  // the first account, through the set-up link
  await desk.administrator();
  technician = await desk.technician();
});
afterEach(() => desk.close());

function instant(milliseconds = 0): string {
  return new Date(desk.clock.now().getTime() + milliseconds).toISOString();
}

function announcementBody(changes: Record<string, unknown> = {}) {
  return {
    organisationId: null,
    severity: 'outage',
    title: { en: 'E-mail is down', fr: 'La messagerie est en panne' },
    text: { en: 'We are on it.', fr: 'Nous y travaillons.' },
    service: null,
    from: instant(),
    to: null,
    ticketNumber: null,
    ...changes,
  };
}

const publish = (changes?: Record<string, unknown>) =>
  technician.ask('/announcements', { json: announcementBody(changes) });
const change = (id: string, changes?: Record<string, unknown>) =>
  technician.ask(`/announcements/${id}`, { method: 'PUT', json: announcementBody(changes) });
const withdraw = (id: string) => technician.ask(`/announcements/${id}/withdraw`, { method: 'POST' });

async function published(changes?: Record<string, unknown>): Promise<PublishedAnnouncement> {
  return PublishedAnnouncement.parse((await publish(changes)).body);
}

async function listed(): Promise<PublishedAnnouncement[]> {
  return PublishedAnnouncement.array().parse((await technician.ask('/announcements')).body);
}

async function organisationId(name = 'Contoso'): Promise<string> {
  const all = Organisation.array().parse((await technician.ask('/organisations')).body);
  return all.find((one) => one.name === name)?.id ?? '';
}

/** Another organisation with an agent. */
async function openFabrikam(): Promise<{ id: string; agent: FakeAgent }> {
  const administrator = await desk.administrator();
  const json = { name: 'Fabrikam', emailDomains: [] };
  const { id } = Organisation.parse((await administrator.ask('/organisations', { json })).body);
  const made = await administrator.ask(`/organisations/${id}/enrolment-keys`, { json: NO_LIMITS });
  const { key } = made.body as { key: string };
  return { id, agent: await enrolAgent(desk.url, key) };
}

/** A ticket with its number. */
async function openTicket(agent: FakeAgent): Promise<{ id: string; number: string }> {
  const command = ticketCommand();
  await agent.sync([command]);
  const number = await until(
    async () => (await desk.rows('SELECT number FROM ticket WHERE id = ?', command.key))[0]?.number,
    'the ticket has a number',
  );
  return { id: command.key, number: String(number) };
}

function listenAs(agent: FakeAgent): Promise<EventListener> {
  return listen(`${desk.url}/v1/events`, agent.authorization());
}

test('an announcement of a technician is listed as written, and leaves an audit row', async () => {
  const id = await organisationId();
  const service = { en: 'E-mail', fr: 'Messagerie' };
  const answer = await publish({ organisationId: id, service, to: instant(HOUR) });
  const one = PublishedAnnouncement.parse(answer.body);
  const { ticketNumber: _none, ...shown } = announcementBody({
    organisationId: id,
    service,
    to: instant(HOUR),
  });
  expect(one).toMatchObject({
    ...shown,
    organisation: 'Contoso',
    ticket: null,
    joined: 0,
    publishedAt: instant(),
    withdrawnAt: null,
  });
  expect(await listed()).toEqual([one]);
  expect(await desk.rows("SELECT act, subject_id FROM audit WHERE subject_kind = 'announcement'")).toEqual([
    { act: 'publish-announcement', subject_id: one.id },
  ]);
});

test('the console and the agents of the organisation are notified, other organisations’ agents are not', async () => {
  const fabrikam = await openFabrikam();
  const ours = await listenAs(await desk.agent());
  const theirs = await listenAs(fabrikam.agent);
  const console = await listen(`${desk.url}/v1/console/events`, { cookie: technician.cookie });
  await until(() => ours.events.length === 1 && theirs.events.length === 1);
  await publish({ organisationId: await organisationId() });
  await until(() => ours.events.length === 2, 'the organisation’s agent is notified');
  await until(() => console.events.includes('changed "announcements"'), 'the console is notified');
  await publish();
  await until(
    () => ours.events.length === 3 && theirs.events.length === 2,
    'both get the announcement for all',
  );
});

test('moving an announcement to another organisation notifies the agents of both', async () => {
  const fabrikam = await openFabrikam();
  const ours = await listenAs(await desk.agent());
  const theirs = await listenAs(fabrikam.agent);
  const { id } = await published({ organisationId: await organisationId() });
  await until(() => ours.events.length === 2, 'the organisation’s agent is notified');
  const answer = await change(id, { organisationId: fabrikam.id });
  expect(answer.body).toMatchObject({ id, organisation: 'Fabrikam' });
  await until(() => ours.events.length === 3 && theirs.events.length === 2, 'both are notified');
});

test('instants are stored in one spelling, which compares as text', async () => {
  const one = await published({ from: '2030-01-02T08:00:00Z', to: '2030-01-02T09:00:00.5Z' });
  expect(one).toMatchObject({ from: '2030-01-02T08:00:00.000Z', to: '2030-01-02T09:00:00.500Z' });
});

test('the ticket number is matched in any case, within the organisation only', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const ticket = await openTicket(agent);
  const fabrikam = await openFabrikam();
  const ours = await organisationId();
  const one = await published({ organisationId: ours, ticketNumber: ` ${ticket.number.toLowerCase()} ` });
  expect(one.ticket).toEqual(ticket);
  const wrong = [
    { organisationId: ours, ticketNumber: 'R-999999' },
    { organisationId: fabrikam.id, ticketNumber: ticket.number },
    { organisationId: null, ticketNumber: ticket.number },
  ];
  for (const changes of wrong) {
    expect(failureOf(await publish(changes))).toMatchObject({
      status: 422,
      code: 'announcement-ticket-unknown',
    });
  }
  expect(await listed()).toHaveLength(1);
});

test('"Me too" is counted at its announcement, not at others of the same ticket', async () => {
  const ticket = await openTicket(await desk.activeAgent('requester@contoso.example'));
  const ours = await organisationId();
  const one = await published({ organisationId: ours, ticketNumber: ticket.number });
  const other = await published({ organisationId: ours, ticketNumber: ticket.number });
  const colleague = await desk.activeAgent('colleague@contoso.example');
  const body = { ticketId: ticket.id, announcementId: one.id };
  const command = { key: v7(), kind: 'join-ticket', submittedAt: instant(), body };
  const { results } = await colleague.sync([command]);
  expect(results).toMatchObject([{ outcome: 'accepted' }]);
  const joined = new Map((await listed()).map(({ id, joined }) => [id, joined]));
  expect([joined.get(one.id), joined.get(other.id)]).toEqual([1, 0]);
});

test('an announcement that ends before it begins is refused, with its end as the wrong field', async () => {
  expect(failureOf(await publish({ to: instant(-MINUTE) }))).toMatchObject({
    code: 'invalid-request',
    details: { issues: [{ path: 'to' }] },
  });
});

test('an unknown organisation is not found', async () => {
  expect(codeOf(await publish({ organisationId: v7() }))).toBe('not-found');
});

test('a withdrawn announcement stays listed, cannot be changed, and is not withdrawn twice', async () => {
  const { id } = await published();
  expect((await withdraw(id)).status).toBe(204);
  const at = instant();
  desk.clock.advance(MINUTE);
  expect((await withdraw(id)).status).toBe(204);
  expect(await listed()).toMatchObject([{ id, withdrawnAt: at }]);
  expect(failureOf(await change(id))).toMatchObject({ status: 409, code: 'announcement-withdrawn' });
  expect(await desk.rows("SELECT id FROM audit WHERE act = 'withdraw-announcement'")).toHaveLength(1);
  expect(codeOf(await withdraw(v7()))).toBe('not-found');
  expect(codeOf(await change(v7()))).toBe('not-found');
});

test('many past announcements do not hide one in force', async () => {
  const lasting = await published({ from: instant(-HOUR) });
  const { id } = await published({ from: instant(-MINUTE), to: instant(MINUTE) });
  desk.clock.advance(HOUR);
  const copies = Array.from({ length: 120 }, () => v7());
  for (const copy of copies) {
    await desk.alter(
      `INSERT INTO announcement
       SELECT ?, organisation_id, severity, title_en, title_fr, text_en, text_fr, service_en, service_fr,
              from_at, to_at, ticket_id, published_at, withdrawn_at, staff_id
       FROM announcement WHERE id = ?`,
      copy,
      id,
    );
  }
  const ids = (await listed()).map((one) => one.id);
  expect(ids).toHaveLength(101);
  expect(ids).toContain(lasting.id);
});

test('reading and publishing need a session', async () => {
  const headers = { origin: desk.url };
  const paths = ['/announcements', `/announcements/${v7()}/withdraw`];
  for (const path of paths) {
    const answer = await ask(`${desk.url}/v1/console${path}`, { json: announcementBody(), headers });
    expect(codeOf(answer)).toBe('not-signed-in');
  }
  expect(codeOf(await ask(`${desk.url}/v1/console/announcements`))).toBe('not-signed-in');
});
