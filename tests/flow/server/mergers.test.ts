// Duplicates that are merged and taken apart again, tickets that are split, and links between tickets and announcements.
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Attention } from '../../../contract/attention.ts';
import { DeskTicket } from '../../../contract/console.ts';
import { DAY, MINUTE } from '../../../server/clock.ts';
import {
  attachmentOf,
  commandOn,
  commentCommand,
  type FakeAgent,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { announcementOf, catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
let ana: FakeAgent;
let bob: FakeAgent;
let technician: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  ana = await desk.activeAgent('ana@contoso.example');
  bob = await desk.activeAgent('bob@contoso.example');
  technician = await desk.technician();
});
afterEach(() => desk.close());

function act(id: string, name: string, json?: unknown) {
  return technician.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

const read = async (id: string) => DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
const numberOf = async (id: string) => (await read(id)).number ?? '';
const merge = async (id: string, into: string) => act(id, 'merge', { ticketNumber: await numberOf(into) });

async function newTicket(agent: FakeAgent, body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  await agent.sync([command]);
  await desk.delivered();
  return command.key;
}

async function otherOrganisation(): Promise<string> {
  const administrator = await desk.administrator();
  const made = await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  return (made.body as { id: string }).id;
}

/** What an agent has after a sync from the start: status by ticket, and the ids of those that are gone. */
async function seenBy(agent: FakeAgent) {
  const { tickets, gone } = await agent.sync();
  return { tickets: Object.fromEntries(tickets.map((ticket) => [ticket.id, ticket])), gone };
}

describe('a merger', () => {
  test('closes the duplicate, and its people join the other ticket', async () => {
    const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
    expect((await merge(duplicate, kept)).body).toMatchObject({
      status: 'closed',
      relations: [{ kind: 'merged-into', ticket: { id: kept } }],
      events: [{ from: 'new', to: 'closed', by: 'staff', merged: await numberOf(kept) }],
    });
    expect(await read(kept)).toMatchObject({
      contacts: [{ email: 'bob@contoso.example' }],
      relations: [{ kind: 'merged', ticket: { id: duplicate, status: 'closed' } }],
    });
    const { tickets } = await seenBy(bob);
    expect(tickets).toMatchObject({
      [duplicate]: { status: 'closed', mergedInto: kept, you: 'requester' },
      [kept]: { status: 'new', mergedInto: null, you: 'joiner' },
    });
    expect(await bob.verdicts(commentCommand(duplicate), commentCommand(kept))).toEqual([
      'refused ticket-closed',
      'accepted',
    ]);
    // joiners are not shown to the requester
    expect((await seenBy(ana)).tickets[kept]).toMatchObject({ contacts: [], comments: [{}] });
  });

  test('undone, leaves both as before, and whoever joined is told that the other ticket is gone', async () => {
    const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
    await act(duplicate, 'take');
    await merge(duplicate, kept);
    expect((await act(duplicate, 'undo-merger')).body).toMatchObject({
      status: 'assigned',
      technician: 'Tess Technician',
      relations: [],
      events: [{ to: 'assigned' }, { to: 'closed' }, { to: 'assigned', merged: await numberOf(kept) }],
    });
    const { tickets, gone } = await seenBy(bob);
    expect(gone).toEqual([kept]);
    expect(tickets).toMatchObject({ [duplicate]: { status: 'assigned', mergedInto: null } });
    expect(await bob.verdicts(commentCommand(kept))).toEqual(['refused ticket-not-found']);
    expect(await read(kept)).toMatchObject({ contacts: [], relations: [] });
    expect(codeOf(await act(duplicate, 'undo-merger'))).toBe('merger-not-undoable');
  });

  test('and its end are in the history of both, with who did it', async () => {
    const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
    await merge(duplicate, kept);
    await act(duplicate, 'undo-merger');
    const by = { by: 'staff', name: 'Tess Technician' };
    const related = { ticketId: duplicate, name: await numberOf(duplicate) };
    expect((await read(kept)).events).toMatchObject([
      { ...by, related: { how: 'took-in', ...related } },
      { ...by, related: { how: 'let-go', ...related } },
    ]);
    expect((await read(duplicate)).events).toMatchObject([
      { ...by, merged: await numberOf(kept), related: null },
      { ...by, merged: await numberOf(kept), related: null },
    ]);
  });

  describe('lets those of the staff who follow the duplicate follow the other ticket', () => {
    const follow = (id: string) => technician.ask(`/tickets/${id}/following`, { method: 'PUT' });
    const followers = async (id: string) => (await read(id)).followers.map(({ fullName }) => fullName);

    test('until it is undone', async () => {
      const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
      await follow(duplicate);
      await merge(duplicate, kept);
      expect(await followers(kept)).toEqual(['Tess Technician']);
      await act(duplicate, 'undo-merger');
      expect(await followers(kept)).toEqual([]);
      expect(await followers(duplicate)).toEqual(['Tess Technician']);
    });

    test.each(['before', 'since'])('and undone, not who chose it %s', async (when) => {
      const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
      await follow(duplicate);
      if (when === 'before') await follow(kept);
      await merge(duplicate, kept);
      if (when === 'since') await follow(kept);
      await act(duplicate, 'undo-merger');
      expect(await followers(kept)).toEqual(['Tess Technician']);
    });

    test('and undone, not who follows another one that is merged there, until that is undone too', async () => {
      const [kept, first, second] = [await newTicket(ana), await newTicket(bob), await newTicket(bob)];
      for (const id of [first, second]) {
        await follow(id);
        await merge(id, kept);
      }
      await act(first, 'undo-merger');
      expect(await followers(kept)).toEqual(['Tess Technician']);
      await act(second, 'undo-merger');
      expect(await followers(kept)).toEqual([]);
    });
  });

  test('undone, keeps those who took part before, and a solution', async () => {
    const contacts = [{ email: 'bob@contoso.example', fullName: 'Bob' }];
    const [kept, duplicate] = [await newTicket(ana, { contacts }), await newTicket(bob)];
    await act(duplicate, 'take');
    await act(duplicate, 'resolve', { solution: 'Water.' });
    await merge(duplicate, kept);
    const administrator = await desk.administrator();
    const json = { name: 'Our desk', settings: { kind: 'built-in', closeAfterDays: 5 }, secrets: {} };
    await administrator.ask('/backends/built-in', { method: 'PUT', json });
    expect((await act(duplicate, 'undo-merger')).body).toMatchObject({
      status: 'resolved',
      solution: 'Water.',
      closesAt: new Date(desk.clock.now().getTime() + 5 * DAY).toISOString(),
    });
    expect((await seenBy(bob)).tickets[kept]).toMatchObject({ you: 'contact' });
  });

  test('undone, does not close by itself while nobody has answered its requester, and waits for its technician', async () => {
    const administrator = await desk.administrator();
    const json = { name: 'Our desk', settings: { kind: 'built-in', closeAfterDays: 5 }, secrets: {} };
    await administrator.ask('/backends/built-in', { method: 'PUT', json });
    const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
    await act(duplicate, 'take');
    await act(duplicate, 'resolve', { solution: 'Water.' });
    desk.clock.advance(1);
    await bob.sync([commentCommand(duplicate)]);
    await desk.delivered();
    await merge(duplicate, kept);
    desk.clock.advance(1);
    expect((await act(duplicate, 'undo-merger')).body).toMatchObject({ status: 'resolved', closesAt: null });
    const { tickets } = Attention.parse((await technician.ask('/attention')).body);
    expect(tickets.map(({ id }) => id)).toContain(duplicate);
    const reply = { body: 'Is it on?', internal: false, attachments: [] };
    expect((await act(duplicate, 'replies', reply)).body).toMatchObject({
      closesAt: new Date(desk.clock.now().getTime() + 5 * DAY).toISOString(),
    });
  });

  test('undone, keeps whoever takes part in another ticket that is merged there, until that is undone too', async () => {
    const [kept, first, second] = [await newTicket(ana), await newTicket(bob), await newTicket(bob)];
    await merge(first, kept);
    await merge(second, kept);
    const { cursor } = await bob.sync();
    await act(first, 'undo-merger');
    expect((await bob.sync([], cursor)).gone).toEqual([]);
    expect(await bob.verdicts(commentCommand(kept))).toEqual(['accepted']);
    expect((await seenBy(bob)).tickets[kept]).toMatchObject({ you: 'joiner' });
    await act(second, 'undo-merger');
    expect((await seenBy(bob)).gone).toEqual([kept]);
  });

  test('undone, keeps whoever said “me too” before or since', async () => {
    const announcement = { severity: 'outage', service: null, workaround: { en: '', fr: '' } };
    const texts = { title: { en: 'Down', fr: 'Panne' }, text: { en: 'Down', fr: 'Panne' } };
    const from = new Date(desk.clock.now().getTime() - MINUTE).toISOString();
    const to = new Date(desk.clock.now().getTime() + DAY).toISOString();
    const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
    const { organisationId } = await read(kept);
    const json = { ...announcement, ...texts, organisationId, ticketNumber: await numberOf(kept), from, to };
    const announced = await technician.ask('/announcements', { json });
    const { id: announcementId } = announced.body as { id: string };
    await merge(duplicate, kept);
    expect(await bob.verdicts(commandOn(kept, 'join-ticket', { announcementId }))).toEqual(['accepted']);
    for (const _ of ['since', 'before']) {
      await act(duplicate, 'undo-merger');
      expect((await seenBy(bob)).tickets[kept]).toMatchObject({ you: 'joiner' });
      await merge(duplicate, kept);
    }
  });

  test('of a pending ticket, undone, is assigned', async () => {
    const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
    await act(duplicate, 'take');
    await act(duplicate, 'set-pending', { reason: 'Ordered.', until: null, untilAnswer: true });
    await merge(duplicate, kept);
    expect(await read(duplicate)).toMatchObject({ status: 'closed', pending: null });
    await act(duplicate, 'undo-merger');
    expect(await read(duplicate)).toMatchObject({ status: 'assigned', pending: null });
  });

  test('goes neither in a circle nor into itself, and never with a closed ticket', async () => {
    const [first, second, third] = [await newTicket(ana), await newTicket(bob), await newTicket(bob)];
    expect(codeOf(await merge(first, first))).toBe('ticket-itself');
    await merge(first, second);
    expect(codeOf(await merge(second, first))).toBe('merge-not-possible');
    await merge(second, third);
    expect(codeOf(await merge(third, first))).toBe('merge-not-possible');
    expect(codeOf(await act(first, 'undo-merger'))).toBe('merger-not-undoable');
    await act(second, 'undo-merger');
    expect((await act(first, 'undo-merger')).status).toBe(200);
    // everybody has their own tickets again
    expect(Object.keys((await seenBy(ana)).tickets)).toEqual([first]);
    expect(Object.keys((await seenBy(bob)).tickets).sort()).toEqual([second, third].sort());
  });

  test('needs a number of the same organisation, in either case', async () => {
    const [kept, duplicate] = [await newTicket(ana), await newTicket(bob)];
    expect(codeOf(await act(duplicate, 'merge', { ticketNumber: 'R-999999' }))).toBe('ticket-number-unknown');
    await desk.alter('UPDATE ticket SET organisation_id = ? WHERE id = ?', await otherOrganisation(), kept);
    expect(codeOf(await merge(duplicate, kept))).toBe('ticket-of-other-organisation');
    await desk.alter(
      'UPDATE ticket SET organisation_id = (SELECT organisation_id FROM ticket WHERE id = ?)',
      duplicate,
    );
    const ticketNumber = (await numberOf(kept)).toLowerCase();
    expect((await act(duplicate, 'merge', { ticketNumber })).body).toMatchObject({ status: 'closed' });
  });

  test('does not make an approver of one ticket see the other', async () => {
    await desk.runImport('directory', { people: [personOf('manager')] });
    await desk.runImport('catalogue', catalogueOf({ id: 'laptop', approver: 'manager@contoso.example' }));
    const manager = await desk.activeAgent('manager@contoso.example');
    const [kept, duplicate] = [await newTicket(ana), await newTicket(bob, { categoryId: 'laptop' })];
    await merge(duplicate, kept);
    expect(Object.keys((await seenBy(manager)).tickets)).toEqual([duplicate]);
    expect(await manager.verdicts(commandOn(duplicate, 'act-on-ticket', { act: 'approve' }))).toEqual([
      'refused act-not-allowed',
    ]);
    await act(duplicate, 'undo-merger');
    expect(await read(duplicate)).toMatchObject({ status: 'waiting_for_approval' });
  });

  test('made by two at once happens once', async () => {
    const [first, second] = [await newTicket(ana), await newTicket(bob)];
    const codes = await Promise.all([merge(first, second), merge(second, first)]);
    expect(codes.map(({ status }) => status).sort()).toEqual([200, 409]);
    const statuses = [(await read(first)).status, (await read(second)).status];
    expect(statuses.sort()).toEqual(['closed', 'new']);
  });
});

describe('a split', () => {
  test('makes a ticket of the same people, with the files of the message, once', async () => {
    const contacts = [{ email: 'bob@contoso.example', fullName: 'Bob' }];
    const id = await newTicket(ana, { contacts });
    const content = Buffer.from('a picture of the other printer');
    const file = attachmentOf(content);
    await ana.upload(content);
    const message = commentCommand(id, { body: 'And the other one is out of paper.', attachments: [file] });
    await ana.sync([message]);
    await desk.delivered();
    const body = { key: v7(), title: 'No paper', description: 'The other one.', message: message.key };
    const made = [await act(id, 'split', body), await act(id, 'split', body)];
    await desk.delivered();
    for (const { body: ticket } of made)
      expect(ticket).toMatchObject({
        id: body.key,
        title: 'No paper',
        requesterEmail: 'ana@contoso.example',
      });
    expect(await read(body.key)).toMatchObject({
      number: expect.stringMatching(/^R-\d+$/),
      status: 'new',
      relations: [{ kind: 'split-from', ticket: { id } }],
      attachments: [{ sha256: file.sha256 }],
      contacts: [{ email: 'bob@contoso.example' }],
    });
    expect((await read(id)).relations).toMatchObject([{ kind: 'split-into', ticket: { id: body.key } }]);
    for (const agent of [ana, bob])
      expect((await seenBy(agent)).tickets[body.key]).toMatchObject({ title: 'No paper', status: 'new' });
    expect(await desk.rows('SELECT id FROM ticket')).toHaveLength(2);
  });

  test('takes the files of the first message, and is in the history of both', async () => {
    const content = Buffer.from('a picture of both printers');
    const file = attachmentOf(content);
    await ana.upload(content);
    const id = await newTicket(ana, { attachments: [file] });
    const body = { key: v7(), title: 'No paper', description: 'The other one.', message: 'description' };
    expect((await act(id, 'split', body)).status).toBe(200);
    await desk.delivered();
    const made = await read(body.key);
    expect(made.attachments).toMatchObject([{ sha256: file.sha256 }]);
    const by = { by: 'staff', name: 'Tess Technician' };
    expect(made.events[0]).toMatchObject({
      ...by,
      related: { how: 'split-from', ticketId: id, name: await numberOf(id) },
    });
    expect((await read(id)).events).toMatchObject([
      { ...by, related: { how: 'split-into', ticketId: body.key, name: made.number } },
    ]);
  });

  test('takes no message of another ticket, no internal note, and no key that is in use', async () => {
    const [id, other] = [await newTicket(ana), await newTicket(bob)];
    const foreign = commentCommand(other, { body: 'Mine.' });
    await bob.sync([foreign]);
    const note = v7();
    await act(id, 'replies', { key: note, body: 'Do not tell.', internal: true });
    const body = (changes: object) => ({
      ...{ key: v7(), title: 'Also', description: '', message: null },
      ...changes,
    });
    for (const message of [foreign.key, note])
      expect(codeOf(await act(id, 'split', body({ message })))).toBe('not-found');
    for (const key of [id, other, note, foreign.key])
      expect(codeOf(await act(id, 'split', body({ key })))).toBe('key-reused');
    expect(await desk.rows('SELECT id FROM ticket')).toHaveLength(2);
  });

  test('has a key that no agent can use for a ticket of its own', async () => {
    const id = await newTicket(ana);
    const key = v7();
    await act(id, 'split', { key, title: 'Also', description: '', message: null });
    expect(await ana.verdicts(ticketCommand({}, key))).toEqual(['refused key-reused']);
  });
});

describe('a link', () => {
  test('between two tickets is seen from both, once, and can be removed from either', async () => {
    const [id, other] = [await newTicket(ana), await newTicket(bob)];
    for (const [one, another] of [
      [id, other],
      [other, id],
    ] as const)
      await act(one, 'relations', { ticketNumber: await numberOf(another) });
    expect((await read(id)).relations).toMatchObject([{ kind: 'related', ticket: { id: other } }]);
    const [relation] = (await read(other)).relations;
    expect(relation).toMatchObject({ kind: 'related', ticket: { id } });
    const own = await act(id, 'relations', { ticketNumber: await numberOf(id) });
    expect(codeOf(own)).toBe('ticket-itself');
    const third = await newTicket(ana);
    const from = (ticket: string) => `/tickets/${ticket}/relations/${relation?.id}`;
    expect(codeOf(await technician.ask(from(third), { method: 'DELETE' }))).toBe('not-found');
    expect((await technician.ask(from(other), { method: 'DELETE' })).body).toMatchObject({ relations: [] });
    expect((await read(id)).relations).toEqual([]);
    for (const [one, another] of [
      [id, other],
      [other, id],
    ] as const)
      expect((await read(one)).events).toMatchObject([
        { by: 'staff', name: 'Tess Technician', related: { how: 'linked', ticketId: another } },
        { by: 'staff', related: { how: 'unlinked', name: await numberOf(another) } },
      ]);
  });

  test('to an announcement for the organisation is shown with its title', async () => {
    await desk.runImport('announcements', { announcements: [announcementOf('outage')] });
    const id = await newTicket(ana);
    const [announcement] = await desk.rows('SELECT id FROM announcement');
    const json = { announcementId: announcement?.id };
    expect((await act(id, 'relations', json)).body).toMatchObject({
      relations: [{ kind: 'announcement', announcement: { title: { en: 'Title of outage' } } }],
      events: [{ name: 'Tess Technician', related: { how: 'announced', title: { en: 'Title of outage' } } }],
    });
    await desk.alter('UPDATE announcement SET organisation_id = ?', await otherOrganisation());
    const second = await newTicket(ana);
    expect(codeOf(await act(second, 'relations', json))).toBe('not-found');
  });

  test('does not change when the ticket was last updated, and participants do not see it', async () => {
    const [id, other] = [await newTicket(ana), await newTicket(bob)];
    const { updatedAt } = await read(id);
    desk.clock.advance(MINUTE);
    await act(id, 'relations', { ticketNumber: await numberOf(other) });
    expect((await read(id)).updatedAt).toBe(updatedAt);
    expect((await seenBy(ana)).tickets[id]).not.toHaveProperty('relations');
  });
});
