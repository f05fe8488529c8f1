import { afterEach, expect, test } from 'vitest';
import { newAct, newAttachment, newComment, newContact, newTicket } from '../../../../connectors/content.ts';
import { valueIn } from '../../../../connectors/deliver.ts';
import { type ItopHarness, openItop } from '../../../../fakes/itop/harness.ts';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function open(...options: Parameters<typeof openItop>) {
  const harness = await openItop(...options);
  ending.push(harness.close);
  return harness;
}

async function created(harness: ItopHarness, more: Parameters<typeof newTicket>[1] = {}) {
  const { ref } = valueIn(await harness.connector.createTicket(newTicket(harness, more)));
  const [className = '', id = ''] = ref.split('::');
  const ticket = () => {
    const stored = harness.itop.store.byId(className, id);
    if (!stored) throw new Error(`no ${ref}`);
    return stored;
  };
  return { ref, ticket };
}

test('a ticket has its service, impact and urgency, and the site’s extra fields', async () => {
  const harness = await open({ extraFields: { origin: 'mail' } });
  const { ticket } = await created(harness, {
    impact: 'department',
    urgency: 'critical',
    kind: 'service_request',
  });
  const leaf = harness.itop.store.byId('ServiceSubcategory', ticket().values.servicesubcategory_id ?? '');
  expect(leaf?.values).toMatchObject({ name: 'Office support', service_id: ticket().values.service_id });
  expect(ticket().values).toMatchObject({
    impact: '1',
    urgency: '1',
    request_type: 'service_request',
    origin: 'mail',
  });
});

test('a service hidden from the account does not block a ticket with a visible subcategory', async () => {
  const harness = await open();
  harness.itop.store.hidden.add('Service');
  const { ticket } = await created(harness);
  expect(ticket().values.servicesubcategory_id).toBeUndefined();
  expect(ticket().values.description).toContain('Office support');
});

test('with the ITIL modules, incidents and requests have their own classes, and both are read', async () => {
  const harness = await open({ incidentClass: 'Incident' }, { hasItil: true });
  const { connector } = harness;
  expect((await connector.check()).filter(({ problem }) => problem !== null)).toEqual([]);
  const { cursor } = valueIn(await connector.changesSince(null));
  const refs = [
    await created(harness, { kind: 'incident' }),
    await created(harness, { kind: 'service_request' }),
  ].map(({ ref }) => ref);
  expect(refs.map((ref) => ref.split('::')[0])).toEqual(['Incident', 'UserRequest']);
  const { tickets, more } = valueIn(await connector.changesSince(cursor));
  expect([tickets.map(({ ref }) => ref).toSorted(), more]).toEqual([refs, false]);
  const content = newTicket(harness, { kind: 'incident' });
  harness.spoilNext('lost', 'create-ticket');
  await connector.createTicket(content);
  const question = { key: content.key, operation: 'create-ticket', ticketRef: null, fileName: null } as const;
  const found = valueIn(await connector.findByKey({ ...question, since: new Date().toISOString() }));
  expect(found).toMatchObject({
    ref: expect.stringMatching(/^Incident::/),
    number: expect.stringMatching(/^I-/),
  });
});

/** A person in a department, which is an organisation below ours, or in one that is not. */
async function withPersonElsewhere(isBelow: boolean) {
  const harness = await open();
  const { store } = harness.itop;
  const ours = store.all('Organization').find(({ values }) => values.name === harness.organisation)?.id ?? '';
  const library = store.add('Organization', { name: 'Library', ...(isBelow && { parent_id: ours }) }).id;
  const desk = store.add('Organization', { name: 'Front desk', parent_id: library }).id;
  const requester = { email: 'A.Librarian@contoso.example', fullName: 'A Librarian' };
  const person = store.add('Person', {
    first_name: 'A',
    name: 'Librarian',
    email: requester.email.toLowerCase(),
    org_id: desk,
  }).id;
  const { ticket } = await created(harness, { requester, contacts: [requester] });
  const people = store.all('Person').filter(({ values }) => values.name === 'Librarian');
  return { ours, desk, person, people, values: ticket().values };
}

test('a person of a department is found there, not made again, and the ticket is in their portal', async () => {
  const { desk, person, people, values } = await withPersonElsewhere(true);
  expect(people).toHaveLength(1);
  expect(values).toMatchObject({ caller_id: person, org_id: desk });
});

test('a person of an organisation that is not below ours is not made again, and the ticket stays in ours', async () => {
  const { ours, person, people, values } = await withPersonElsewhere(false);
  expect(people).toHaveLength(1);
  expect(values).toMatchObject({ caller_id: person, org_id: ours });
});

test('an Incident has nothing to approve, a UserRequest has', async () => {
  const { connector } = await open({ incidentClass: 'Incident' }, { hasItil: true });
  expect(connector.actsOn?.('Incident::1')).toEqual(['close', 'reopen']);
  expect(connector.actsOn?.('UserRequest::1')).toEqual(['close', 'reopen', 'approve', 'reject']);
  expect(connector.actsOn?.(null)).toContain('approve');
});

test('somebody without an address, such as a technician of another desk, has no empty brackets', async () => {
  const harness = await open();
  const author = { fullName: 'Ada Admin', email: '' };
  const { ref } = valueIn(await harness.connector.createTicket(newTicket(harness, { writtenBy: author })));
  valueIn(await harness.connector.addComment({ ...newComment(ref, author, 'Hello.'), internal: false }));
  valueIn(await harness.connector.addComment({ ...newComment(ref, author, 'A note.'), internal: true }));
  const ticket = await harness.ticket(ref);
  const texts = [ticket.description, ...(ticket.notes ?? []), ...ticket.comments.map(({ body }) => body)];
  expect(texts.filter((text) => text.includes('Ada Admin'))).toHaveLength(3);
  expect(texts.join('')).not.toContain('()');
});

test('the pending reason is read', async () => {
  const harness = await open();
  const { ref } = valueIn(await harness.connector.createTicket(newTicket(harness)));
  const { cursor } = valueIn(await harness.connector.changesSince(null));
  await harness.moves(ref, 'pending');
  const values = harness.itop.store.byId('UserRequest', ref.split('::')[1] ?? '')?.values ?? {};
  values.pending_reason = 'The part is ordered.';
  const { tickets } = valueIn(await harness.connector.changesSince(cursor));
  expect(tickets).toMatchObject([{ status: 'pending', pendingReason: 'The part is ordered.' }]);
});

test('the description names the writer on behalf of another, the category and the device', async () => {
  const harness = await open();
  const writtenBy = { email: 'writer@contoso.example', fullName: 'A <writer>' };
  const { ref } = await created(harness, { writtenBy, category: { id: 'x', name: 'Network > Wi-Fi' } });
  const { description } = await harness.ticket(ref);
  for (const part of ['A <writer> (writer@contoso.example)', 'Network > Wi-Fi', 'PC-0001'])
    expect(description).toContain(part);
});

test('an organisation with another name in iTop is mapped, and a missing one is a refusal', async () => {
  const harness = await open({ organisations: { Ours: 'Another' } });
  const { ticket } = await created(harness, { organisation: 'Ours' });
  expect(harness.itop.store.read(ticket(), 'org_name')).toBe('Another');
  const answer = await harness.connector.createTicket(newTicket(harness, { organisation: 'Nobody' }));
  expect(answer).toMatchObject({
    ok: false,
    failure: { kind: 'refused', reason: { en: expect.stringContaining('Nobody') } },
  });
});

test('a comment and its key are written in one call, which overwrites nothing', async () => {
  const harness = await open();
  const { ref } = await created(harness);
  const content = newComment(ref, harness.known, 'It prints again.');
  valueIn(await harness.connector.addComment(content));
  const writing = harness.itop.calls.filter(({ operation }) => operation === 'core/update');
  expect(writing.map(({ json }) => json.fields)).toEqual([
    {
      public_log: { add_item: { message: expect.stringContaining('It prints again.'), format: 'html' } },
      private_log: `guichet ${content.key}`,
    },
  ]);
});

test('an act not allowed by the state writes no key', async () => {
  const harness = await open();
  const { ref, ticket } = await created(harness);
  const act = newAct(ref, harness.known, 'reopen');
  expect(valueIn(await harness.connector.transition(act))).toMatchObject({ status: 'new' });
  expect(JSON.stringify(ticket().logs)).not.toContain(act.key);
});

test('nothing is written to a closed ticket, although iTop would accept it', async () => {
  const harness = await open();
  const { ref } = await created(harness);
  await harness.moves(ref, 'closed');
  const answer = await harness.connector.addComment(newComment(ref, harness.known, 'One more thing.'));
  expect(answer).toMatchObject({
    ok: false,
    failure: { kind: 'refused', reason: { en: expect.stringContaining('closed') } },
  });
});

test('a rating is mapped to iTop’s reverse scale, and does not close the ticket', async () => {
  const harness = await open();
  const { ref, ticket } = await created(harness);
  await harness.moves(ref, 'resolved', { solution: 'Paper.' });
  valueIn(await harness.connector.rate({ key: 'a-key', ticketRef: ref, score: 4, comment: 'Thanks' }));
  expect(ticket().values).toMatchObject({
    user_satisfaction: '1',
    user_comment: 'Thanks',
    status: 'resolved',
  });
});

test('a person whose address iTop refuses is named, with the setting that allows it', async () => {
  const harness = await open();
  const requester = { email: 'first.last+books@contoso.example', fullName: 'First Last' };
  const answer = await harness.connector.createTicket(newTicket(harness, { requester }));
  expect(answer).toMatchObject({
    ok: false,
    failure: {
      kind: 'refused',
      reason: { en: expect.stringMatching(/first\.last\+books@contoso\.example.*email_validation_pattern/) },
    },
  });
  expect(await harness.tickets()).toEqual([]);
});

test('adding a contact keeps those added in iTop', async () => {
  const harness = await open();
  const { ref, ticket } = await created(harness);
  ticket().contacts.push('2');
  valueIn(await harness.connector.addContact(newContact(ref, harness.unknown)));
  expect((await harness.ticket(ref)).contactEmails).toEqual([
    'known@elsewhere.example',
    harness.unknown.email,
  ]);
});

test('a resolution by another backend assigns the ticket first when needed, or reports why not', async () => {
  const harness = await open();
  const resolve = (ticketRef: string) =>
    harness.connector.transition({
      key: 'a-key',
      ticketRef,
      by: null,
      byStaff: false,
      act: 'resolve',
      solution: '<Paper>',
    });
  for (const state of ['new', 'assigned', 'pending', 'approved'] as const) {
    const { ref, ticket } = await created(harness);
    await harness.moves(ref, state);
    expect(valueIn(await resolve(ref)).status, state).toBe('resolved');
    expect(ticket().values.solution).toContain('&lt;Paper&gt;');
  }
  const { ref } = await created(harness);
  await harness.moves(ref, 'waiting_for_approval');
  expect(await resolve(ref)).toMatchObject({ ok: false, failure: { kind: 'refused' } });
});

test('a large file is sent as its own part, a small one as a field', async () => {
  const harness = await open();
  const { ref } = await created(harness);
  for (const size of [1000, 1_100_000]) {
    const file = newAttachment(ref, 'screen.png', Buffer.alloc(size));
    valueIn(await harness.connector.addAttachment(file));
  }
  const sent = harness.itop.calls.filter(
    ({ className, operation }) => className === 'Attachment' && operation === 'core/create',
  );
  expect(sent.map(({ isPart }) => isPart)).toEqual([false, true]);
});

test('a file refused by PHP is reported with the limiting setting', async () => {
  const harness = await open();
  const { ref } = await created(harness);
  harness.itop.postMaxSize = 100_000;
  const answer = await harness.connector.addAttachment(
    newAttachment(ref, 'screen.png', Buffer.alloc(200_000)),
  );
  expect(answer).toMatchObject({
    ok: false,
    failure: { kind: 'refused', reason: { en: expect.stringContaining('post_max_size') } },
  });
});

test('a ticket to which a technician copied our key is named, and not closed', async () => {
  const harness = await open();
  const content = newTicket(harness);
  const { ref } = valueIn(await harness.connector.createTicket(content));
  const other = await created(harness, { title: 'Another request' });
  other.ticket().logs.private_log?.push({
    date: harness.itop.store.local(),
    login: 'A technician',
    html: `<p>guichet ${content.key}</p>`,
  });
  const doubles = await harness.connector.endDoubles?.({
    ...{ key: content.key, operation: 'create-ticket', ref, ticketRef: ref, number: null, fileName: null },
    since: new Date().toISOString(),
  });
  expect(doubles).toEqual({ ok: true, value: { ended: [], left: [other.ticket().values.ref] } });
  expect(other.ticket().values.status).toBe('new');
});
