// A help desk with something on each page of the console, without an agent's windows.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { DAY, MINUTE } from '../../contract/clock.ts';
import { ownPort } from '../fakes/own-port.ts';
import { ticketCommand } from '../fakes/server/agent.ts';
import { toldMails } from '../fakes/server/told-mails.ts';
import { until } from '../fakes/server/until.ts';
import { staffAt } from '../fakes/staff.ts';
import { colleague } from './colleague.ts';
import { DESK_PASSWORD, openDesk } from './desk.ts';
import { COMPILED, emptyFolder, root } from './parts.ts';
import { importInto, type OwnServer, startOwnServer } from './ready-agent.ts';

const ADMINISTRATOR = 'admin@example.org';
const APPROVER = 'manager@example.org';

export interface SeededDesk {
  server: OwnServer;
  /** ids of tickets, by what is special about each */
  tickets: { assigned: string; pending: string; forApproval: string; merged: string };
  /** one-time links of mails, and of the command that recovers an administrator */
  links: { invitation: string; recovery: string; password: string; approval: string };
}

export async function seedDesk(): Promise<SeededDesk> {
  // passkeys belong to a host name
  const PORT = `${await ownPort()}`;
  const server = await startOwnServer({ PORT, PUBLIC_URL: `http://localhost:${PORT}` });
  const desk = await openDesk(server);
  const { ask } = staffAt(server.url);
  await ask('signIn', { body: { email: ADMINISTRATOR, password: DESK_PASSWORD } });
  const agent = await colleague({ server, desk });
  importInto(server.dataDir, 'directory', directory());
  importInto(server.dataDir, 'catalogue', join(root, 'docs/examples/catalogue.json'));
  const newTicket = async (title: string, body: Record<string, unknown> = {}) => {
    const command = ticketCommand({ title, description: 'Since this morning.', ...body });
    expect(await agent.verdicts(command)).toEqual(['accepted']);
    await until(async () => (await desk.ticket(command.key)).number, `${title} has a number`);
    return command.key;
  };
  const approval = { categoryId: 'computer-new', ticketKind: 'service_request' };
  await newTicket('A laptop', approval);
  const forApproval = await newTicket('A second screen', approval);
  const [assigned, pending, merged] = [
    await newTicket('No picture'),
    await newTicket('No key'),
    await newTicket('No light'),
  ];
  await desk.createTeam('Rooms and screens');
  await ask('nameApprover', { params: { id: forApproval }, body: { email: ADMINISTRATOR } });

  await ask('takeTicket', { params: { id: assigned } });
  await ask('replyToTicket', { params: { id: assigned }, body: { body: 'Which room?', internal: false } });
  const [self] = await ask('listColleagues');
  const mentions = self ? [self.id] : [];
  await ask('replyToTicket', {
    params: { id: assigned },
    body: { body: 'A spare one?', internal: true, mentions },
  });
  await ask('takeTicket', { params: { id: pending } });
  await ask('setTicketPending', {
    params: { id: pending },
    body: {
      reason: 'The key is being cut.',
      until: new Date(Date.now() + 3 * DAY).toISOString(),
      untilAnswer: true,
    },
  });
  const { number } = await desk.ticket(assigned);
  await ask('relateTicket', { params: { id: pending }, body: { ticketNumber: number ?? '' } });
  await desk.merge(merged, number ?? '');

  await ask('inviteStaff', {
    body: {
      email: 'nadia@example.org',
      fullName: 'New technician',
      role: 'technician',
      organisationIds: null,
      language: 'en',
    },
  });
  await ask('saveStaffProvider', {
    body: {
      ...{ label: 'Sign in with Contoso', issuer: 'https://id.example.org', clientId: 'guichet' },
      ...{ groupsClaim: 'groups', administratorGroups: [], technicianGroups: ['help-desk'] },
    },
  });
  await desk.announce({
    title: { en: 'Wi-Fi is slow', fr: 'Le Wi-Fi est lent' },
    text: { en: 'A cable was cut.', fr: 'Un câble a été coupé.' },
    severity: 'disruption',
    service: null,
    from: new Date().toISOString(),
    to: null,
    organisationId: null,
    ticketNumber: null,
  });
  insertRest(server.dataDir, assigned);
  return {
    server,
    tickets: { assigned, pending, forApproval, merged },
    links: {
      invitation: await desk.invitationLink('nadia@example.org'),
      recovery: recoveryLink(server),
      password: await passwordLink(server),
      approval: await approvalLink(server),
    },
  };
}

/** Whom the example catalogue asks, and the administrator, who is the manager of the requester: one may name oneself. */
function directory(): string {
  const file = join(emptyFolder('directory'), 'directory.json');
  const people = [
    { email: APPROVER, fullName: 'A manager' },
    { email: ADMINISTRATOR, fullName: 'An administrator' },
    { email: 'colleague@example.org', fullName: 'A colleague', manager: ADMINISTRATOR },
  ];
  writeFileSync(file, JSON.stringify({ people }));
  return file;
}

/** What comes only from a mailbox, a broken mail server or a device: two mails that wait, one that could not be sent, a passkey. */
function insertRest(dataDir: string, ticketId: string): void {
  const database = new Database(join(dataDir, 'guichet.sqlite'));
  const now = new Date().toISOString();
  const staff = database.prepare('SELECT id FROM staff WHERE email = ?').pluck().get(ADMINISTRATOR);
  const mail = database.prepare(
    `INSERT INTO desk_mail (id, place, hash, sender, sender_name, subject, received_at, taken_at, outcome, reason, text, left_out)
     VALUES (?, ?, ?, 'visitor@elsewhere.example', 'A visitor', ?, ?, ?, 'held', ?, ?, '["film.exe"]')`,
  );
  for (const reason of ['stranger', 'unproven'])
    mail.run(v7(), reason, reason, `No network (${reason})`, now, now, reason, 'Whom do I ask? '.repeat(60));
  const reason = JSON.stringify({ en: 'The mailbox is full.', fr: 'La boîte est pleine.' });
  database
    .prepare(
      `INSERT INTO notice (id, ticket_id, event, staff_id, digest, state, due_at, last_error, created_at, updated_at)
       VALUES (?, ?, 'assigned', ?, 0, 'parked', ?, ?, ?, ?)`,
    )
    .run(v7(), ticketId, staff, now, reason, now, now);
  database
    .prepare(
      `INSERT INTO passkey (id, staff_id, credential_id, public_key, counter, name, created_at) VALUES (?, ?, 'c', 'k', 0, 'Phone', ?)`,
    )
    .run(v7(), staff, now);
  database.close();
}

const linkIn = (text: string, page: string) => new RegExp(`http\\S+/${page}#[\\w.-]+`).exec(text)?.[0];

function recoveryLink({ dataDir, url }: OwnServer): string {
  const env = { ...process.env, ...COMPILED, DATA_DIR: dataDir, PUBLIC_URL: url };
  const args = ['server/recover.ts', '--email', ADMINISTRATOR];
  return linkIn(execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' }), 'recovery') ?? '';
}

async function mailsOf(url: string): Promise<string> {
  return (await fetch(`${url}/mailbox.json`)).text();
}

async function passwordLink({ url }: OwnServer): Promise<string> {
  const { ask } = staffAt(url);
  await ask('requestPasswordLink', { body: { email: ADMINISTRATOR, language: 'en' } });
  return until(async () => linkIn(await mailsOf(url), 'password'), 'a password link is mailed');
}

/** The server looks for what it has to mail every few seconds. */
async function approvalLink(server: OwnServer): Promise<string> {
  const mailed = async () =>
    (await toldMails(server)).map(({ text }) => linkIn(text, 'approval')).find(Boolean);
  return until(mailed, 'an approval is asked for by mail', MINUTE);
}
