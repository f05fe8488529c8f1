// A desk that answers by mail, both ways: a real Request Tracker. Its queue acknowledges, and its answers go to those who wrote.
import { afterEach, expect, test } from 'vitest';
import type { MailSettings } from '../../contract/mail-settings.ts';
import type {
  BackendComment,
  Connector,
  NewTicket,
  TicketChange,
} from '../../server/connectors/connector.ts';
import { newAttachment, newComment, newTicket } from '../connectors/content.ts';
import type { Harness } from '../connectors/harness.ts';
import { type RtEnvironment, readRt } from './environment.ts';
import { newDomain, removeOrReport } from './line.ts';
import { openMailConnector } from './mail-connector.ts';
import { openMailbox } from './mailbox.ts';
import { openRtDesk, type RtDesk } from './rt-desk.ts';

/** How long mails and RT may take, in milliseconds. */
const PATIENCE = 60_000;
/** The smallest PNG. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface Stage {
  connector: Connector;
  rt: RtDesk;
  ticket: NewTicket;
  /** Waits until RT has the ticket, and returns its id. */
  arrived(): Promise<string>;
  /** Reads the mailbox until what it says of the ticket so far is as expected. */
  told(isSo: (change: TicketChange) => boolean): Promise<TicketChange>;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(environment: RtEnvironment, own: Partial<MailSettings>): Promise<Stage> {
  const rt = openRtDesk(environment);
  const [run = ''] = newDomain().split('.');
  const known = { email: `requester.${run}@${environment.MAIL_FROM_DOMAIN}`, fullName: 'Alba Requester' };
  const ticket = newTicket({ organisation: 'Contoso', known, category: null } as Harness);
  const mailbox = await openMailbox(environment.IMAP_URL, environment.MAIL_REPLY_TO);
  const { connect, close } = await openMailConnector(environment, {
    to: environment.RT_ADDRESS,
    numberPattern: '\\[[^\\]]+ #(\\d+)\\]',
    replyTag: `[${environment.RT_NAME} #{number}]`,
    statusPattern: '(?i)your request has been (resolved)',
    statuses: { resolved: 'resolved' },
    ...own,
  });
  const connector = connect();
  let { cursor } = await read(connector, null);
  const so: { change: TicketChange | null; comments: BackendComment[] } = { change: null, comments: [] };
  closing.push(
    () => mailbox.close(),
    close,
    () => connector.close(),
    () =>
      removeOrReport(`the tickets of RT with ${ticket.key}`, async () => {
        for (const id of await rt.find(ticket.title)) await rt.remove(id);
        await mailbox.removeAll(ticket.title);
      }),
  );
  return {
    ...{ connector, rt, ticket },
    async arrived() {
      await expect.poll(() => rt.find(ticket.key), { timeout: PATIENCE, interval: 500 }).toHaveLength(1);
      const [id = ''] = await rt.find(ticket.key);
      return id;
    },
    async told(isSo) {
      const look = async () => {
        const changes = await read(connector, cursor);
        cursor = changes.cursor;
        for (const change of changes.tickets.filter(({ ref }) => ref === ticket.key)) {
          so.comments.push(...change.comments);
          so.change = {
            ...change,
            status: change.status ?? so.change?.status ?? null,
            comments: so.comments,
          };
        }
        return so.change !== null && isSo(so.change);
      };
      await expect.poll(look, { timeout: PATIENCE, interval: 500 }).toBe(true);
      return so.change as TicketChange;
    },
  };
}

async function read(connector: Connector, cursor: string | null) {
  const answer = await connector.changesSince(cursor);
  if (!answer.ok) throw new Error(answer.failure.reason.en);
  return answer.value;
}

const says = (change: TicketChange, words: string) =>
  change.comments.some(({ body }) => body.includes(words));

const environment = readRt();
if (environment.isConfigured) {
  test('a ticket goes to RT and back: number, messages and files both ways, its status', async () => {
    const { connector, rt, ticket, arrived, told } = await open(environment.values, {});
    expect((await connector.check()).filter(({ problem }) => problem !== null)).toEqual([]);
    expect(await connector.createTicket(ticket)).toMatchObject({ ok: true, value: { ref: ticket.key } });
    const id = await arrived();
    expect((await told(({ number }) => number !== null)).number).toBe(id);

    const file = newAttachment(ticket.key, 'picture.png', PICTURE);
    expect((await connector.addAttachment({ ...file, mediaType: 'image/png' })).ok).toBe(true);
    const comment = newComment(ticket.key, ticket.requester, 'It still prints nothing.');
    expect((await connector.addComment(comment)).ok).toBe(true);
    const texts = async () => (await rt.messages(id)).join('\n');
    await expect.poll(texts, { timeout: PATIENCE, interval: 500 }).toContain('It still prints nothing.');
    expect(await texts()).toContain('picture.png');
    expect(await texts()).toContain(ticket.description);
    // each is a message of the same ticket, which is the only one
    expect(await rt.find(ticket.key)).toEqual([id]);

    await rt.answer(id, 'The fuser was changed. Please print a test page.', {
      name: 'fuser.png',
      bytes: PICTURE,
    });
    const answered = await told((change) => says(change, 'The fuser was changed.'));
    const message = answered.comments.find(({ body }) => body.includes('The fuser was changed.'));
    expect(message?.unprovenSender).toBeUndefined();
    expect(message?.files?.map(({ name }) => name)).toEqual(['fuser.png']);

    await rt.resolve(id);
    expect(await told(({ status }) => status === 'resolved')).toMatchObject({ backendStatus: 'resolved' });
  });

  test('a desk that knows people by Reply-To has the requester, and writes to us as one who is copied', async () => {
    const { connector, rt, ticket, arrived, told } = await open(environment.values, { knownBy: 'reply-to' });
    expect((await connector.createTicket(ticket)).ok).toBe(true);
    const id = await arrived();
    const { Requestor, Cc } = await rt.read(id);
    expect(Requestor.map((one) => one.id)).toEqual([ticket.requester.email]);
    expect(Cc.map((one) => one.id)).toEqual([environment.values.MAIL_REPLY_TO]);
    await rt.answer(id, 'Which printer is it?');
    expect(await told((change) => says(change, 'Which printer is it?'))).toMatchObject({ number: id });
    const comment = newComment(ticket.key, ticket.requester, 'That of room 12.');
    expect((await connector.addComment(comment)).ok).toBe(true);
    const texts = async () => (await rt.messages(id)).join('\n');
    await expect.poll(texts, { timeout: PATIENCE, interval: 500 }).toContain('That of room 12.');
    expect(await rt.find(ticket.key)).toEqual([id]);
  });
}
