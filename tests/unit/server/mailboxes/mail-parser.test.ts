// A mail that takes long, or all memory, ends with its process; the next one is parsed.
import { afterEach, expect, test } from 'vitest';
import {
  createMailParser,
  type MailParser,
  UnreadableMail,
} from '../../../../server/mailboxes/mail-parser.ts';
import { runNode } from '../../../fakes/server/program.ts';
import { until } from '../../../fakes/server/until.ts';

const SLOW = new URL('../../../fakes/mail-desk/slow-process.ts', import.meta.url);
const ONE_MAIL = new URL('../../../fakes/mail-desk/one-mail.ts', import.meta.url);
const MOST = 1024 * 1024;
let parser: MailParser;
afterEach(() => parser.close());

const mailOf = (subject: string, text = 'Text', type = 'plain') => ({
  source: Buffer.from(
    `From: postmaster@evil.example\r\nContent-Type: ${type === 'rfc822' ? 'message' : 'text'}/${type}\r\nSubject: ${subject}\r\n\r\n${text}`,
  ),
  place: 'imap:1:1',
  receivedAt: new Date(0),
});

/** Returns the id of the process that parses mails. */
const processOf = async ({ parse }: MailParser) => Number((await parse(mailOf('which process'))).subject);

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

test('a mail is parsed in a process of its own, which parses the next ones too', async () => {
  parser = createMailParser({ program: SLOW });
  expect(await parser.parse(mailOf('News'))).toMatchObject({ subject: 'News', text: 'Text\n' });
  const id = await processOf(parser);
  expect(id).not.toBe(process.pid);
  expect(await processOf(parser)).toBe(id);
  await parser.close();
  await until(() => !isRunning(id), 'the process ends with its parser');
});

test('a mail that never ends is given up, and the mails after it are parsed', async () => {
  parser = createMailParser({ program: SLOW, mostTime: 2000 });
  const [endless, next] = [parser.parse(mailOf('endless')), parser.parse(mailOf('next'))];
  await expect(endless).rejects.toThrow(UnreadableMail);
  expect(await next).toMatchObject({ subject: 'next' });
});

test.each(['memory', 'crash'])(
  'a mail that ends its process by %s is given up, and the next one is parsed',
  async (end) => {
    parser = createMailParser({ program: SLOW, mostTime: 60_000 });
    await expect(parser.parse(mailOf(end))).rejects.toThrow(UnreadableMail);
    expect(await parser.parse(mailOf('next'))).toMatchObject({ subject: 'next' });
  },
);

test.each([
  ['newlines', '\n'.repeat(MOST)],
  ['lines of one letter', 'x\n'.repeat(MOST / 2)],
  ['open tags', '<a>\n'.repeat(MOST / 4), 'html'],
  ['a mail in a mail with a long header', `To: ${'a:'.repeat(MOST / 2)}\n\nText`, 'rfc822'],
])(
  'one after another, mails of %s are parsed in the memory that there is',
  async (_what, text, type = 'plain') => {
    // memory is what counts here, not how long a busy machine takes
    parser = createMailParser({ mostTime: 60_000 });
    for (let count = 0; count < 4; count++)
      expect(await parser.parse(mailOf('many', text, type))).toMatchObject({ isBounce: true });
  },
  240_000,
);

test('a header that is too long makes a mail unreadable, so that nothing is read from a part of it', async () => {
  parser = createMailParser({ program: SLOW });
  const id = await processOf(parser);
  const long = parser.parse(mailOf(`long\r\n${'To: a:\r\n'.repeat(MOST / 8)}`));
  await expect(long).rejects.toThrow(UnreadableMail);
  // it costs no start
  expect(await processOf(parser)).toBe(id);
});

test('when the server closes, the mail that is being parsed is not to blame', async () => {
  parser = createMailParser({ program: SLOW, mostTime: 60_000 });
  await parser.parse(mailOf('first'));
  const parsed = Promise.allSettled([parser.parse(mailOf('endless')), parser.parse(mailOf('next'))]);
  await parser.close();
  for (const outcome of await parsed) {
    expect(outcome).toMatchObject({ status: 'rejected' });
    expect(outcome.status === 'rejected' && outcome.reason).not.toBeInstanceOf(UnreadableMail);
  }
});

test('a signal to all processes of the server does not end the mail that is being parsed', async () => {
  parser = createMailParser({ program: SLOW });
  const id = await processOf(parser);
  process.kill(id, 'SIGINT');
  process.kill(id, 'SIGTERM');
  expect(await processOf(parser)).toBe(id);
});

test('where the process cannot be started, the mail is not to blame', async () => {
  parser = createMailParser({ program: new URL('missing.ts', import.meta.url) });
  const failure = await parser.parse(mailOf('News')).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(UnreadableMail);
});

test('the process ends when no mail comes', async () => {
  parser = createMailParser({ program: SLOW, idleTime: 1 });
  const id = await processOf(parser);
  await until(() => !isRunning(id), 'the process ends');
  expect(await parser.parse(mailOf('next'))).toMatchObject({ subject: 'next' });
});

test('a process that waits for mails does not keep the server from stopping, and ends with it', async () => {
  parser = createMailParser();
  const program = runNode(ONE_MAIL.pathname, []);
  // its output is closed by its last process
  expect(await program.ended()).toBe(0);
  expect(program.output.out).toBe('News\n');
});
