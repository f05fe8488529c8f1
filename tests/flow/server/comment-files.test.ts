// Pictures and files of a backend's technicians reach the requester, once, or are named; they hold up nobody else's news.
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../server/clock.ts';
import type { BackendFile, FetchedFile } from '../../../server/connectors/backend-file.ts';
import type { Connector } from '../../../server/connectors/connector.ts';
import { FilesUnavailable } from '../../../server/storage/content-store.ts';
import { attaches, PICTURE, PNG, pictureIn, writes } from '../../fakes/itop/files.ts';
import { type ItopHarness, openItop } from '../../fakes/itop/harness.ts';
import { commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
let there: FakeBackend;
let itop: ItopHarness | null = null;
afterEach(async () => {
  await desk.close();
  await itop?.close();
  itop = null;
});

async function open(
  connector: Connector,
  environment: Record<string, string> = {},
): Promise<[string, string]> {
  ({ desk } = await openWithBackends({ there: connector }, 'there', { environment }));
  agent = await desk.activeAgent('requester@contoso.example');
  await polled();
  const [first, second] = [ticketCommand(), ticketCommand()];
  await agent.sync([first, second]);
  await desk.delivered();
  return [first.key, second.key];
}

function openFake(environment: Record<string, string> = {}) {
  there = createBackend('T', ELSEWHERE);
  return open(there, environment);
}

/** Waits until the backend was polled again. */
async function polled(): Promise<void> {
  const times = () => desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'");
  const before = desk.clock.now().toISOString();
  desk.clock.advance(MINUTE);
  await until(async () => String((await times())[0]?.polled_at) > before);
}

async function commentsOf(id: string) {
  return (await agent.sync()).tickets.find((ticket) => ticket.id === id)?.comments ?? [];
}

async function read(id: string, sha256: string): Promise<Buffer> {
  const answer = await fetch(`${desk.url}/v1/tickets/${id}/attachments/${sha256}`, {
    headers: agent.authorization(),
  });
  return Buffer.from(await answer.arrayBuffer());
}

/** A technician answers with these files. Each is fetched by what is told next; the last of it stays. */
function answers(key: string, body: string, files: Record<string, FetchedFile | FetchedFile[]>): string[] {
  const fetches: string[] = [];
  const filesThere = Object.entries(files).map(([name, told]): BackendFile => {
    const left = [told].flat();
    return {
      name,
      async fetch() {
        fetches.push(name);
        const next = left.length > 1 ? left.shift() : left[0];
        if (next === undefined) throw new Error('it cannot be read');
        return next;
      },
    };
  });
  there.replies('A technician', body, key);
  Object.assign(there.ticket(key).comments.at(-1) ?? {}, { filesThere });
  return fetches;
}

function bytes(content: Buffer | string, name: string, mediaType = 'image/png'): FetchedFile {
  return { kind: 'bytes', bytes: Buffer.from(content), name, mediaType };
}

describe('in iTop', () => {
  test('an entry that is only a picture, and a file without an entry, arrive as files', async () => {
    itop = await openItop();
    itop.itop.store.add('Organization', { name: 'Contoso', status: 'active' });
    const [id] = await open(itop.connector);
    const form = { name: 'formulaire.pdf', mediaType: 'application/pdf', bytes: randomBytes(70_000) };
    const [row] = await desk.rows(`SELECT ref FROM link WHERE ticket_id = '${id}'`);
    const ref = String(row?.ref);
    writes(itop.itop, ref, `<p>${pictureIn(itop.itop)}</p>`);
    await polled();
    attaches(itop.itop, ref, form);
    writes(itop.itop, ref, `<p>${pictureIn(itop.itop)}</p>`, 'private_log');
    await polled();
    await polled();
    const comments = await commentsOf(id);
    expect(comments).toMatchObject([
      { authorName: 'A technician', body: '', attachments: [{ name: PICTURE.name, mediaType: 'image/png' }] },
      { authorName: 'A Program', body: '', attachments: [{ name: form.name, size: 70_000 }] },
    ]);
    const contents = await Promise.all(
      comments.map(({ attachments: [file] }) => read(id, file?.sha256 ?? '')),
    );
    expect(contents).toEqual([PNG, form.bytes]);
    expect(itop.itop.pictures).toEqual(['sent']);
  });
});

describe('a file', () => {
  test('is fetched once, however often its comment is read', async () => {
    const [id] = await openFake();
    const fetches = answers(id, 'See the picture.', { 'a.png': bytes('one', 'a.png') });
    await polled();
    await desk.alter("UPDATE backend SET cursor = '0' WHERE kind = 'itop'");
    await polled();
    const sha256 = createHash('sha256').update('one').digest('hex');
    expect(await commentsOf(id)).toMatchObject([
      { body: 'See the picture.', attachments: [{ name: 'a.png', sha256 }] },
    ]);
    expect(fetches).toEqual(['a.png']);
  });

  test('that fails for a while arrives, in the order of the messages, and holds up no other ticket', async () => {
    const [id, other] = await openFake();
    const failing: FetchedFile = { kind: 'failed' };
    const fetches = answers(id, '', { 'a.png': [failing, failing, bytes('one', 'a.png')] });
    there.replies('A technician', 'And this.', id);
    there.replies('A technician', 'News.', other);
    await polled();
    expect(await commentsOf(id)).toEqual([]);
    expect(await commentsOf(other)).toMatchObject([{ body: 'News.' }]);
    await polled();
    await polled();
    expect(await commentsOf(id)).toMatchObject([
      { body: '', attachments: [{ name: 'a.png' }] },
      { body: 'And this.' },
    ]);
    expect(await commentsOf(other)).toHaveLength(1);
    expect(fetches).toHaveLength(3);
  });

  test('that never comes is named after three tries, in the language of the requester', async () => {
    const [id] = await openFake();
    await desk.alter("UPDATE agent SET language = 'fr'");
    const fetches = answers(id, 'Voir.', {
      'schéma.png': { kind: 'failed' },
      'b.png': bytes('two', 'b.png'),
      '': { kind: 'elsewhere' },
    });
    for (let poll = 0; poll < 4; poll += 1) await polled();
    expect(await commentsOf(id)).toMatchObject([
      {
        body: 'Voir.\n\nPas affiché ici, mais dans le centre d’assistance\u00a0:\nschéma.png (le centre d’assistance ne l’envoie pas)\nun fichier (sur un autre serveur, où rien n’est repris)',
        attachments: [{ name: 'b.png' }],
      },
    ]);
    expect(fetches.filter((name) => name === 'schéma.png')).toHaveLength(3);
  });

  test('that may not be here is named with the reason, and the rest arrives', async () => {
    const [id] = await openFake({ ALLOWED_FILE_TYPES: 'png,pdf', ATTACHMENT_LIMIT_MB: '1' });
    answers(id, '', {
      'a.png': bytes('one', 'a.png'),
      'run.exe': bytes('MZ', 'run.exe', 'application/octet-stream'),
      'film.png': { kind: 'too-large' },
      'old.png': { kind: 'gone' },
      'empty.png': bytes('', 'empty.png'),
    });
    await polled();
    const [comment] = await commentsOf(id);
    expect(comment?.attachments.map(({ name }) => name)).toEqual(['a.png']);
    expect(comment?.body.split('\n')).toEqual([
      'Not shown here, but in the help desk:',
      'run.exe (files of this type are not taken here)',
      'empty.png (empty)',
      'film.png (larger than 1 MB, or than there was room for)',
      'old.png (the help desk no longer has it)',
    ]);
  });

  test('that cannot be stored holds up no other news for long, and its message says so', async () => {
    const [id, other] = await openFake();
    const fetches = answers(id, 'See.', { 'a.png': [] });
    there.replies('A technician', 'News.', other);
    await polled();
    expect([await commentsOf(id), await commentsOf(other)]).toMatchObject([[], [{ body: 'News.' }]]);
    await polled();
    await polled();
    expect(await commentsOf(id)).toMatchObject([
      { body: 'See.\n\nNot shown here, but in the help desk:\nits files could not be read' },
    ]);
    expect(fetches).toHaveLength(3);
  });

  test('for which the server has no room waits until it has, and holds up no other news', async () => {
    const [id, other] = await openFake();
    let hasRoom = false;
    const fetch: BackendFile['fetch'] = async () => {
      if (!hasRoom) throw new FilesUnavailable('no space left');
      return bytes('one', 'a.png');
    };
    answers(id, 'See.', {});
    Object.assign(there.ticket(id).comments.at(-1) ?? {}, { filesThere: [{ name: 'a.png', fetch }] });
    there.replies('A technician', 'News.', other);
    for (let poll = 0; poll < 5; poll += 1) await polled();
    expect([await commentsOf(id), await commentsOf(other)]).toMatchObject([[], [{ body: 'News.' }]]);
    hasRoom = true;
    await polled();
    expect(await commentsOf(id)).toMatchObject([{ body: 'See.', attachments: [{ name: 'a.png' }] }]);
  });

  test('is fetched no more once the server stops, and by the next one', async () => {
    const [id] = await openFake();
    let stopped: Promise<void> | null = null;
    const fetches = answers(id, 'Two.', { 'a.png': bytes('one', 'a.png'), 'b.png': bytes('two', 'b.png') });
    const [first] = there.ticket(id).comments.at(-1)?.filesThere ?? [];
    const fetchFirst = first?.fetch;
    Object.assign(first ?? {}, {
      async fetch(most: number) {
        stopped ??= desk.stop();
        return fetchFirst?.(most);
      },
    });
    desk.clock.advance(MINUTE);
    await until(async () => stopped !== null);
    await stopped;
    expect(fetches).toEqual(['a.png']);
    await desk.start();
    await polled();
    // its housekeeping may take a file of the clock's past while it is stored: then there is another try
    await polled();
    expect(fetches.slice(-2)).toEqual(['a.png', 'b.png']);
    const stored = await desk.rows('SELECT name FROM attachment ORDER BY position');
    expect(stored.map(({ name }) => name)).toEqual(['a.png', 'b.png']);
  });

  test('beyond the tenth is counted, and not fetched', async () => {
    const [id] = await openFake();
    const names = Array.from({ length: 13 }, (_, index) => `${index}.png`);
    const fetches = answers(
      id,
      'Many.',
      Object.fromEntries(names.map((name) => [name, bytes(name, `p${name}`)])),
    );
    await polled();
    const [comment] = await commentsOf(id);
    expect(comment?.attachments).toHaveLength(10);
    expect(comment?.body).toContain('and 3 more (only the first 10 files are kept)');
    expect(fetches).toHaveLength(10);
  });
});

test('a message whose command has not come back to a restored server is not recorded as a technician’s', async () => {
  const [id] = await openFake();
  const command = commentCommand(id, { body: 'My own words' });
  there.replies('A requester', 'My own words', id);
  Object.assign(there.ticket(id).comments.at(-1) ?? {}, { key: command.key });
  await polled();
  expect(await commentsOf(id)).toEqual([]);
  await agent.sync([{ ...command, again: true }]);
  await desk.delivered();
  await polled();
  expect(await commentsOf(id)).toMatchObject([{ id: command.key, body: 'My own words' }]);
});

test('a message with the key of another server is recorded after a day', async () => {
  const [id] = await openFake();
  there.replies('A requester', 'Of another server', id);
  Object.assign(there.ticket(id).comments.at(-1) ?? {}, { key: commentCommand(id).key });
  await polled();
  expect(await commentsOf(id)).toEqual([]);
  desk.clock.advance(DAY);
  there.replies('A technician', 'News.', id);
  await polled();
  expect((await commentsOf(id)).map(({ body }) => body)).toEqual(['Of another server', 'News.']);
});

test('a message that shows nothing says where it can be seen', async () => {
  const [id] = await openFake();
  there.replies('A technician', '', id);
  await polled();
  const [comment] = await commentsOf(id);
  expect(comment?.body).toBe(
    'The technician sent something that cannot be shown here: it is to be seen in the help desk. Ask what it says.',
  );
});
