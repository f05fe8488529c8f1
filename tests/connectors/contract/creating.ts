// Creating tickets: exactly one ticket per key, and one entry per requester.
import { expect } from 'vitest';
import { newTicket } from '../content.ts';
import { type Contract, MISHAPS, type Need } from './suite.ts';

export function creatingContract(contract: Contract): void {
  requesterContract(contract);
  onceContract(contract);
  contentContract(contract);
}

function requesterContract({ test }: Contract): void {
  test('a requester who exists in the backend is not created again', ['requesters'], async (stage) => {
    const { known } = stage.harness;
    const { ref } = await stage.create({ requester: known });
    expect((await stage.harness.ticket(ref)).requesterEmail.toLowerCase()).toBe(known.email);
    expect(await entriesOf(stage.harness.requesters, known.email)).toBe(1);
  });

  test('a ticket names its requester, whether the backend knows them or not', [], async (stage) => {
    for (const requester of [stage.harness.known, stage.harness.unknown]) {
      const { ref } = await stage.create({ requester });
      expect((await stage.harness.ticket(ref)).requesterEmail.toLowerCase()).toBe(requester.email);
    }
  });

  test('two tickets of a new person create one person', ['requesters'], async (stage) => {
    const requester = stage.harness.unknown;
    await stage.create({ requester });
    await stage.create({ requester });
    expect(await entriesOf(stage.harness.requesters, requester.email)).toBeLessThanOrEqual(1);
  });

  test('two concurrent tickets of a new person create one person', ['requesters'], async (stage) => {
    const requester = stage.harness.unknown;
    await Promise.all([stage.create({ requester }), stage.create({ requester })]);
    expect(await entriesOf(stage.harness.requesters, requester.email)).toBeLessThanOrEqual(1);
  });
}

async function entriesOf(requesters: (() => Promise<string[]>) | undefined, email: string): Promise<number> {
  const all = (await requesters?.()) ?? [];
  return all.filter((address) => address.toLowerCase() === email).length;
}

function onceContract({ test }: Contract): void {
  for (const [mishap, what] of MISHAPS) {
    test(`a ticket ${what} is there exactly once`, [mishap], async (stage) => {
      const content = newTicket(stage.harness);
      const { ref } = await stage.sendThrough(mishap, { operation: 'create-ticket', content });
      const there = await stage.titled(content.title);
      expect(there.map((ticket) => ticket.ref)).toEqual([ref]);
    });
  }

  const lost: Need[] = ['lost'];
  test(
    'a ticket found by its key has the reference and number that creating it would have returned',
    lost,
    async (stage) => {
      const content = newTicket(stage.harness);
      const found = await stage.sendThrough('lost', { operation: 'create-ticket', content });
      const [ticket] = await stage.titled(content.title);
      expect(found.ref).toBe(ticket?.ref);
      expect([ticket?.number, null]).toContain(found.number);
    },
  );

  test('a key without a ticket finds nothing, even among similar tickets', [], async (stage) => {
    const since = new Date().toISOString();
    await stage.create();
    const { key } = newTicket(stage.harness);
    const question = { key, operation: 'create-ticket', ticketRef: null, since, fileName: null } as const;
    expect(await stage.connector.findByKey(question)).toEqual({ ok: true, value: null });
  });

  test('eight concurrent tickets become eight tickets', [], async (stage) => {
    const contents = Array.from({ length: 8 }, () => newTicket(stage.harness));
    const found = await Promise.all(
      contents.map((content) => stage.send({ operation: 'create-ticket', content })),
    );
    expect(new Set(found.map(({ ref }) => ref)).size).toBe(8);
    for (const [index, { title }] of contents.entries()) {
      const refs = (await stage.titled(title)).map(({ ref }) => ref);
      expect(refs).toEqual([found[index]?.ref]);
    }
  });
}

function contentContract({ test }: Contract): void {
  test('the answers of the form and the device are in the ticket', [], async (stage) => {
    const answers = [
      { label: 'Room', value: 'B-2.14' },
      { label: 'Since when?', value: 'Monday' },
    ];
    const { ref } = await stage.create({ kind: 'service_request', answers, hostname: 'PC-0042' });
    const { description } = await stage.harness.ticket(ref);
    for (const part of ['Room', 'B-2.14', 'Monday', 'PC-0042']) expect(description).toContain(part);
  });

  test('a ticket with a category that the backend does not know is created', [], async (stage) => {
    const category = { id: 'desk.network.wi-fi', name: 'Network > Wi-Fi' };
    const content = newTicket(stage.harness, { category });
    await stage.send({ operation: 'create-ticket', content });
    expect(await stage.titled(content.title)).toHaveLength(1);
  });

  test('a ticket without category, impact and urgency is created', [], async (stage) => {
    const content = newTicket(stage.harness, { category: null, impact: null, urgency: null });
    await stage.send({ operation: 'create-ticket', content });
    expect(await stage.titled(content.title)).toHaveLength(1);
  });

  test('a ticket written on behalf of somebody belongs to them', [], async (stage) => {
    const { known, unknown } = stage.harness;
    const { ref } = await stage.create({ requester: known, writtenBy: unknown });
    expect((await stage.harness.ticket(ref)).requesterEmail.toLowerCase()).toBe(known.email);
  });

  test('people invited with the ticket are its contacts', ['contacts'], async (stage) => {
    const { unknown } = stage.harness;
    const { ref } = await stage.create({ contacts: [unknown] });
    const { contactEmails } = await stage.harness.ticket(ref);
    expect(contactEmails.map((email) => email.toLowerCase())).toContain(unknown.email);
  });
}
