// What a server of an earlier version had in its queues: rows in the columns of that version, in every state.
import { randomUUID } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { sha256 } from '../../../server/hashes.ts';
import type { Operation } from '../../../server/storage/operation.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { attachmentOf } from './agent.ts';

/** Before the server of now starts. */
const AT = '2030-01-02T07:00:00.000Z';
/** Put there by a clock that was ahead. */
const FAR = '2031-01-01T08:00:00.000Z';

export const OLD_AGENT = {
  id: '019c1234-5678-7abc-8def-0000000a9e17',
  secret: 'a-secret-of-the-earlier-version',
};
export const ELSEWHERE_ID = '019c1234-5678-7abc-8def-0000000e15e0';
export const STAFF = 'staff@contoso.example';
export const INVITED = 'invited@contoso.example';
const STAFF_ID = '019c1234-5678-7abc-8def-0000000057af';

/** Why what failed had failed. */
export const REASON = 'It was away.';

/** What an agent was sending, of which half had arrived. */
export const HALF_SENT = Buffer.alloc(4096, 'half');

/** `has`: whether the backend has it, though no answer came where it is not done. */
interface Queued {
  operation: Operation;
  state: 'waiting' | 'sending' | 'done' | 'parked' | 'discarded';
  has: boolean;
  attempt: number;
  dueAt: string;
}

type Row = Record<string, unknown>;

const queued = (operation: Operation, state: Queued['state'], more: Partial<Queued> = {}): Queued => ({
  operation,
  state,
  has: state === 'done',
  attempt: state === 'waiting' ? 0 : 1,
  dueAt: AT,
  ...more,
});

const ticket = (state: Queued['state'], more?: Partial<Queued>) => queued('create-ticket', state, more);
const comment = (state: Queued['state'], more?: Partial<Queued>) => queued('add-comment', state, more);

const EVERY_OPERATION: Operation[] = [
  'create-ticket',
  'add-comment',
  'add-attachment',
  'transition',
  'rate',
  'add-contact',
];
/** The desk in our own database has the files already. */
const OF_BUILT_IN = EVERY_OPERATION.filter((operation) => operation !== 'add-attachment');
const LOST = { has: true };

/** The queue of each ticket, by what is special about it. */
const OF_TICKETS = {
  fresh: EVERY_OPERATION.map((operation) => queued(operation, 'waiting')),
  tried: [ticket('waiting', { attempt: 2 }), comment('waiting')],
  lost: [ticket('sending', LOST), comment('waiting')],
  triedAndLost: [ticket('waiting', { ...LOST, attempt: 3 }), comment('waiting')],
  cutOff: [ticket('sending')],
  parked: [ticket('parked'), comment('waiting')],
  parkedComment: [ticket('done'), comment('done'), comment('parked'), comment('waiting')],
  parkedLost: [ticket('done'), comment('parked', LOST)],
  discarded: [ticket('discarded'), comment('discarded')],
  discardedComment: [ticket('done'), comment('discarded'), comment('waiting')],
  cutOffComment: [ticket('done'), comment('sending', LOST), comment('sending')],
  ahead: [ticket('waiting', { dueAt: FAR }), comment('waiting', { dueAt: FAR })],
} satisfies Record<string, Queued[]>;
const OF_TICKETS_HERE = {
  fresh: OF_BUILT_IN.map((operation) => queued(operation, 'waiting')),
  cutOff: [ticket('sending'), comment('waiting')],
  parked: [ticket('parked'), comment('waiting')],
  discardedComment: [ticket('done'), comment('discarded'), comment('waiting')],
} satisfies Record<string, Queued[]>;

const idOf = (ticketNumber: number, ordinal = 0) =>
  `019c1234-5678-7abc-8def-${String(ticketNumber).padStart(6, '0')}${String(ordinal).padStart(6, '0')}`;

interface Delivery extends Queued {
  ticketId: string;
  key: string;
  id: string;
  /** behind a ticket that is parked */
  isBehind: boolean;
}

interface QueuedTicket {
  id: string;
  name: string;
  backendId: string;
  deliveries: Delivery[];
}

/** The tickets of both backends with their deliveries. */
export const TICKETS: readonly QueuedTicket[] = [
  ...Object.entries(OF_TICKETS).map(([name, queue]) => ({ name, queue, backendId: ELSEWHERE_ID })),
  ...Object.entries(OF_TICKETS_HERE).map(([name, queue]) => ({ name, queue, backendId: 'built-in' })),
].map(({ name, queue, backendId }, index) => {
  const ticketId = idOf(index + 1);
  const deliveries = queue.map((one, place) => ({
    ...one,
    ticketId,
    id: idOf(index + 1, place + 1),
    key: place === 0 ? ticketId : idOf(index + 1, place + 1),
    isBehind: place > 0 && queue[0]?.state === 'parked',
  }));
  return { id: ticketId, name, backendId, deliveries };
});

/** Inserts what the version has tables and columns for. */
async function insert(db: Database, table: string, rows: readonly Row[]): Promise<void> {
  const tables = await db.introspection.getTables();
  const known = new Set(tables.find(({ name }) => name === table)?.columns.map(({ name }) => name));
  if (known.size === 0) return;
  for (const row of rows) {
    const filled = Object.entries(row).filter(([name]) => known.has(name));
    const names = sql.join(filled.map(([name]) => sql.ref(name)));
    const values = sql.join(filled.map(([, value]) => value));
    await sql`insert into ${sql.table(table)} (${names}) values (${values})`.execute(db);
  }
}

const created = { created_at: AT, updated_at: AT };

/** Fills the queues, and the folder of data with the file of an upload that is under way. */
export async function fillQueues(db: Database, version: string, dataDir: string): Promise<void> {
  const reason = version < '0120' ? REASON : JSON.stringify({ en: REASON, fr: REASON });
  await insertPeople(db);
  const settings = JSON.stringify({ kind: 'itop', url: 'https://itop.contoso.example', user: 'guichet' });
  const failed = { last_failure_at: AT, last_failure: reason, left_alone_until: FAR };
  const backend = { id: ELSEWHERE_ID, kind: 'itop', name: 'iTop', settings, created_at: AT, ...failed };
  await insert(db, 'backend', [backend]);
  for (const [index, one] of TICKETS.entries()) await insertTicket(db, one, index + 1, reason);
  await insertNotices(db, reason);
  await beginUpload(db, dataDir);
}

async function insertPeople(db: Database): Promise<void> {
  const organisation = {
    id: 'o1',
    name: 'Contoso',
    name_key: 'contoso',
    email_domains: '[]',
    created_at: AT,
  };
  await insert(db, 'organisation', [organisation]);
  const names = { hostname: 'PC-1', os: 'Windows 11' };
  const device = { id: 'd1', organisation_id: 'o1', machine_id: 'm1', ...names, created_at: AT };
  await insert(db, 'device', [device]);
  const requester = { id: 'r1', organisation_id: 'o1', email: 'requester@contoso.example', full_name: 'R' };
  const counted = { change_seq: TICKETS.length, confirmed_at: AT, created_at: AT };
  await insert(db, 'requester', [{ ...requester, ...counted }]);
  const { id, secret } = OLD_AGENT;
  const user = { sid: 'S-1-5-21-1', user_name: 'CONTOSO\\user', agent_version: '0.2.0', requester_id: 'r1' };
  const seen = { enrolled_at: AT, last_seen_at: AT, accepted_at: AT };
  const agent = {
    id,
    device_id: 'd1',
    ...names,
    ...user,
    secret_hash: sha256(secret),
    state: 'active',
    ...seen,
  };
  await insert(db, 'agent', [agent]);
  const staff = { id: STAFF_ID, email: STAFF, full_name: 'S', role: 'administrator' };
  await insert(db, 'staff', [{ ...staff, password_hash: 'none', created_at: AT }]);
}

async function insertTicket(db: Database, one: QueuedTicket, seq: number, reason: string): Promise<void> {
  const { id, name, backendId, deliveries } = one;
  const isThere = deliveries[0]?.state === 'done';
  const about = { organisation_id: 'o1', requester_id: 'r1', agent_id: OLD_AGENT.id, kind: 'incident' };
  const written = { title: name, description: '', status: 'new', ...created };
  await insert(db, 'ticket', [{ id, ...about, ...written }]);
  await insert(db, 'change', [{ requester_id: 'r1', ticket_id: id, seq }]);
  const link = { id, ticket_id: id, backend_id: backendId, tier: 1, ref: isThere ? id : null };
  await insert(db, 'link', [{ ...link, ...created }]);
  if (isThere && backendId === 'built-in')
    await insert(db, 'desk_ticket', [{ idempotency_key: id, created_at: AT, told: 1 }]);
  for (const [index, delivery] of deliveries.entries()) {
    const last_error = delivery.attempt === 0 ? null : reason;
    await insertDelivery(db, { ...delivery, backendId, ordinal: index + 1, last_error });
  }
}

async function insertDelivery(
  db: Database,
  delivery: Delivery & { backendId: string; ordinal: number; last_error: string | null },
): Promise<void> {
  const { id, ticketId, backendId, key, operation, state, attempt, dueAt, ordinal, last_error } = delivery;
  if (operation === 'add-comment')
    await insert(db, 'comment', [
      {
        ...{ id: key, ticket_id: ticketId, ordinal, author: 'requester', author_name: 'R' },
        ...{ body: `Message ${ordinal}`, internal: 0, created_at: AT },
      },
    ]);
  if (operation === 'add-attachment') {
    const file = attachmentOf(Buffer.from('a picture'));
    const { sha256: hash, name, mediaType, size } = file;
    await insert(db, 'blob', [{ sha256: hash, size, stored_at: AT }]);
    await insert(db, 'attachment', [
      { id: key, ticket_id: ticketId, position: 1, sha256: hash, name, media_type: mediaType, size },
    ]);
  }
  await insert(db, 'delivery', [
    {
      ...{ id, link_id: ticketId, backend_id: backendId, ordinal, operation, key, state, attempt },
      ...{ content: JSON.stringify(CONTENTS[operation]), refusals: state === 'parked' ? 3 : 0 },
      ...{ first_tried_at: attempt === 0 ? null : AT, due_at: dueAt, last_error, ...created },
    },
  ]);
}

const PERSON = { email: 'requester@contoso.example', fullName: 'R' };
const CONTENTS: Record<Operation, unknown> = {
  'create-ticket': {},
  'add-comment': { author: PERSON },
  'add-attachment': {},
  transition: { act: 'close', by: PERSON },
  rate: { score: 3, comment: '' },
  'add-contact': { contact: { email: 'contact@contoso.example', fullName: 'C' } },
};

const NOTICE_STATES = ['waiting', 'sending', 'sent', 'parked', 'dropped', 'discarded'] as const;

/** Mails about a ticket in each state, one about an account and an invitation that wait. */
async function insertNotices(db: Database, reason: string): Promise<void> {
  const told = { ticket_id: TICKETS.at(-1)?.id, event: 'resolved', requester_id: 'r1', digest: 0 };
  await insert(
    db,
    'notice',
    NOTICE_STATES.map((state) => ({
      ...{ id: `notice-${state}`, ...told, state, words: `Words of ${state}.`, author: 'T' },
      ...{ attempt: state === 'waiting' ? 0 : 1, due_at: AT, ...created },
      last_error: state === 'parked' ? reason : null,
    })),
  );
  const mail = { id: 'm1', staff_id: STAFF_ID, event: 'password-changed', ip: '192.0.2.1' };
  await insert(db, 'account_mail', [{ ...mail, at: AT, due_at: AT }]);
  const link = { token_hash: 'h', expires_at: FAR, mail_due_at: AT };
  const invited = { id: 'i1', email: INVITED, full_name: 'I', role: 'technician' };
  await insert(db, 'staff_invitation', [{ ...invited, language: 'en', invited_by: STAFF_ID, ...link }]);
}

/** The first half has arrived: in a file, and for PostgreSQL, where contents lie in parts, in the database. */
async function beginUpload(db: Database, dataDir: string): Promise<void> {
  const { id: sender } = OLD_AGENT;
  const { sha256: hash, size } = attachmentOf(HALF_SENT);
  const id = `${sender}-${hash}`;
  const metadata = { sha256: hash };
  const half = HALF_SENT.subarray(0, size / 2);
  const content = { id: randomUUID(), upload_id: id, sender, size: half.length, length: size };
  await insert(db, 'content', [{ ...content, metadata: JSON.stringify(metadata), touched_at: AT }]);
  await insert(db, 'content_part', [{ content_id: content.id, number: 0, bytes: half }]);
  const folder = path.join(dataDir, 'attachments', 'unfinished');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, id), half);
  // as the store of tus wrote it in 0.2.0
  const about = { id, size, offset: 0, metadata, creation_date: AT, storage: { type: 'file', path: id } };
  await writeFile(path.join(folder, `${id}.json`), JSON.stringify(about));
  await utimes(path.join(folder, id), new Date(AT), new Date(AT));
}
