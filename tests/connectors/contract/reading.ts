// Reading changes: everything done in the backend is reported, each comment once, and our own comments as ours.
import { expect } from 'vitest';
import type { BackendComment, TicketChange } from '../../../server/connectors/connector.ts';
import { asRead, newComment } from '../content.ts';
import { actOf, type Stage } from './stage.ts';
import type { Contract } from './suite.ts';

export function readingContract(contract: Contract): void {
  beginningContract(contract);
  replyContract(contract);
  oursContract(contract);
  statusContract(contract);
}

function beginningContract({ test }: Contract): void {
  test('the first reading reports no earlier changes', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    await stage.harness.replies(ref, 'A technician', 'Before anybody listened.');
    expect([...(await stage.read(null)).tickets.keys()]).toEqual([]);
  });

  test(
    'readings without changes report nothing, and the cursor still works afterwards',
    ['changes', 'replies'],
    async (stage) => {
      const { ref } = await stage.create();
      let { cursor } = await stage.read(null);
      for (let round = 0; round < 3; round += 1) cursor = (await stage.read(cursor)).cursor;
      await stage.harness.replies(ref, 'A technician', 'At last.');
      expect(theirs((await stage.read(cursor)).tickets.get(ref))).toHaveLength(1);
    },
  );
}

function replyContract({ test }: Contract): void {
  test('a reply has its author', ['changes', 'replies', 'authors'], async (stage) => {
    const { ref } = await stage.create();
    const { cursor } = await stage.read(null);
    await stage.harness.replies(ref, 'A technician', 'Is it on?');
    const authors = theirs((await stage.read(cursor)).tickets.get(ref)).map(({ author }) => author);
    expect(authors).toEqual(['A technician']);
  });

  test('a reply has its text and its time', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    const { cursor } = await stage.read(null);
    const body = 'Is it <on> & "connected"?\nPlease 100 % check C:\\new.';
    await stage.harness.replies(ref, 'A technician', body);
    const [comment, ...others] = theirs((await stage.read(cursor)).tickets.get(ref));
    expect(others).toEqual([]);
    expect(asRead(comment?.body ?? '')).toBe(body);
    const age = Date.now() - Date.parse(comment?.createdAt ?? '');
    expect(Math.abs(age)).toBeLessThan(10 * 60_000);
  });

  test('a reply that is read again has the same reference', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    const { cursor } = await stage.read(null);
    await stage.harness.replies(ref, 'A technician', 'Is it on?');
    const first = theirs((await stage.read(cursor)).tickets.get(ref));
    await stage.harness.replies(ref, 'A technician', 'And now?');
    const again = theirs((await stage.read(cursor)).tickets.get(ref));
    expect(again.map(normalisedBody)).toEqual(['Is it on?', 'And now?']);
    expect(again[0]).toEqual(first[0]);
  });

  test('two replies with the same text are two replies', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    const { cursor } = await stage.read(null);
    for (let time = 0; time < 2; time += 1) await stage.harness.replies(ref, 'A technician', 'Done.');
    const comments = theirs((await stage.read(cursor)).tickets.get(ref));
    expect(new Set(comments.map((comment) => comment.ref)).size).toBe(2);
  });

  test('no reply is missed, even just before a reading', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    let { cursor } = await stage.read(null);
    const refs = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      await stage.harness.replies(ref, 'A technician', `Reply ${round}.`);
      const news = await stage.read(cursor);
      cursor = news.cursor;
      for (const comment of theirs(news.tickets.get(ref))) refs.add(comment.ref);
      expect(refs.size).toBe(round + 1);
    }
  });
}

function normalisedBody({ body }: BackendComment): string {
  return asRead(body);
}

/** Returns the comments that did not come from here. */
function theirs(ticket: TicketChange | undefined): BackendComment[] {
  return (ticket?.comments ?? []).filter(({ key }) => key === null);
}

function oursContract({ test }: Contract): void {
  test(
    'our own comments are not reported as comments of the backend',
    ['changes', 'replies', 'comments'],
    async (stage) => {
      const { cursor } = await stage.read(null);
      const { ref } = await stage.create();
      const content = newComment(ref, stage.harness.known, 'It is <on> & "connected".');
      await stage.send({ operation: 'add-comment', content });
      await stage.harness.replies(ref, 'A technician', 'Thank you.');
      const ticket = (await stage.read(cursor)).tickets.get(ref);
      expect(theirs(ticket).map(normalisedBody)).toEqual(['Thank you.']);
      const keys = (ticket?.comments ?? []).map(({ key }) => key);
      expect(keys.filter((key) => key === content.key).length).toBeLessThanOrEqual(1);
    },
  );

  test(
    'the request itself is not reported as a comment of the backend',
    ['changes', 'replies'],
    async (stage) => {
      const { cursor } = await stage.read(null);
      const { ref } = await stage.create({ answers: [{ label: 'Room', value: 'B-2.14' }] });
      await stage.harness.replies(ref, 'A technician', 'Thank you.');
      expect(theirs((await stage.read(cursor)).tickets.get(ref)).map(normalisedBody)).toEqual(['Thank you.']);
    },
  );

  test(
    'a technician’s comment that quotes one of our keys is not taken for ours',
    ['changes', 'replies', 'comments'],
    async (stage) => {
      const { ref } = await stage.create();
      const content = newComment(ref, stage.harness.known, 'It prints nothing.');
      await stage.send({ operation: 'add-comment', content });
      const { cursor } = await stage.read(null);
      await stage.harness.replies(ref, 'A technician', `You wrote ${content.key}, what is it?`);
      const comments = theirs((await stage.read(cursor)).tickets.get(ref));
      expect(comments.some(({ body }) => body.includes('what is it?'))).toBe(true);
    },
  );
}

function statusContract({ test }: Contract): void {
  test(
    'an assigned ticket is reported as assigned, with its technician',
    ['changes', 'moves', 'assigns'],
    async (stage) => {
      const { ref } = await stage.create();
      const { cursor } = await stage.read(null);
      await stage.harness.moves(ref, 'assigned', { technician: 'A technician' });
      const ticket = (await stage.read(cursor)).tickets.get(ref);
      expect(ticket?.status).toBe('assigned');
      if (!stage.harness.cannot?.authors) expect(['A technician', null]).toContain(ticket?.technician);
    },
  );

  test(
    'a pending ticket is reported as pending, with the backend’s own status',
    ['changes', 'moves'],
    async (stage) => {
      const ref = await stage.createIn('assigned');
      const { cursor } = await stage.read(null);
      await stage.harness.moves(ref, 'pending');
      const ticket = (await stage.read(cursor)).tickets.get(ref);
      expect(ticket?.status).toBe('pending');
      expect(ticket?.backendStatus).toMatch(/\w/);
    },
  );

  test('a resolution is reported with its solution', ['changes', 'moves', 'solutions'], async (stage) => {
    const ref = await stage.createIn('assigned');
    const { cursor } = await stage.read(null);
    const solution = 'The "fuser" is new & clean.\nPlease print.';
    await stage.harness.moves(ref, 'resolved', { solution });
    const ticket = (await stage.read(cursor)).tickets.get(ref);
    expect(ticket?.status).toBe('resolved');
    expect(asRead(ticket?.solution ?? '')).toBe(solution);
  });

  test('a ticket closed in the backend is reported as closed', ['changes', 'moves'], async (stage) => {
    const ref = await stage.createIn('resolved');
    const { cursor } = await stage.read(null);
    await stage.harness.moves(ref, 'closed');
    expect((await stage.read(cursor)).tickets.get(ref)?.status).toBe('closed');
  });

  test('an act of ours is reported like any other change', ['changes', 'moves', 'close'], async (stage) => {
    const ref = await stage.createIn('resolved');
    const { cursor } = await stage.read(null);
    await stage.send(actOf(stage, ref, 'close'));
    expect((await stage.read(cursor)).tickets.get(ref)?.status).toBe('closed');
  });
}

/** Whether a comment of the backend with this text is reported after `cursor`. */
export async function isReported(stage: Stage, cursor: string, ref: string, text: string): Promise<boolean> {
  return theirs((await stage.read(cursor)).tickets.get(ref)).some(({ body }) => body.includes(text));
}
