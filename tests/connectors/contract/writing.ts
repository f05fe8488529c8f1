// Writing to an existing ticket: comments, contacts and ratings arrive exactly once, despite failures.

import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { newComment, newContact } from '../content.ts';
import type { Stage } from './stage.ts';
import { type Contract, MISHAPS } from './suite.ts';

export function writingContract(contract: Contract): void {
  commentContract(contract);
  contactContract(contract);
  ratingContract(contract);
}

function commentContract({ test }: Contract): void {
  for (const [mishap, what] of MISHAPS) {
    test(`a comment ${what} is there exactly once`, ['comments', mishap], async (stage) => {
      const { ref } = await stage.create();
      const content = newComment(ref, stage.harness.known, 'It prints again, and then it stops.');
      await stage.sendThrough(mishap, { operation: 'add-comment', content });
      expect(await bodiesWith(stage, ref, content.body)).toHaveLength(1);
    });
  }

  test(
    'two comments with the same text are both stored, although the first answer was lost',
    ['comments', 'lost'],
    async (stage) => {
      const { ref } = await stage.create();
      const body = 'Thank you.';
      for (const mishap of ['lost', null] as const) {
        const content = newComment(ref, stage.harness.known, body);
        if (mishap) await stage.sendThrough(mishap, { operation: 'add-comment', content });
        else await stage.send({ operation: 'add-comment', content });
      }
      expect(await bodiesWith(stage, ref, body)).toHaveLength(2);
    },
  );

  test(
    'two comments with the same text are both stored, although the second connection broke',
    ['comments', 'broken'],
    async (stage) => {
      const { ref } = await stage.create();
      const [first, second] = ['1', '2'].map(() => newComment(ref, stage.harness.known, 'Thank you.'));
      if (!first || !second) throw new Error('two comments were made');
      await stage.send({ operation: 'add-comment', content: first });
      await stage.sendThrough('broken', { operation: 'add-comment', content: second });
      expect(await bodiesWith(stage, ref, first.body)).toHaveLength(2);
    },
  );

  test('comments are in the order of sending, on their ticket only', ['comments'], async (stage) => {
    const { ref } = await stage.create();
    const other = await stage.create();
    for (const body of ['first words', 'second words', 'third words'])
      await stage.send({ operation: 'add-comment', content: newComment(ref, stage.harness.known, body) });
    const { comments } = await stage.harness.ticket(ref);
    const order = comments.flatMap(({ body }) => /(first|second|third) words/.exec(body)?.[1] ?? []);
    expect(order).toEqual(['first', 'second', 'third']);
    expect(await bodiesWith(stage, other.ref, 'words')).toEqual([]);
  });

  test('a comment names its author', ['comments'], async (stage) => {
    const { ref } = await stage.create();
    const author = stage.harness.unknown;
    await stage.send({ operation: 'add-comment', content: newComment(ref, author, 'I have it too.') });
    const { comments } = await stage.harness.ticket(ref);
    const comment = comments.find(({ body }) => body.includes('I have it too.'));
    expect(`${comment?.author} ${comment?.body}`).toMatch(
      new RegExp(`${author.fullName}|${author.email}`, 'i'),
    );
  });
}

async function bodiesWith(stage: Stage, ref: string, text: string): Promise<string[]> {
  const { comments } = await stage.harness.ticket(ref);
  return comments.map(({ body }) => body).filter((body) => body.includes(text));
}

function contactContract({ test }: Contract): void {
  for (const [mishap, what] of MISHAPS) {
    test(`a contact ${what} is there exactly once`, ['contacts', mishap], async (stage) => {
      const { ref } = await stage.create();
      const content = newContact(ref, stage.harness.unknown);
      await stage.sendThrough(mishap, { operation: 'add-contact', content });
      expect(await contactsOf(stage, ref)).toEqual([content.contact.email]);
    });
  }

  test('a second contact does not replace the first', ['contacts'], async (stage) => {
    const { unknown } = stage.harness;
    const third = { email: `third.${unknown.email}`, fullName: 'A third person' };
    const { ref } = await stage.create();
    await stage.send({ operation: 'add-contact', content: newContact(ref, unknown) });
    await stage.send({ operation: 'add-contact', content: newContact(ref, third, [unknown]) });
    expect((await contactsOf(stage, ref)).toSorted()).toEqual([third.email, unknown.email].toSorted());
  });
}

async function contactsOf(stage: Stage, ref: string): Promise<string[]> {
  return (await stage.harness.ticket(ref)).contactEmails.map((email) => email.toLowerCase());
}

function ratingContract({ test }: Contract): void {
  for (const mishap of ['lost', 'broken', 'limited'] as const) {
    test(
      `a rating is stored once, although its first attempt was ${mishap}`,
      ['rating', 'moves', mishap],
      async (stage) => {
        const ref = await stage.createIn('closed');
        const content = { key: uuid(), ticketRef: ref, score: 4, comment: 'Quick, and it works.' };
        await stage.sendThrough(mishap, { operation: 'rate', content });
        const { ratings } = await stage.harness.ticket(ref);
        if (ratings)
          expect(ratings).toEqual([{ score: 4, comment: expect.stringContaining(content.comment) }]);
      },
    );
  }

  test('a second rating replaces the first', ['rating', 'moves'], async (stage) => {
    const ref = await stage.createIn('closed');
    for (const score of [2, 3])
      await stage.send({ operation: 'rate', content: { key: uuid(), ticketRef: ref, score, comment: '' } });
    const { ratings } = await stage.harness.ticket(ref);
    if (ratings) expect(ratings.map(({ score }) => score)).toEqual([3]);
  });
}
