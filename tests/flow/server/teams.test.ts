// Teams, and to whom tickets of the built-in desk are assigned: by name, in turn, by load, or to nobody yet.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeskTicket, TicketPage } from '../../../contract/console.ts';
import { StaffMember } from '../../../contract/staff.ts';
import { type Assigning, type Assignment, Team } from '../../../contract/teams.ts';
import { type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import type { Answer } from '../../fakes/server/http.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { type Browser, insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import {
  type FakeStaff,
  firstOrganisation,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';

let desk: TestServer;
let agent: FakeAgent;
let administrator: FakeStaff;
let ids: Record<'Ana' | 'Bob' | 'Eve', string>;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  agent = await desk.activeAgent('requester@contoso.example');
  ids = { Ana: await join('Ana'), Bob: await join('Bob'), Eve: await join('Eve') };
});
afterEach(() => desk.close());

const emailOf = (name: string) => `${name.toLowerCase()}@contoso.example`;
const join = (fullName: string) =>
  insertStaff(desk, { email: emailOf(fullName), fullName, role: 'technician' });

async function signedIn(name: string): Promise<Browser> {
  const browser = openBrowser(desk);
  expect((await browser.signIn(emailOf(name))).status).toBe(200);
  return browser;
}

const createTeam = (name: string, members: readonly (keyof typeof ids)[], assigning: Assigning = 'nobody') =>
  administrator.ask('/teams', { json: { name, assigning, memberIds: members.map((member) => ids[member]) } });
const newTeam = async (...given: Parameters<typeof createTeam>) =>
  Team.parse((await createTeam(...given)).body);
const changeTeam = (id: string, json: object) => administrator.ask(`/teams/${id}`, { method: 'PUT', json });
const dissolve = (id: string) => administrator.ask(`/teams/${id}`, { method: 'DELETE' });
const teams = async () => Team.array().parse((await administrator.ask('/teams')).body);

async function newTicket(title = 'The printer is on fire'): Promise<string> {
  const command = ticketCommand({ title });
  await agent.sync([command]);
  await desk.delivered();
  return command.key;
}

const assign = (id: string, json: Assignment): Promise<Answer> =>
  administrator.ask(`/tickets/${id}/assign`, { json });
const act = (id: string, name: string, by: Pick<Browser, 'send'> = { send: administrator.ask }) =>
  by.send(`/tickets/${id}/${name}`, { method: 'POST' });
const read = async (id: string) => DeskTicket.parse((await administrator.ask(`/tickets/${id}`)).body);
const resolve = (id: string) => administrator.ask(`/tickets/${id}/resolve`, { json: { solution: 'Water.' } });

/** Assigns a new ticket for each, and returns the technicians. */
async function technicians(teamId: string, to: Assigning, count: number): Promise<(string | null)[]> {
  const names = [];
  for (let round = 0; round < count; round += 1) {
    const id = await newTicket();
    names.push(DeskTicket.parse((await assign(id, { teamId, to })).body).technician);
  }
  return names;
}

describe('somebody who is deactivated, or renamed', () => {
  const deactivate = (name: keyof typeof ids) =>
    administrator.ask(`/staff/${ids[name]}/deactivation`, { method: 'PUT' });
  const openTickets = async (name: keyof typeof ids) => {
    const members = StaffMember.array().parse((await administrator.ask('/staff')).body);
    return members.find(({ id }) => id === ids[name])?.openTickets;
  };

  test('gives open tickets back to the queues of their teams, pending ones as they wait', async () => {
    const team = await newTeam('Print', ['Ana', 'Bob']);
    const [open, waiting, done] = [await newTicket(), await newTicket(), await newTicket()];
    for (const id of [open, waiting, done])
      await assign(id, { teamId: team.id, to: { technicianId: ids.Ana } });
    const wait = { reason: 'Ordered.', until: null, untilAnswer: true };
    await administrator.ask(`/tickets/${waiting}/set-pending`, { json: wait });
    await resolve(done);
    await agent.sync();
    expect(await openTickets('Ana')).toBe(2);
    await deactivate('Ana');
    expect(await openTickets('Ana')).toBe(0);
    expect(await read(open)).toMatchObject({ status: 'assigned', team: 'Print', technician: null });
    expect(await read(waiting)).toMatchObject({ status: 'pending', technician: null, pending: wait });
    expect(await read(done)).toMatchObject({ status: 'resolved', technician: 'Ana' });
    expect((await read(open)).events.at(-1)).toMatchObject({
      ...{ by: 'staff', name: 'Desk administrator', from: 'assigned', to: 'assigned' },
      ...{ released: 'Ana', assigned: { team: 'Print', technician: null } },
    });
    const seen = (await agent.sync()).tickets.map(({ technician }) => technician);
    expect(seen).toContain(null);
    const [row] = await desk.rows("SELECT details FROM audit WHERE act = 'deactivate-staff'");
    expect(JSON.parse(String(row?.details))).toMatchObject({ released: 2 });
  });

  test('without a team, open tickets are nobody’s, as before they were taken', async () => {
    const id = await newTicket();
    await act(id, 'take', await signedIn('Bob'));
    await deactivate('Bob');
    expect(await read(id)).toMatchObject({ status: 'new', team: null, technician: null });
    expect((await read(id)).events.at(-1)).toMatchObject({ from: 'assigned', to: 'new', released: 'Bob' });
  });

  test('whoever works for fewer organisations gives back the tickets of the others alone', async () => {
    const id = await newTicket();
    await act(id, 'take', await signedIn('Bob'));
    const { id: own } = await firstOrganisation(administrator);
    const made = await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
    const limit = (organisationIds: string[]) =>
      administrator.ask(`/staff/${ids.Bob}`, {
        method: 'PUT',
        json: { fullName: 'Bob', role: 'technician', organisationIds },
      });
    await limit([own]);
    expect(await read(id)).toMatchObject({ technician: 'Bob' });
    await limit([(made.body as { id: string }).id]);
    expect(await read(id)).toMatchObject({ status: 'new', technician: null });
  });

  test('a new name is on open tickets, for the requester too; the history has the name of its moment', async () => {
    const [open, done] = [await newTicket(), await newTicket()];
    const bob = await signedIn('Bob');
    for (const id of [open, done]) await act(id, 'take', bob);
    await bob.send(`/tickets/${open}/replies`, { json: { body: 'I look at it.', internal: false } });
    await resolve(done);
    await agent.sync();
    const before = (await read(open)).updatedAt;
    await administrator.ask(`/staff/${ids.Bob}`, {
      method: 'PUT',
      json: { fullName: 'Bob Baker', role: 'technician', organisationIds: null },
    });
    const ticket = await read(open);
    expect(ticket).toMatchObject({ technician: 'Bob Baker', updatedAt: before });
    expect(ticket.events[0]).toMatchObject({ name: 'Bob', renamed: 'Bob Baker' });
    expect(ticket.comments[0]).toMatchObject({ authorName: 'Bob', renamed: 'Bob Baker' });
    expect(await read(done)).toMatchObject({ technician: 'Bob' });
    const seen = (await agent.sync()).tickets.find(({ id }) => id === open);
    expect(seen).toMatchObject({ technician: 'Bob Baker' });
  });
});

describe('what a team takes when it comes in', () => {
  const rules = (takes: object[], more: object = {}) => ({
    assigning: 'nobody',
    memberIds: [],
    takes,
    ...more,
  });
  const contoso = async () => (await firstOrganisation(administrator)).id;
  const create = (name: string, given: object) => administrator.ask('/teams', { json: { name, ...given } });
  const ticketAbout = async (categoryId: string | null) => {
    const command = ticketCommand({ ...(categoryId && { categoryId }) });
    await agent.sync([command]);
    await desk.delivered();
    return command.key;
  };
  beforeEach(async () => {
    const approver = 'approver@contoso.example';
    await desk.runImport('directory', { people: [personOf('approver')] });
    const leaves = [{ id: 'slow' }, { id: 'dead' }, { id: 'approved', approver }];
    expect((await desk.runImport('catalogue', catalogueOf(...leaves))).code).toBe(0);
  });

  test('is the most exact rule that matches: leaf, service, family, organisation', async () => {
    const organisationId = await contoso();
    for (const [name, entryId] of [
      ['Leaf', 'slow'],
      ['Service', 'wifi'],
      ['Family', 'network'],
      ['Organisation', null],
    ])
      await create(String(name), rules([{ organisationId, entryId }]));
    const teamOf = async (categoryId: string | null) => (await read(await ticketAbout(categoryId))).team;
    expect(await teamOf('slow')).toBe('Leaf');
    expect(await teamOf('dead')).toBe('Service');
    expect(await teamOf(null)).toBe('Organisation');
  });

  test('goes to its queue, or to somebody as the team assigns, and is in the history', async () => {
    await create('Queue', rules([{ organisationId: null, entryId: null }]));
    const queued = await read(await ticketAbout(null));
    expect(queued).toMatchObject({ status: 'assigned', team: 'Queue', technician: null });
    expect(queued.events.at(-1)).toMatchObject({
      ...{ by: 'guichet', from: 'new', to: 'assigned' },
      assigned: { team: 'Queue', technician: null },
    });
    const members = { assigning: 'in-turn', memberIds: [ids.Ana, ids.Bob] };
    await create('Turns', rules([{ organisationId: await contoso(), entryId: 'slow' }], members));
    const names = [];
    for (let round = 0; round < 3; round += 1) names.push((await read(await ticketAbout('slow'))).technician);
    expect(names).toEqual(['Ana', 'Bob', 'Ana']);
    expect((await agent.sync()).tickets.at(-1)).toMatchObject({ status: 'assigned', team: 'Turns' });
    // nobody of it is there
    await desk.alter("UPDATE staff SET absent_from = '2000', absent_until = '3000'");
    expect(await read(await ticketAbout('slow'))).toMatchObject({ team: 'Turns', technician: null });
  });

  test('has its team, and nobody yet, while it waits for an approval', async () => {
    await create('Turns', rules([{ organisationId: null, entryId: null }], { memberIds: [ids.Ana] }));
    expect(await read(await ticketAbout('approved'))).toMatchObject({
      ...{ status: 'waiting_for_approval', team: 'Turns', technician: null },
    });
  });

  test('is taken by one team alone, and is released with the team', async () => {
    const takes = [{ organisationId: await contoso(), entryId: 'wifi' }];
    const first = Team.parse((await create('First', rules([...takes, ...takes]))).body);
    expect(first.takes).toEqual(takes);
    expect(failureOf(await create('Second', rules(takes)))).toMatchObject({
      ...{ code: 'intake-rule-taken', details: { name: 'First' } },
    });
    expect((await changeTeam(first.id, { name: 'First', ...rules(takes) })).status).toBe(200);
    await dissolve(first.id);
    expect((await create('Second', rules(takes))).status).toBe(200);
    const unknown = [{ organisationId: ids.Ana, entryId: null }];
    expect(codeOf(await create('Third', rules(unknown)))).toBe('not-found');
  });

  test('stays where it is when its category is corrected, unless that is asked for', async () => {
    await create('Network', rules([{ organisationId: await contoso(), entryId: 'wifi' }]));
    const id = await ticketAbout(null);
    const correct = (byRules: boolean, categoryId: string) =>
      administrator.ask(`/tickets/${id}/correct`, {
        json: { category: { level: 'subcategory', id: categoryId }, byRules },
      });
    await correct(false, 'slow');
    expect((await read(id)).team).toBeNull();
    await correct(true, 'dead');
    expect(await read(id)).toMatchObject({ team: 'Network', status: 'assigned' });
    expect((await read(id)).events.at(-1)).toMatchObject({ by: 'staff', assigned: { team: 'Network' } });
    // an entry that vanishes keeps its rule, which takes nothing any more
    await desk.runImport('catalogue', { families: [] });
    expect((await teams())[0]?.takes).toEqual([{ organisationId: await contoso(), entryId: 'wifi' }]);
  });
});

describe('assigning', () => {
  test('to a team, and to nobody yet: the requester sees the team, and one of it takes the ticket', async () => {
    const team = await newTeam('Print', ['Ana', 'Bob']);
    const id = await newTicket();
    const assigned = await assign(id, { teamId: team.id, to: 'nobody' });
    expect(assigned.body).toMatchObject({
      status: 'assigned',
      team: 'Print',
      teamId: team.id,
      technician: null,
    });
    const [seen] = (await agent.sync()).tickets;
    expect(seen).toMatchObject({ status: 'assigned', team: 'Print', technician: null });

    const bob = await signedIn('Bob');
    expect((await act(id, 'take', bob)).body).toMatchObject({
      technician: 'Bob',
      technicianId: ids.Bob,
      team: 'Print',
    });
    const { events } = await read(id);
    expect(events).toMatchObject([
      {
        from: 'new',
        to: 'assigned',
        name: 'Desk administrator',
        assigned: { team: 'Print', technician: null },
      },
      { from: 'assigned', to: 'assigned', name: 'Bob', assigned: { team: 'Print', technician: 'Bob' } },
    ]);
  });

  test('to somebody of the team, and then to another team', async () => {
    const [print, network] = [await newTeam('Print', ['Ana', 'Bob']), await newTeam('Network', ['Eve'])];
    const id = await newTicket();
    await assign(id, { teamId: print.id, to: { technicianId: ids.Ana } });
    expect(await read(id)).toMatchObject({ team: 'Print', technician: 'Ana' });
    await assign(id, { teamId: network.id, to: { technicianId: ids.Eve } });
    expect(await read(id)).toMatchObject({ team: 'Network', technician: 'Eve', status: 'assigned' });
    expect((await agent.sync()).tickets[0]).toMatchObject({ team: 'Network', technician: 'Eve' });
  });

  test('in turn: everybody once, then again from the first; who joins is next', async () => {
    const team = await newTeam('Print', ['Ana', 'Bob']);
    expect(await technicians(team.id, 'in-turn', 3)).toEqual(['Ana', 'Bob', 'Ana']);
    await changeTeam(team.id, { name: 'Print', assigning: 'in-turn', memberIds: Object.values(ids) });
    expect(await technicians(team.id, 'in-turn', 3)).toEqual(['Eve', 'Bob', 'Ana']);
  });

  test('by load: who has the fewest open tickets, whatever the team of those', async () => {
    const [print, network] = [await newTeam('Print', ['Ana', 'Bob']), await newTeam('Network', ['Ana'])];
    const id = await newTicket();
    await assign(id, { teamId: network.id, to: { technicianId: ids.Ana } });
    expect(await technicians(print.id, 'least-load', 3)).toEqual(['Bob', 'Ana', 'Bob']);
    await resolve(id);
    expect(await technicians(print.id, 'least-load', 1)).toEqual(['Ana']);
  });

  test('a pending ticket that is assigned to somebody else goes on', async () => {
    const team = await newTeam('Print', ['Ana', 'Bob']);
    const id = await newTicket();
    await assign(id, { teamId: team.id, to: { technicianId: ids.Ana } });
    const wait = { reason: 'Ordered.', until: null, untilAnswer: true };
    await administrator.ask(`/tickets/${id}/set-pending`, { json: wait });
    await assign(id, { teamId: team.id, to: { technicianId: ids.Bob } });
    expect(await read(id)).toMatchObject({ status: 'assigned', technician: 'Bob', pending: null });
  });

  test('what is refused changes nothing', async () => {
    const [print, empty] = [await newTeam('Print', ['Ana']), await newTeam('Empty', [])];
    const id = await newTicket();
    const refused = async (assignment: Assignment) => codeOf(await assign(id, assignment));
    expect(await refused({ teamId: null, to: { technicianId: ids.Ana } })).toBe('team-needed');
    expect(await refused({ teamId: print.id, to: { technicianId: ids.Eve } })).toBe('technician-not-in-team');
    expect(await refused({ teamId: empty.id, to: 'in-turn' })).toBe('team-has-nobody');
    expect(await refused({ teamId: empty.id, to: 'least-load' })).toBe('team-has-nobody');
    expect(await refused({ teamId: id, to: 'nobody' })).toBe('team-gone');
    await administrator.ask(`/staff/${ids.Ana}/deactivation`, { method: 'PUT' });
    expect(await refused({ teamId: print.id, to: { technicianId: ids.Ana } })).toBe('technician-not-in-team');
    expect(await refused({ teamId: print.id, to: 'in-turn' })).toBe('team-has-nobody');
    expect(await read(id)).toMatchObject({ status: 'new', team: null, technician: null, events: [] });
    // nothing is lost by it: the team can have it
    expect((await assign(id, { teamId: empty.id, to: 'nobody' })).status).toBe(200);
    await administrator.ask(`/tickets/${id}/take`, { method: 'POST' });
    await desk.alter("UPDATE ticket SET status = 'resolved' WHERE id = ?", id);
    expect(await refused({ teamId: empty.id, to: 'nobody' })).toBe('transition-not-allowed');
  });

  test('two who assign in turn at once do not choose the same person', async () => {
    const team = await newTeam('Print', ['Ana', 'Bob']);
    const [one, other] = [await newTicket(), await newTicket()];
    await Promise.all([one, other].map((id) => assign(id, { teamId: team.id, to: 'in-turn' })));
    const chosen = [await read(one), await read(other)].map(({ technician }) => technician);
    expect(chosen.toSorted()).toEqual(['Ana', 'Bob']);
  });
});

describe('taking', () => {
  test('without teams, whoever takes a ticket has it', async () => {
    const id = await newTicket();
    expect((await act(id, 'take')).body).toMatchObject({ technician: 'Desk administrator', team: null });
    expect((await assign(id, { teamId: null, to: { technicianId: ids.Eve } })).body).toMatchObject({
      technician: 'Eve',
    });
    expect(codeOf(await assign(id, { teamId: null, to: 'nobody' }))).toBe('team-needed');
  });

  test('a ticket stays in its team, or comes to one of the person who takes it', async () => {
    const [network, print] = [
      await newTeam('Network', ['Ana', 'Eve']),
      await newTeam('Print', ['Ana', 'Bob']),
    ];
    const [ana, eve] = [await signedIn('Ana'), await signedIn('Eve')];
    const id = await newTicket();
    await assign(id, { teamId: print.id, to: { technicianId: ids.Bob } });
    expect((await act(id, 'take', ana)).body).toMatchObject({ team: 'Print', technician: 'Ana' });
    expect((await act(id, 'take', eve)).body).toMatchObject({ team: 'Network', technician: 'Eve' });
    // in no team: the ticket keeps its own, and one without a team is not taken
    expect((await act(id, 'take')).body).toMatchObject({ team: 'Network', technician: 'Desk administrator' });
    expect(codeOf(await act(await newTicket(), 'take'))).toBe('team-needed');
    expect((await teams()).map(({ id: team, openTickets }) => [team, openTickets])).toEqual([
      [network.id, 1],
      [print.id, 0],
    ]);
  });
});

describe('the list', () => {
  test('of mine, of my teams, and of nobody', async () => {
    const [print, network] = [await newTeam('Print', ['Ana', 'Bob']), await newTeam('Network', ['Eve'])];
    const titled = async (title: string, assignment: Assignment | null) => {
      const id = await newTicket(title);
      if (assignment) expect((await assign(id, assignment)).status).toBe(200);
    };
    await titled('Ana has it', { teamId: print.id, to: { technicianId: ids.Ana } });
    await titled('Bob has it', { teamId: print.id, to: { technicianId: ids.Bob } });
    await titled('Print has it', { teamId: print.id, to: 'nobody' });
    await titled('Eve has it', { teamId: network.id, to: { technicianId: ids.Eve } });
    await titled('Nobody has it', null);
    const ana = await signedIn('Ana');
    const list = async (query: string) => {
      const { tickets } = TicketPage.parse((await ana.send(`/tickets?${query}`)).body);
      return tickets.map(({ title }) => title).toSorted();
    };
    expect(await list('whose=mine')).toEqual(['Ana has it']);
    expect(await list('whose=my-teams')).toEqual(['Ana has it', 'Bob has it', 'Print has it']);
    expect(await list('whose=nobody')).toEqual(['Nobody has it', 'Print has it']);
    expect(await list('whose=all')).toHaveLength(5);
    expect(await list('whose=mine&search=has')).toEqual(['Ana has it']);
    expect(await list('whose=mine&show=resolved')).toEqual([]);
  });
});

describe('a team', () => {
  test('is listed with its members, their load, and its open tickets', async () => {
    const team = await newTeam('Print', ['Bob', 'Ana'], 'in-turn');
    await assign(await newTicket(), { teamId: team.id, to: { technicianId: ids.Bob } });
    expect(await teams()).toEqual([
      {
        ...{ id: team.id, name: 'Print', assigning: 'in-turn', openTickets: 1, takes: [] },
        members: [
          { id: ids.Ana, fullName: 'Ana', openTickets: 0, organisationIds: null },
          { id: ids.Bob, fullName: 'Bob', openTickets: 1, organisationIds: null },
        ],
      },
    ]);
    expect(await desk.rows('SELECT act, details FROM audit WHERE subject_id = ?', team.id)).toEqual([
      {
        act: 'create-team',
        details: JSON.stringify({ name: 'Print', assigning: 'in-turn', members: 2, rules: 0 }),
      },
    ]);
  });

  test('has a name of its own, and active members', async () => {
    const team = await newTeam('Print', []);
    expect(codeOf(await createTeam('print', []))).toBe('team-exists');
    const other = await newTeam('Network', []);
    expect(codeOf(await changeTeam(other.id, { name: 'PRINT', assigning: 'nobody', memberIds: [] }))).toBe(
      'team-exists',
    );
    expect((await changeTeam(team.id, { name: 'PRINT', assigning: 'nobody', memberIds: [] })).status).toBe(
      200,
    );
    await administrator.ask(`/staff/${ids.Eve}/deactivation`, { method: 'PUT' });
    const withEve = { name: 'Print', assigning: 'nobody', memberIds: [ids.Eve] };
    expect(codeOf(await changeTeam(team.id, withEve))).toBe('not-found');
    expect((await teams()).map(({ name }) => name)).toEqual(['Network', 'PRINT']);
  });

  test('with open tickets is not dissolved; tickets that are done keep its name, and the name is free again', async () => {
    const team = await newTeam('Print', ['Ana']);
    const id = await newTicket();
    await assign(id, { teamId: team.id, to: { technicianId: ids.Ana } });
    expect(codeOf(await dissolve(team.id))).toBe('team-has-tickets');
    await resolve(id);
    expect((await dissolve(team.id)).status).toBe(204);
    expect(await teams()).toEqual([]);
    expect(await read(id)).toMatchObject({ team: 'Print', technician: 'Ana' });
    expect(codeOf(await dissolve(team.id))).toBe('not-found');
    expect(codeOf(await changeTeam(team.id, { name: 'Again', assigning: 'nobody', memberIds: [] }))).toBe(
      'not-found',
    );
    expect((await createTeam('Print', [])).status).toBe(200);
    // reopened, it goes on without asking for the team that is gone
    await act(id, 'reopen');
    expect(codeOf(await assign(id, { teamId: team.id, to: 'nobody' }))).toBe('team-gone');
  });
});
