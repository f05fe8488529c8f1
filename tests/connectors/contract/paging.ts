// Many changes at once: all are read page by page, and no change between two pages is lost.
import { expect } from 'vitest';
import { newTicket } from '../content.ts';
import type { Stage } from './stage.ts';
import type { Contract } from './suite.ts';

const MANY = 120;

export function pagingContract({ test }: Contract): void {
  test(
    `${MANY} tickets that changed at once are all read`,
    ['changes', 'replies'],
    async (stage) => {
      const refs = await createMany(stage);
      const { cursor } = await stage.read(null);
      for (const ref of refs) await stage.harness.replies(ref, 'A technician', 'It is mended for everybody.');
      const { tickets, cursor: after } = await stage.read(cursor);
      expect(refs.filter((ref) => !tickets.has(ref))).toEqual([]);
      await stage.harness.replies(refs[0] ?? '', 'A technician', 'Is it?');
      const again = (await stage.read(after)).tickets.get(refs[0] ?? '');
      expect(again?.comments.some(({ body }) => body.includes('Is it?'))).toBe(true);
    },
    120_000,
  );

  test(
    'a change between the reading of two pages is not lost',
    ['changes', 'replies'],
    async (stage) => {
      const refs = await createMany(stage);
      const { cursor } = await stage.read(null);
      for (const ref of refs) await stage.harness.replies(ref, 'A technician', 'It is mended for everybody.');
      const page = await stage.connector.changesSince(cursor);
      if (!page.ok) throw new Error(page.failure.reason.en);
      const readRefs = new Set(page.value.tickets.map(({ ref }) => ref));
      for (const ref of [refs[0], refs[MANY / 2], refs[MANY - 1]])
        await stage.harness.replies(ref ?? '', 'A technician', 'One more thing.');
      const rest = await stage.read(page.value.cursor);
      for (const ref of rest.tickets.keys()) readRefs.add(ref);
      expect(refs.filter((ref) => !readRefs.has(ref))).toEqual([]);
      for (const ref of [refs[0], refs[MANY / 2], refs[MANY - 1]]) {
        const bodies = rest.tickets.get(ref ?? '')?.comments.map(({ body }) => body) ?? [];
        expect(bodies.some((body) => body.includes('One more thing.'))).toBe(true);
      }
    },
    120_000,
  );
}

/** Creates the tickets eight at a time, as the worker does. */
async function createMany(stage: Stage): Promise<string[]> {
  const refs: string[] = [];
  while (refs.length < MANY) {
    const some = Array.from({ length: 8 }, () =>
      stage.send({ operation: 'create-ticket', content: newTicket(stage.harness) }),
    );
    refs.push(...(await Promise.all(some)).map(({ ref }) => ref));
  }
  return refs;
}
