import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Storage } from '../../../../server/storage/storage.ts';
import { findTickets, indexTickets, type TicketText } from '../../../../server/storage/text-search.ts';
import { openOwnStorage, withoutForeignKeys } from '../../../fakes/server/own-storage.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openOwnStorage();
  await withoutForeignKeys(storage.db);
});
afterEach(() => storage.close());

const NOON = '2030-01-02T12:00:00.000Z';

function index(ticketId: string, text: string, changes: Partial<TicketText> = {}): Promise<void> {
  return indexTickets(storage.db, [{ ticketId, status: 'new', updatedAt: NOON, text, ...changes }]);
}

async function found(typed: string, most = 50): Promise<string[]> {
  const all: string[] = [];
  let after: string | undefined;
  do {
    const { ticketIds, next } = await findTickets(storage.db, { typed, show: 'all', after, most });
    all.push(...ticketIds);
    after = next ?? undefined;
  } while (after !== undefined);
  return all;
}

it('tickets of one instant are all found, on any page', async () => {
  const ids = Array.from({ length: 1100 }, (_, number) => `t${number}`);
  for (const id of ids) await index(id, 'Printer');
  await index('later', 'Printer', { updatedAt: '2030-01-02T12:00:00.900Z' });
  const all = await found('printer', 100);
  expect(all[0]).toBe('later');
  expect(all.slice(1).toSorted()).toEqual(ids.toSorted());
});

it('a ticket is found by its text of now, and at its time of now', async () => {
  await index('one', 'Printer', { updatedAt: '2030-01-02T12:00:00.000Z' });
  await index('two', 'Printer', { updatedAt: '2030-01-02T12:01:00.000Z' });
  expect(await found('printer')).toEqual(['two', 'one']);
  await index('one', 'Printer, Scanner', { updatedAt: '2030-01-02T12:02:00.000Z' });
  expect(await found('printer')).toEqual(['one', 'two']);
  await index('one', 'Scanner', { updatedAt: '2030-01-02T12:03:00.000Z' });
  expect([await found('printer'), await found('scanner')]).toEqual([['two'], ['one']]);
});

it('a long word is found by its beginning among few and among many with the same first letters', async () => {
  for (let number = 0; number < 600; number += 1) await index(`t${number}`, `prince${number}`);
  await index('old', 'printer', { updatedAt: '2029-01-01T00:00:00.000Z' });
  expect(await found('printer')).toEqual(['old']);
  expect(await found('prin', 100)).toHaveLength(601);
  expect(await found('prince1')).toHaveLength(111);
});

it('accents, ligatures, apostrophes and case make no difference, in any script', async () => {
  await index('french', 'L’Œuvre d’Éloïse à Orléans');
  await index('greek', 'Ο Σίσυφος');
  for (const typed of ['oeuvre', 'ŒUVRE', 'eloise', 'ÉLOÏSE orl', "d'el", 'e\u0301loi'])
    expect(await found(typed), typed).toEqual(['french']);
  expect(await found('σισυφος')).toEqual(['greek']);
});

it('a word of any length is found by its beginning', async () => {
  await index('one', 'x'.repeat(5000));
  expect(await found('x'.repeat(200))).toEqual(['one']);
  expect(await found(`${'x'.repeat(63)}y`)).toEqual([]);
});
