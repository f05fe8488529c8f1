// Catalogue, people and announcements as an agent stores them, online and offline.
import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../../contract/announcement.ts';
import type { Catalogue } from '../../../contract/catalogue.ts';
import {
  type AgentUnderTest,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { COLLEAGUE, keyOf, ticketOf } from '../../fakes/snapshots.ts';
import { listTickets, openTicket, unwrap } from './requests.ts';

const started = removedAfterEach();
const both = (text: string) => ({ en: text, fr: `${text} (fr)` });

function catalogue(version: string, leaves: string[]): Catalogue {
  const subcategories = leaves.map((id) => ({
    id,
    name: both(id),
    description: null,
    kind: null,
    needsApproval: false,
    fields: [],
  }));
  const services = [{ id: 'wifi', name: both('Wi-Fi'), subcategories }];
  return { version, families: [{ id: 'network', name: both('Network'), services }] };
}

const OUTAGE: Announcement = {
  id: '6f1c2f0e-3b0a-4c53-8b8e-0d5a51f6c00a',
  severity: 'outage',
  title: both('E-mail is down'),
  text: both('We are on it.'),
  service: both('E-mail'),
  from: '2026-01-31T09:00:00.000Z',
  to: '2026-01-31T12:00:00.000Z',
  ticket: { id: keyOf(9), number: 'R-000009' },
};

const leavesOf = async (agent: AgentUnderTest) => {
  const read = unwrap(await agent.ask('catalogue:read', undefined));
  return read.catalogue?.families[0]?.services[0]?.subcategories.map(({ id }) => id) ?? null;
};
const people = async (agent: AgentUnderTest, search: string) =>
  unwrap(await agent.ask('people:search', { search }));
const joined = async (agent: AgentUnderTest) =>
  unwrap(await agent.ask('announcements:list', undefined)).map((listed) => listed.joined);

describe('the catalogue', () => {
  it('is available offline after a restart, and is downloaded again only when it changes', async () => {
    const desk = serverInMemory();
    desk.setUp({ catalogue: catalogue('1', ['slow', 'down']) });
    const agent = started(await startReadyAgent(desk));
    await expect.poll(() => leavesOf(agent)).toEqual(['slow', 'down']);
    await agent.kill();

    desk.goDown();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    expect(await leavesOf(again)).toEqual(['slow', 'down']);
    expect(again.notices.filter(({ name }) => name === 'catalogue:changed')).toEqual([]);

    desk.setUp({ catalogue: catalogue('2', ['slow']) });
    desk.comeBack();
    again.agent.renew();
    await expect.poll(() => leavesOf(again)).toEqual(['slow']);
    expect(again.notices.filter(({ name }) => name === 'catalogue:changed')).toHaveLength(1);
  });

  it('says, also offline, which categories lead to a backend without files, until that changes', async () => {
    const desk = serverInMemory();
    const backendGaps = { files: [null, 'down'], approval: ['down'] };
    desk.setUp({ catalogue: catalogue('1', ['slow', 'down']), backendGaps });
    const agent = started(await startReadyAgent(desk));
    const read = async (of: AgentUnderTest) => unwrap(await of.ask('catalogue:read', undefined)).backendGaps;
    await expect.poll(() => read(agent)).toEqual(backendGaps);
    await agent.kill();

    desk.goDown();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    expect(await read(again)).toEqual(backendGaps);
    const attach = async (id: string) => (await openTicket(again, id)).ticket.can.attach;
    expect(await attach(await again.submit('No network', { categoryId: 'down' }))).toBe(false);
    expect(await attach(await again.submit('Slow network', { categoryId: 'slow' }))).toBe(true);

    desk.setUp({ backendGaps: { files: [], approval: [] } });
    desk.comeBack();
    again.agent.renew();
    await expect.poll(() => read(again)).toEqual({ files: [], approval: [] });
    expect(again.notices.filter(({ name }) => name === 'catalogue:changed')).toHaveLength(1);
  });

  it('names the category of a pending ticket, and lists recent categories as long as they are offered', async () => {
    const desk = serverInMemory();
    desk.setUp({ catalogue: catalogue('1', ['slow', 'down']) });
    const agent = started(await startReadyAgent(desk));
    await expect.poll(() => leavesOf(agent)).not.toBeNull();
    desk.goDown();
    const id = await agent.submit('No network', { categoryId: 'down' });
    expect((await openTicket(agent, id)).ticket.category?.name.fr).toBe(
      'Network (fr) > Wi-Fi (fr) > down (fr)',
    );
    expect(unwrap(await agent.ask('catalogue:read', undefined)).recent).toEqual(['down']);
    desk.setUp({ catalogue: catalogue('2', ['slow']) });
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => leavesOf(agent)).toEqual(['slow']);
    expect(unwrap(await agent.ask('catalogue:read', undefined)).recent).toEqual([]);
    await expect.poll(() => desk.tickets().map(({ category }) => category?.id)).toEqual(['down']);
  });
});

describe('people', () => {
  const noel = { email: 'zoe.noel@example.org', fullName: 'Zoé Noël', site: 'Lyon' };
  const lea = { ...COLLEAGUE, site: null };

  it('found online are found again offline, by the same rule', async () => {
    const desk = serverInMemory();
    desk.setUp({ people: [noel, lea] });
    const agent = started(await startReadyAgent(desk));
    expect(await people(agent, 'noel')).toEqual({ people: [noel], fromMemory: false });
    desk.goDown();
    expect(await people(agent, 'NOEL zo')).toEqual({ people: [noel], fromMemory: true });
    expect(await people(agent, 'lea')).toEqual({ people: [], fromMemory: true });
    await agent.kill();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(() => people(again, 'zoe.noel@')).toEqual({ people: [noel], fromMemory: true });
  });

  it('are searched in memory when the help desk does not answer in time', async () => {
    const desk = serverInMemory();
    desk.setUp({ people: [noel] });
    const agent = started(await startReadyAgent(desk));
    await people(agent, 'noel');
    desk.mood.stallPeople = new Promise(() => {});
    expect(await people(agent, 'noel')).toEqual({ people: [noel], fromMemory: true });
  });

  it('are not searched for a single letter', async () => {
    const desk = serverInMemory();
    desk.setUp({ people: [noel] });
    const agent = started(await startReadyAgent(desk));
    expect(await people(agent, ' z ')).toEqual({ people: [], fromMemory: false });
    expect(desk.calls.filter((call) => call.includes('/people'))).toEqual([]);
  });
});

describe('announcements', () => {
  it('“Me too” joins the ticket once, also when pressed offline', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.addTicket(COLLEAGUE.email, ticketOf({ id: keyOf(9), requester: COLLEAGUE }));
    desk.setUp({ announcements: [OUTAGE] });
    await expect.poll(() => joined(agent)).toEqual(['no']);
    desk.goDown();
    await agent.ask('announcements:join', { id: OUTAGE.id });
    await agent.ask('announcements:join', { id: OUTAGE.id });
    expect(await joined(agent)).toEqual(['waiting']);
    expect(agent.agent.state().waiting).toBe(1);
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => joined(agent)).toEqual(['joined']);
    expect((await listTickets(agent, { shelf: 'invited' })).tickets).toMatchObject([
      { id: keyOf(9), you: 'joiner' },
    ]);
    expect(agent.toasts.filter(({ title }) => title.includes('invited'))).toEqual([]);
    expect(desk.received).toHaveLength(1);
  });

  it('begin and end on time, the windows are notified, and an outage shows a toast', async () => {
    const desk = serverInMemory();
    const clock = manualClock('2026-01-31T08:00:00.000Z');
    const agent = started(await startReadyAgent(desk, { clock }));
    desk.setUp({ announcements: [OUTAGE] });
    const notified = () => agent.notices.filter(({ name }) => name === 'announcements:changed').length;
    await expect.poll(notified).toBe(1);
    expect(await joined(agent)).toEqual([]);
    desk.goDown();
    clock.advance(60 * 60_000);
    expect(await joined(agent)).toEqual(['no']);
    expect(notified()).toBe(2);
    expect(agent.toasts).toMatchObject([{ title: 'Outage: E-mail is down', body: 'We are on it.' }]);
    clock.advance(3 * 60 * 60_000);
    expect(await joined(agent)).toEqual([]);
    expect(notified()).toBe(3);
    expect(await agent.ask('announcements:join', { id: OUTAGE.id })).toMatchObject({
      error: { code: 'announcement-over' },
    });
  });

  it.each([
    ['a day behind', '2026-01-30T10:00:00.000Z'],
    ['a day ahead', '2026-02-01T10:00:00.000Z'],
  ])('are in force by the server’s time on a computer whose clock is %s', async (_, local) => {
    const desk = serverInMemory();
    const fetch: typeof desk.fetch = async (input, init) => {
      const answer = await desk.fetch(input, init);
      answer.headers.set('date', new Date('2026-01-31T10:00:00.000Z').toUTCString());
      return answer;
    };
    const clock = manualClock(local);
    const agent = started(await startReadyAgent({ ...desk, fetch }, { clock }));
    desk.setUp({ announcements: [OUTAGE] });
    await expect.poll(() => joined(agent)).toEqual(['no']);
    expect(agent.toasts).toMatchObject([{ title: 'Outage: E-mail is down' }]);
    desk.goDown();
    clock.advance(2 * 60 * 60_000);
    expect(await joined(agent)).toEqual([]);
  });

  it('a refused “Me too” is reported', async () => {
    const desk = serverInMemory();
    desk.mood.refuse = () => ({ code: 'announcement-over' });
    const agent = started(await startReadyAgent(desk));
    desk.setUp({ announcements: [OUTAGE] });
    await expect.poll(() => joined(agent)).toEqual(['no']);
    await agent.ask('announcements:join', { id: OUTAGE.id });
    await expect.poll(() => agent.toasts.at(-1)?.title).toBe('The ticket was not joined');
    expect(await joined(agent)).toEqual(['no']);
  });
});

describe('another requester', () => {
  it('finds no data of the former one, and gets catalogue and announcements again', async () => {
    const desk = serverInMemory();
    desk.setUp({
      catalogue: catalogue('1', ['slow']),
      announcements: [OUTAGE],
      people: [{ ...COLLEAGUE, site: null }],
    });
    const agent = started(await startReadyAgent(desk));
    await agent.submit('The first one’s', { categoryId: null });
    await expect.poll(async () => (await listTickets(agent, {})).tickets[0]?.stage).toBe('sent');
    await people(agent, 'lea');
    const syncs = desk.calls.length;
    desk.confirm('other@example.org');
    await expect.poll(async () => (await listTickets(agent, {})).total).toBe(0);
    await expect.poll(() => leavesOf(agent)).toEqual(['slow']);
    expect(desk.calls.length).toBeGreaterThan(syncs);
    desk.goDown();
    expect(await people(agent, 'lea')).toEqual({ people: [], fromMemory: true });
    expect(await joined(agent)).toEqual(['no']);
    expect((await listTickets(agent, { search: 'first' })).total).toBe(0);
  });
});
