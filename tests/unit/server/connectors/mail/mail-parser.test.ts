// A mail that takes long, or all memory, ends with its thread; the next one is parsed.
import { afterEach, expect, test } from 'vitest';
import {
  createMailParser,
  type MailParser,
  UnreadableMail,
} from '../../../../../server/connectors/mail/mail-parser.ts';

const SLOW = new URL('../../../../fakes/mail-desk/slow-thread.ts', import.meta.url).href;
let parser: MailParser;
afterEach(() => parser.close());

const mailOf = (subject: string) => ({
  source: Buffer.from(`Subject: ${subject}\r\n\r\nText`),
  place: 'imap:1:1',
  receivedAt: new Date(0),
});

test('a mail is parsed in a thread', async () => {
  parser = createMailParser();
  expect(await parser.parse(mailOf('News'))).toMatchObject({ subject: 'News', text: 'Text\n' });
});

test('a mail that never ends is given up, and the mails after it are parsed', async () => {
  parser = createMailParser({ thread: SLOW, mostTime: 2000 });
  const [endless, next] = [parser.parse(mailOf('endless')), parser.parse(mailOf('next'))];
  await expect(endless).rejects.toThrow(UnreadableMail);
  expect(await next).toMatchObject({ subject: 'next' });
});

test('a mail that takes all memory is given up, and the next one is parsed', async () => {
  parser = createMailParser({ thread: SLOW });
  await expect(parser.parse(mailOf('memory'))).rejects.toThrow(UnreadableMail);
  expect(await parser.parse(mailOf('next'))).toMatchObject({ subject: 'next' });
});
