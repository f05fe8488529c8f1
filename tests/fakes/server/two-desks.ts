// Two servers with a built-in desk each, a school's and its group's, which speak to each other by mail alone. Time passes by itself,
// the same for both.
import { DeskTicket, TicketPage } from '../../../contract/console.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import { SECOND } from '../../../server/clock.ts';
import type { BackendTicket } from '../../connectors/harness.ts';
import type { Dovecot } from '../mail-desk/dovecot.ts';
import { type MailBox, type MailRoute, openMailRoute, type RoutedMail } from '../mail-desk/mail-route.ts';
import { createClock } from './clock.ts';
import { insertStaff } from './staff.ts';
import { type FakeStaff, openTestServer, type TestServer } from './test-server.ts';
import { type Group, onTicket } from './two-tiers.ts';
import { until } from './until.ts';

export interface TwoDesks {
  school: TestServer;
  group: TestServer;
  route: MailRoute;
  schoolBox: MailBox;
  groupBox: MailBox;
  /** the group, as the school's server reaches it */
  backend: Group;
  /** a technician of the group */
  technician: FakeStaff;
  /** settings of a process that runs the group's server */
  groupEnvironment: Readonly<Record<string, string>>;
  /** Waits until all mails are sent and read at both ends. */
  settled(): Promise<void>;
  /** The mails to this address. */
  mailsTo(address: string): RoutedMail[];
  close(): Promise<void>;
}

/** Of the school's desk, which the group knows as a person. */
export const SCHOOL = 'support@school.example';
export const GROUP = 'desk@group.example';
const SENDER = 'help@group.example';
/** Time that passes at once, and how often, in milliseconds: a hundred times as fast as it does. */
const STEP = 5 * SECOND;
const EVERY = 50;

export async function openTwoDesks(dovecot: Dovecot): Promise<TwoDesks> {
  const clock = createClock(new Date().toISOString());
  const route = await openMailRoute(dovecot);
  const groupEnvironment = {
    SMTP_URL: `smtp://127.0.0.1:${route.port}`,
    MAIL_FROM: `Group help desk <${SENDER}>`,
    FIRST_EMAIL_DOMAINS: 'school.example',
  };
  const group = await openTestServer({ clock, environment: groupEnvironment });
  const school = await openTestServer({
    clock,
    environment: { FIRST_EMAIL_DOMAINS: 'contoso.example,example.org' },
  });
  const schoolBox = await route.box(SCHOOL, clock.now);
  const groupBox = await route.box(GROUP, clock.now);
  await group.runImport('directory', { people: [{ email: SCHOOL, fullName: 'Support of the school' }] });
  await readMailbox(group, groupBox, dovecot.password);
  const technician = await group.technician();
  const colleague = {
    email: 'colleague@group.example',
    fullName: 'A colleague',
    role: 'technician',
  } as const;
  const colleagueId = await insertStaff(group, colleague);
  const passing = setInterval(() => clock.advance(STEP), EVERY);

  async function isSettled(): Promise<boolean> {
    if (!(await isAtEnd(group, 'SELECT cursor FROM desk_mailbox', groupBox))) return false;
    if (!(await isAtEnd(school, "SELECT cursor FROM backend WHERE kind = 'mail'", schoolBox))) return false;
    for (const server of [group, school]) {
      const rows = await server.rows("SELECT id FROM delivery WHERE state NOT IN ('done', 'parked')");
      if (rows.length > 0) return false;
    }
    const untold = await group.rows('SELECT number FROM desk_ticket WHERE told = 0');
    const unsent = await group.rows("SELECT id FROM notice WHERE state IN ('waiting', 'sending')");
    return untold.length + unsent.length === 0;
  }

  async function settled(): Promise<void> {
    // what was read last may have caused another mail
    await until(async () => (await isSettled()) && (await isSettled()), 'all mails are read', 60_000);
  }

  return {
    ...{ school, group, route, schoolBox, groupBox, technician, groupEnvironment, settled },
    backend: backendOf({ route, schoolBox, dovecot, technician, colleagueId, settled }),
    mailsTo: (address) => route.mails.filter(({ to }) => to.replace(/\+[^@]*@/, '@') === address),
    async close() {
      clearInterval(passing);
      await school.close();
      await group.close();
      await route.close();
    },
  };
}

async function isAtEnd(server: TestServer, cursor: string, box: MailBox): Promise<boolean> {
  const [row] = await server.rows(cursor);
  return Number(String(row?.cursor ?? '').split(':')[1] ?? -1) >= (await box.last());
}

async function readMailbox(group: TestServer, { user, line }: MailBox, password: string): Promise<void> {
  const mailbox = {
    ...{ address: GROUP, host: '127.0.0.1', port: line.port, secure: false, user },
    authServer: 'mx.group.example',
    desks: [SCHOOL],
  };
  const json = {
    name: 'Desk',
    settings: { kind: 'built-in', closeAfterDays: null, mailbox },
    secrets: { mailboxPassword: password },
  };
  const administrator = await group.administrator();
  const saved = await administrator.ask('/backends/built-in', { method: 'PUT', json });
  if (saved.status !== 200) throw new Error(`not saved: ${JSON.stringify(saved.body)}`);
}

type BackendParts = Pick<TwoDesks, 'route' | 'schoolBox' | 'technician' | 'settled'> & {
  dovecot: Dovecot;
  colleagueId: string;
};

function backendOf(parts: BackendParts): Group {
  const { route, schoolBox, dovecot, technician, colleagueId, settled } = parts;
  const template = '{description}\n\n{answers}\n{requester} <{email}>';
  const server = { host: '127.0.0.1', secure: false };
  async function ticket(ref: string): Promise<BackendTicket> {
    await settled();
    return ofGroup(DeskTicket.parse((await technician.ask(`/tickets/${ref}`)).body));
  }
  return {
    settings: {
      ...{ kind: 'mail', guichet: true, to: GROUP, replyTo: SCHOOL, senders: [SENDER] },
      smtp: { ...server, port: route.port, user: null },
      imap: { ...server, port: schoolBox.line.port, user: schoolBox.user },
      ...{ authServer: 'mx.school.example', numberPattern: '#([0-9]+)', language: 'en' },
      ...{ template, serviceRequestTemplate: template },
    },
    secrets: { imapPassword: dovecot.password },
    harness: {
      async tickets() {
        await settled();
        const { tickets } = TicketPage.parse((await technician.ask('/tickets?show=all')).body);
        return Promise.all(tickets.map(({ id }) => ticket(id)));
      },
      ticket,
      async replies(ref, _author, body) {
        await onTicket(technician, ref)('replies', { body, internal: false });
        await settled();
      },
      async moves(ref, status, { solution } = {}) {
        const act = onTicket(technician, ref);
        await moveTo(act, (await ticket(ref)).status, status, solution);
        await settled();
      },
      async reassigns(ref, note) {
        const act = onTicket(technician, ref);
        await act('replies', { body: note, internal: true });
        await act('assign', { teamId: null, to: { technicianId: colleagueId } });
        await settled();
      },
    },
  };
}

async function moveTo(
  act: ReturnType<typeof onTicket>,
  from: TicketStatus | null,
  to: TicketStatus,
  solution = '',
): Promise<unknown> {
  if (to === 'pending') return act('set-pending', { reason: 'An order.', until: null, untilAnswer: false });
  if (to === 'resolved') return act('resolve', { solution });
  return act(from === 'pending' ? 'resume' : 'take');
}

function ofGroup(ticket: DeskTicket): BackendTicket {
  const said = ticket.comments.filter(({ internal }) => !internal);
  const files = [...ticket.attachments, ...said.flatMap(({ attachments }) => attachments)];
  return {
    ref: ticket.id,
    ...{ number: ticket.number, title: ticket.title, description: ticket.description, status: ticket.status },
    requesterEmail: ticket.requesterEmail,
    comments: said.map(({ authorName: author, body }) => ({ author, body })),
    attachments: files.map(({ name, sha256 }) => ({ name, bytes: Buffer.from(sha256, 'hex') })),
    contactEmails: [],
  };
}
