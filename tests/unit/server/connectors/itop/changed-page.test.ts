// What polling iTop costs, and what one damaged ticket does to it.
import { afterEach, describe, expect, test } from 'vitest';
import type { Changes } from '../../../../../server/connectors/connector.ts';
import { newTicket } from '../../../../connectors/content.ts';
import { valueIn } from '../../../../connectors/deliver.ts';
import { type ItopHarness, openItop } from '../../../../fakes/itop/harness.ts';

let harness: ItopHarness;
afterEach(() => harness.close());

const SECOND = 1000;
const MINUTE = 60 * SECOND;

async function changes(cursor: string | null): Promise<Changes> {
  return valueIn(await harness.connector.changesSince(cursor));
}

/** Reads until nothing is left. */
async function readAll(
  from: string | null,
): Promise<{ refs: string[]; cursor: string; leftOut: Changes['leftOut'] }> {
  const refs: string[] = [];
  let leftOut: Changes['leftOut'];
  for (let cursor = from; ; ) {
    const page = await changes(cursor);
    refs.push(...page.tickets.map(({ ref }) => ref));
    if (page.leftOut !== undefined) leftOut = page.leftOut;
    if (!page.more) return { refs, cursor: page.cursor, leftOut };
    cursor = page.cursor;
  }
}

async function created(count: number): Promise<string[]> {
  const refs = [];
  for (let made = 0; made < count; made += 1)
    refs.push(valueIn(await harness.connector.createTicket(newTicket(harness))).ref);
  return refs;
}

/** Lets iTop's clock run ahead. */
function pass(milliseconds: number): void {
  harness.itop.store.skewMs += milliseconds;
}

/** What was asked since: requests, rows with a log, and rows in all. */
function costSince(before: number): { requests: number; whole: number; rows: number } {
  const calls = harness.itop.calls.slice(before);
  const rowsOf = (some: typeof calls) => some.reduce((sum, { objects }) => sum + objects, 0);
  const whole = calls.filter(({ json }) => String(json.output_fields).includes('public_log'));
  return { requests: calls.length, whole: rowsOf(whole), rows: rowsOf(calls) };
}

describe('after 240 operations', () => {
  async function busy() {
    harness = await openItop();
    const refs = await created(120);
    const { cursor } = await readAll(null);
    pass(5 * SECOND);
    for (const ref of refs) await harness.replies(ref, 'A technician', 'One.');
    for (const ref of refs) await harness.replies(ref, 'A technician', 'Two.');
    const read = await readAll(cursor);
    return { refs, cursor: read.cursor };
  }

  test('a quiet poll asks once for each class, for ids alone, however long the overlap brings them', async () => {
    let { cursor } = await busy();
    const costs = [];
    for (let poll = 0; poll < 12; poll += 1) {
      pass(10 * SECOND);
      const before = harness.itop.calls.length;
      const read = await readAll(cursor);
      cursor = read.cursor;
      expect(read.refs).toEqual([]);
      costs.push(costSince(before));
    }
    // the poll of the next seconds, and the one after the time in which iTop may commit late
    const whole = costs.filter((cost) => cost.whole > 0);
    expect(whole.length).toBeLessThanOrEqual(2);
    for (const cost of costs.filter((one) => one.whole === 0))
      expect(cost).toEqual({ requests: 2, whole: 0, rows: cost.rows });
    expect(costs.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(12 * 2 + 2 * 6);
    pass(2 * MINUTE);
    // a reading starts two minutes before the one before it: this one may still meet the last second of the operations
    ({ cursor } = await readAll(cursor));
    const before = harness.itop.calls.length;
    await readAll(cursor);
    expect(costSince(before)).toEqual({ requests: 2, whole: 0, rows: 0 });
  });

  test('what iTop commits late, under a last_update that was read already, is read all the same', async () => {
    const { refs, cursor } = await busy();
    pass(10 * SECOND);
    const { cursor: after } = await readAll(cursor);
    const ticket = harness.itop.store.byId('UserRequest', refs[7]?.split('::')[1] ?? '');
    const last_update = ticket?.values.last_update ?? '';
    await harness.replies(refs[7] ?? '', 'A technician', 'Three, after a lock.');
    Object.assign(ticket?.values ?? {}, { last_update });
    pass(MINUTE);
    expect((await readAll(after)).refs).toEqual([refs[7]]);
  });
});

describe('a ticket that iTop cannot send', () => {
  /** 30 tickets with news, of which these are damaged. */
  async function withDamaged(which: readonly number[], how: 'bytes' | 'memory' = 'bytes') {
    harness = await openItop();
    const refs = await created(30);
    const { cursor } = await readAll(null);
    pass(5 * SECOND);
    for (const ref of refs) await harness.replies(ref, 'A technician', 'News.');
    for (const index of which) harness.itop.store.damaged.set(refs[index] ?? '', how);
    const before = harness.itop.calls.length;
    const read = await readAll(cursor);
    return { refs, read, requests: harness.itop.calls.length - before };
  }

  test.each(['bytes', 'memory'] as const)(
    'because of its %s is stepped over and named, and all others are read',
    async (how) => {
      const { refs, read, requests } = await withDamaged([4, 17], how);
      expect(refs.filter((ref) => !read.refs.includes(ref))).toEqual([refs[4], refs[17]]);
      for (const text of Object.values(read.leftOut ?? {})) expect(text).toContain('R-000005, R-000018');
      expect(requests).toBeLessThan(30);
    },
  );

  test('costs the next polls nothing, and is named once', async () => {
    let { cursor } = (await withDamaged([4])).read;
    // past the overlap
    pass(3 * MINUTE);
    cursor = (await readAll(cursor)).cursor;
    for (let poll = 0; poll < 30; poll += 1) {
      pass(MINUTE);
      const before = harness.itop.calls.length;
      const read = await readAll(cursor);
      cursor = read.cursor;
      expect(read.leftOut).toBeUndefined();
      expect(costSince(before)).toEqual({ requests: 2, whole: 0, rows: 0 });
    }
  });

  test('is read again once its row was mended in the database, where nothing tells of it', async () => {
    const { refs, read } = await withDamaged([4]);
    pass(61 * MINUTE);
    const still = await readAll(read.cursor);
    expect(still.leftOut?.en).toContain('R-000005');
    expect(still.refs).toEqual([]);
    harness.itop.store.damaged.clear();
    pass(61 * MINUTE);
    const mended = await readAll(still.cursor);
    expect([mended.refs, mended.leftOut]).toEqual([[refs[4]], null]);
    pass(61 * MINUTE);
    expect((await readAll(mended.cursor)).leftOut).toBeUndefined();
  });

  test('is read again at once when it changes in iTop', async () => {
    const { refs, read } = await withDamaged([4]);
    harness.itop.store.damaged.clear();
    pass(10 * SECOND);
    await harness.replies(refs[4] ?? '', 'A technician', 'Written anew.');
    const after = await readAll(read.cursor);
    expect(after.refs).toContain(refs[4]);
    expect(after.leftOut).toBeNull();
  });

  test('is forgotten once it is no longer there', async () => {
    const { refs, read } = await withDamaged([4]);
    await harness.deletes(refs[4] ?? '');
    pass(61 * MINUTE);
    expect(await readAll(read.cursor)).toMatchObject({ refs: [], leftOut: null });
  });

  test('is not blamed where iTop can send no ticket at all', async () => {
    harness = await openItop();
    const refs = await created(30);
    const { cursor } = await readAll(null);
    pass(5 * SECOND);
    for (const ref of refs) {
      await harness.replies(ref, 'A technician', 'News.');
      harness.itop.store.damaged.set(ref, 'memory');
    }
    const before = harness.itop.calls.length;
    expect(await harness.connector.changesSince(cursor)).toMatchObject({
      ok: false,
      failure: { kind: 'unreachable' },
    });
    expect(harness.itop.calls.length - before).toBeLessThan(20);
    harness.itop.store.damaged.clear();
    expect(new Set((await readAll(cursor)).refs)).toEqual(new Set(refs));
  });

  test('does not hold up those around it where all are damaged in their bytes', async () => {
    const { read } = await withDamaged(Array.from({ length: 30 }, (_, index) => index));
    expect(read.refs).toEqual([]);
    expect(read.leftOut?.en).toContain('R-000001');
  });
});
