// Changes: what is done on the backend's side is told, each thing once by its content, and ours is told as ours.
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
  test('the first reading tells nothing that was there before', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    await stage.harness.replies(ref, 'A technician', 'Before anybody listened.');
    expect([...(await stage.read(null)).tickets.keys()]).toEqual([]);
  });

  test(
    'when nothing happens nothing new is told, and the cursor still works',
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
  test('a reply is told with its author', ['changes', 'replies', 'authors'], async (stage) => {
    const { ref } = await stage.create();
    const { cursor } = await stage.read(null);
    await stage.harness.replies(ref, 'A technician', 'Is it on?');
    const authors = theirs((await stage.read(cursor)).tickets.get(ref)).map(({ author }) => author);
    expect(authors).toEqual(['A technician']);
  });

  test('a reply is told with its words and its time', ['changes', 'replies'], async (stage) => {
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

  test('a reply that is read again is the same reply', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    const { cursor } = await stage.read(null);
    await stage.harness.replies(ref, 'A technician', 'Is it on?');
    const first = theirs((await stage.read(cursor)).tickets.get(ref));
    await stage.harness.replies(ref, 'A technician', 'And now?');
    const again = theirs((await stage.read(cursor)).tickets.get(ref));
    expect(again.map(asRead2)).toEqual(['Is it on?', 'And now?']);
    expect(again[0]).toEqual(first[0]);
  });

  test('two replies of the same words are two', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    const { cursor } = await stage.read(null);
    for (let time = 0; time < 2; time += 1) await stage.harness.replies(ref, 'A technician', 'Done.');
    const comments = theirs((await stage.read(cursor)).tickets.get(ref));
    expect(new Set(comments.map((comment) => comment.ref)).size).toBe(2);
  });

  test('no reply is missed, however close it comes to the reading', ['changes', 'replies'], async (stage) => {
    const { ref } = await stage.create();
    let { cursor } = await stage.read(null);
    const told = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      await stage.harness.replies(ref, 'A technician', `Reply ${round}.`);
      const news = await stage.read(cursor);
      cursor = news.cursor;
      for (const comment of theirs(news.tickets.get(ref))) told.add(comment.ref);
      expect(told.size).toBe(round + 1);
    }
  });
}

function asRead2({ body }: BackendComment): string {
  return asRead(body);
}

/** Those that did not come from here. */
function theirs(ticket: TicketChange | undefined): BackendComment[] {
  return (ticket?.comments ?? []).filter(({ key }) => key === null);
}

function oursContract({ test }: Contract): void {
  test(
    'our own comments are not told as somebody else’s',
    ['changes', 'replies', 'comments'],
    async (stage) => {
      const { cursor } = await stage.read(null);
      const { ref } = await stage.create();
      const content = newComment(ref, stage.harness.known, 'It is <on> & "connected".');
      await stage.send({ operation: 'add-comment', content });
      await stage.harness.replies(ref, 'A technician', 'Thank you.');
      const ticket = (await stage.read(cursor)).tickets.get(ref);
      expect(theirs(ticket).map(asRead2)).toEqual(['Thank you.']);
      const keys = (ticket?.comments ?? []).map(({ key }) => key);
      expect(keys.filter((key) => key === content.key).length).toBeLessThanOrEqual(1);
    },
  );

  test('what was asked is not told as a comment of the backend', ['changes', 'replies'], async (stage) => {
    const { cursor } = await stage.read(null);
    const { ref } = await stage.create({ answers: [{ label: 'Room', value: 'B-2.14' }] });
    await stage.harness.replies(ref, 'A technician', 'Thank you.');
    expect(theirs((await stage.read(cursor)).tickets.get(ref)).map(asRead2)).toEqual(['Thank you.']);
  });

  test(
    'a comment that quotes a key of ours is theirs all the same',
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
    'a ticket that is taken is told as that, with who took it',
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
    'a ticket that is put off is told as that, and in the words of the backend',
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

  test('a solution is told with the resolution', ['changes', 'moves', 'solutions'], async (stage) => {
    const ref = await stage.createIn('assigned');
    const { cursor } = await stage.read(null);
    const solution = 'The "fuser" is new & clean.\nPlease print.';
    await stage.harness.moves(ref, 'resolved', { solution });
    const ticket = (await stage.read(cursor)).tickets.get(ref);
    expect(ticket?.status).toBe('resolved');
    expect(asRead(ticket?.solution ?? '')).toBe(solution);
  });

  test('a ticket closed there is told as closed', ['changes', 'moves'], async (stage) => {
    const ref = await stage.createIn('resolved');
    const { cursor } = await stage.read(null);
    await stage.harness.moves(ref, 'closed');
    expect((await stage.read(cursor)).tickets.get(ref)?.status).toBe('closed');
  });

  test('an act of ours is told like any other change', ['changes', 'moves', 'close'], async (stage) => {
    const ref = await stage.createIn('resolved');
    const { cursor } = await stage.read(null);
    await stage.send(actOf(stage, ref, 'close'));
    expect((await stage.read(cursor)).tickets.get(ref)?.status).toBe('closed');
  });
}

/** Whether these words are among those that did not come from here. */
export async function isReported(stage: Stage, cursor: string, ref: string, words: string): Promise<boolean> {
  return theirs((await stage.read(cursor)).tickets.get(ref)).some(({ body }) => body.includes(words));
}
