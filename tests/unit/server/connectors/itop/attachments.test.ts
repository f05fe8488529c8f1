// Files that technicians attach in iTop: which come, and at what cost.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BackendFile } from '../../../../../server/connectors/backend-file.ts';
import type { BackendComment, Changes } from '../../../../../server/connectors/connector.ts';
import { newAttachment, newTicket } from '../../../../connectors/content.ts';
import { valueIn } from '../../../../connectors/deliver.ts';
import { attaches, PICTURE, sendsForm, uploads, writes } from '../../../../fakes/itop/files.ts';
import { type ItopHarness, openItop } from '../../../../fakes/itop/harness.ts';

const MOST = 1024 * 1024;
const FORM = { name: 'formulaire.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-1.7') };

let harness: ItopHarness;
let ref: string;
let cursor: string;
/** as the last poll said it */
let leftOut: Changes['leftOut'];
beforeEach(async () => {
  harness = await openItop();
  ref = valueIn(await harness.connector.createTicket(newTicket(harness))).ref;
  ({ cursor } = valueIn(await harness.connector.changesSince(null)));
});
afterEach(() => harness.close());

/** The comments of the tickets that a poll reports. */
async function poll(): Promise<BackendComment[]> {
  const news: BackendComment[] = [];
  leftOut = undefined;
  for (;;) {
    const changes = valueIn(await harness.connector.changesSince(cursor));
    cursor = changes.cursor;
    if (changes.leftOut !== undefined) leftOut = changes.leftOut;
    news.push(...changes.tickets.flatMap(({ comments }) => comments));
    if (!changes.more) return news;
  }
}

async function fetched(files: readonly BackendFile[] = [], most = MOST) {
  const all = [];
  for (const file of files) all.push(await file.fetch(most));
  return all;
}

describe('a file that is attached', () => {
  test('by a form is a comment of who attached it, at iTop’s time; those from here are not', async () => {
    await harness.connector.addAttachment(newAttachment(ref, 'ours.txt', Buffer.from('ours')));
    const upload = uploads(harness.itop, FORM);
    expect(await poll()).toEqual([]);
    harness.itop.store.skewMs += 60_000;
    writes(harness.itop, ref, '<p>Please fill it in.</p>');
    sendsForm(harness.itop, ref, upload);
    const news = await poll();
    expect(news).toMatchObject([
      { ref: `attachment-${upload.id}`, author: 'Ada Attacher', body: '', key: null },
      { author: 'A technician', body: 'Please fill it in.' },
    ]);
    expect(news.map(({ createdAt }) => createdAt)).toEqual(news.map(({ createdAt }) => createdAt).sort());
    expect(await fetched(news[0]?.filesThere)).toEqual([
      { kind: 'bytes', bytes: FORM.bytes, name: FORM.name, mediaType: FORM.mediaType },
    ]);
  });

  test('by another program, which changes nothing of the ticket, comes with the next poll, once', async () => {
    const { id } = attaches(harness.itop, ref, FORM);
    expect((await poll()).map((comment) => comment.ref)).toEqual([`attachment-${id}`]);
    expect(await poll()).toEqual([]);
    // long after the overlap of the reading of tickets
    harness.itop.store.skewMs += 3_600_000;
    expect(await poll()).toEqual([]);
    const second = attaches(harness.itop, ref, { ...FORM, name: 'second.pdf' });
    expect((await poll()).map((comment) => comment.ref)).toEqual([
      `attachment-${id}`,
      `attachment-${second.id}`,
    ]);
  });

  test('under an id that iTop commits late comes all the same', async () => {
    const late = harness.itop.store.nextId('Attachment');
    attaches(harness.itop, ref, FORM);
    await poll();
    attaches(harness.itop, ref, PICTURE, late);
    expect((await poll()).map((comment) => comment.ref)).toContain(`attachment-${late}`);
  });

  test('long before Guichet reads there does not make its ticket news', async () => {
    const old = attaches(harness.itop, ref, FORM);
    Object.assign(old.values, { creation_date: '2020-01-01 08:00:00' });
    const other = valueIn(await harness.connector.createTicket(newTicket(harness))).ref;
    ({ cursor } = valueIn(await harness.connector.changesSince(null)));
    harness.itop.store.skewMs += 3_600_000;
    const { id } = attaches(harness.itop, other, FORM);
    expect((await poll()).map((comment) => comment.ref)).toEqual([`attachment-${id}`]);
    expect(await poll()).toEqual([]);
  });

  test('says why it does not come', async () => {
    const { id } = attaches(harness.itop, ref, { ...FORM, bytes: Buffer.alloc(200_000, 'x') });
    const [comment] = await poll();
    const only = (most?: number) => fetched(comment?.filesThere, most);
    // more than is read of the answer, and more than the limit
    expect(await only(50_000)).toEqual([{ kind: 'too-large' }]);
    expect(await only(199_999)).toEqual([{ kind: 'too-large' }]);
    expect(await only(200_000)).toMatchObject([{ kind: 'bytes' }]);
    harness.itop.sendsNoFiles = true;
    expect(await only()).toEqual([{ kind: 'failed' }]);
    harness.itop.sendsNoFiles = false;
    const file = harness.itop.store.byId('Attachment', id);
    if (file) harness.itop.store.remove(file);
    expect(await only()).toEqual([{ kind: 'gone' }]);
  });

  test('holds up nothing where the account may not read files', async () => {
    harness.itop.account.lacks.add('read Attachment');
    attaches(harness.itop, ref, FORM);
    writes(harness.itop, ref, '<p>Good morning.</p>');
    expect((await poll()).map(({ body }) => body)).toEqual(['Good morning.']);
  });
});

const HOUR = 3_600_000;

describe.each(['bytes', 'memory'] as const)('a file whose row iTop cannot send, for its %s,', (how) => {
  async function withDamaged() {
    const other = valueIn(await harness.connector.createTicket(newTicket(harness))).ref;
    const before = attaches(harness.itop, ref, FORM);
    const damaged = attaches(harness.itop, ref, FORM);
    harness.itop.store.damaged.set(`Attachment::${damaged.id}`, how);
    const after = attaches(harness.itop, other, FORM);
    writes(harness.itop, ref, '<p>See the files.</p>');
    return {
      damaged: `attachment-${damaged.id}`,
      others: [before, after].map(({ id }) => `attachment-${id}`),
    };
  }

  test('is stepped over and named; all others come', async () => {
    const { damaged, others } = await withDamaged();
    const news = await poll();
    expect(news.map((comment) => comment.ref)).toEqual(expect.arrayContaining(others));
    expect(news.map((comment) => comment.ref)).not.toContain(damaged);
    expect(news.map(({ body }) => body)).toContain('See the files.');
    for (const text of Object.values(leftOut ?? { en: '' }))
      expect(text).toContain(`${ref} (${damaged.replace('attachment-', 'Attachment::')})`);
  });

  test('costs the next polls nothing, and comes once its row was mended', async () => {
    const { damaged } = await withDamaged();
    await poll();
    harness.itop.store.skewMs += HOUR / 2;
    await poll();
    const before = harness.itop.calls.length;
    expect(await poll()).toEqual([]);
    expect([harness.itop.calls.length - before, leftOut]).toEqual([2, undefined]);
    harness.itop.store.skewMs += HOUR;
    expect(await poll()).toEqual([]);
    expect(leftOut?.en).toContain('Attachment::');
    harness.itop.store.damaged.clear();
    harness.itop.store.skewMs += HOUR + 60_000;
    expect((await poll()).map((comment) => comment.ref)).toContain(damaged);
    expect(leftOut).toBeNull();
    expect(await poll()).toEqual([]);
  });

  test('among hundreds takes few questions', async () => {
    const { others } = await withDamaged();
    for (let count = 0; count < 240; count += 1) attaches(harness.itop, ref, FORM);
    const before = harness.itop.calls.length;
    expect((await poll()).map((comment) => comment.ref)).toEqual(expect.arrayContaining(others));
    expect(harness.itop.calls.length - before).toBeLessThan(40);
  });
});

describe('a right to read files that is missing for a while', () => {
  test.each([0, 1])('loses none of them, where %i were listed before', async (listed) => {
    for (let count = 0; count < listed; count += 1) attaches(harness.itop, ref, FORM);
    await poll();
    harness.itop.account.lacks.add('read Attachment');
    const { id } = attaches(harness.itop, ref, FORM);
    writes(harness.itop, ref, '<p>See the file.</p>');
    expect((await poll()).map(({ body }) => body)).toEqual(['See the file.']);
    for (let polls = 0; polls < 3; polls += 1) {
      harness.itop.store.skewMs += HOUR;
      await poll();
    }
    harness.itop.account.lacks.clear();
    expect((await poll()).map((comment) => comment.ref)).toContain(`attachment-${id}`);
    expect(await poll()).toEqual([]);
  });
});

test('many files cost a quiet poll no more than one question', async () => {
  for (let count = 0; count < 300; count += 1) attaches(harness.itop, ref, FORM);
  await poll();
  harness.itop.store.skewMs += 3_600_000;
  await poll();
  const quiet = harness.itop.calls.length;
  await poll();
  expect(harness.itop.calls.slice(quiet).map(({ className, objects }) => [className, objects])).toEqual([
    ['UserRequest', 0],
    ['Attachment', 50],
  ]);
});
