// Migrations of the server's database on real SQLite: from an empty one, and from every earlier version with rows.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBuiltInConnector } from '../../../server/desk/built-in.ts';
import { migrate } from '../../../server/storage/migrate.ts';
import { MIGRATIONS } from '../../../server/storage/migrations/index.ts';
import { openStorage } from '../../../server/storage/open.ts';
import { readReason } from '../../../server/storage/reasons.ts';
import type { Database } from '../../../server/storage/schema.ts';
import { openDatabase } from '../../../server/storage/sqlite.ts';
import { readChanges } from '../../../server/tickets/change-feed.ts';
import { createClock } from '../../fakes/server/clock.ts';

const NAMES = Object.keys(MIGRATIONS);
const NOW = '2030-01-02T08:00:00.000Z';
let folder: string;
let db: Database;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-migrations-'));
  db = openDatabase(path.join(folder, 'guichet.sqlite'));
});
afterEach(async () => {
  await db.destroy();
  await rm(folder, { recursive: true, force: true });
});

async function tables(): Promise<string[]> {
  const found = await db.introspection.getTables();
  return found.map(({ name }) => name).sort();
}

/** The capabilities of the built-in desk, for every backend. */
const ABILITIES = {
  of: () => createBuiltInConnector({ db, clock: createClock() }).capabilities,
  actsOn: () => ABILITIES.of().acts,
};

const ANNOUNCEMENT = {
  severity: 'outage' as const,
  titleEn: 'T',
  titleFr: 'T',
  textEn: 'T',
  textFr: 'T',
  fromAt: NOW,
  publishedAt: NOW,
};

/** Inserts rows that a server of each version could have written. */
const ROWS: Record<string, (database: Database) => Promise<unknown>> = {
  '0010-enrolment': async (database) => {
    const organisation = {
      id: 'o1',
      name: 'Contoso',
      nameKey: 'contoso',
      emailDomains: '[]',
      createdAt: NOW,
    };
    await database.insertInto('organisation').values(organisation).execute();
    await sql`insert into device (id, organisation_id, machine_id, hostname, os, created_at)
      values ('d1', 'o1', 'm', 'PC-1', 'Windows', ${NOW})`.execute(database);
    await database
      .insertInto('requester')
      .values({ id: 'r1', organisationId: 'o1', email: 'a@b.example', fullName: 'A', createdAt: NOW })
      .execute();
    await sql`insert into agent (id, device_id, sid, user_name, agent_version, secret_hash, state, requester_id, enrolled_at,
      last_seen_at) values ('a1', 'd1', 'S', 'u', '1', 'h', 'active', 'r1', ${NOW}, ${NOW})`.execute(
      database,
    );
  },
  '0020-tickets': async (database) => {
    const ticket = {
      id: 't1',
      organisationId: 'o1',
      requesterId: 'r1',
      agentId: 'a1',
      title: 'T',
      description: '',
    };
    await database
      .insertInto('ticket')
      .values({ ...ticket, kind: 'incident', status: 'new', createdAt: NOW, updatedAt: NOW })
      .execute();
    await database.insertInto('change').values({ requesterId: 'r1', ticketId: 't1', seq: 1 }).execute();
  },
  '0030-staff': (database) =>
    database.insertInto('deskTicket').values({ idempotencyKey: 't1', createdAt: NOW }).execute(),
  '0040-catalogue': async (database) => {
    const [family, service, name] = ['Family', 'Service', 'Leaf'];
    const names = {
      familyId: 'f',
      familyEn: family,
      familyFr: family,
      serviceId: 's',
      serviceEn: service,
      serviceFr: service,
      nameEn: name,
      nameFr: name,
    };
    await database
      .insertInto('catalogueEntry')
      .values({ organisationId: 'o1', id: 'e1', position: 0, ...names, fields: '[]' })
      .execute();
    await database
      .insertInto('person')
      .values({ organisationId: 'o1', email: 'a@b.example', fullName: 'A', searchText: 'a a@b.example' })
      .execute();
  },
  '0050-announcements': async (database) => {
    const account = {
      id: 's1',
      email: 's@b.example',
      fullName: 'S',
      role: 'technician',
      passwordHash: 'h',
    } as const;
    await database
      .insertInto('staff')
      .values({ ...account, createdAt: NOW })
      .execute();
    await database
      .insertInto('announcement')
      .values({ id: 'n1', ...ANNOUNCEMENT, staffId: 's1' })
      .execute();
  },
  '0060-participants': (database) =>
    database
      .insertInto('participant')
      .values({ ticketId: 't1', requesterId: 'r1', role: 'approver', addedAt: NOW })
      .execute(),
  '0070-backends': (database) =>
    database
      .insertInto('route')
      .values({ organisationId: 'o1', entryId: 'e1', backendId: 'built-in' })
      .execute(),
  '0080-sent-mail': (database) =>
    database
      .insertInto('sentMail')
      .values({
        backendId: 'built-in',
        key: 'k1',
        messageId: '<m1>',
        ticketKey: 'k1',
        state: 'sent',
        sentAt: NOW,
        operation: 'create-ticket',
        title: 'T',
        senderName: 'A',
        senderEmail: 'a@b.example',
      })
      .execute(),
  '0090-left-out': (database) =>
    database.updateTable('backend').set({ leftOut: 'A mail', leftOutAt: NOW }).execute(),
  '0100-releases': (database) =>
    database
      .insertInto('release')
      .values({
        id: 'v1',
        version: '1.0.0',
        channel: 'latest',
        percentage: 0,
        addedAt: NOW,
        staffId: 's1',
        organisationIds: null,
        paused: 1,
        replacesPaused: 0,
        builtAt: null,
      })
      .execute(),
  '0110-imported-announcements': (database) =>
    database
      .insertInto('announcement')
      .values({ id: 'n2', ...ANNOUNCEMENT, staffId: null })
      .execute(),
  '0120-texts': (database) => database.updateTable('backend').set({ lastFailureAt: NOW }).execute(),
  '0130-claims': (database) =>
    database.updateTable('agent').set({ claim: '{}', acceptedAt: NOW, enrolmentKeyId: null }).execute(),
  '0140-reply-keys': (database) => database.updateTable('sentMail').set({ replyKey: 'r1' }).execute(),
  '0150-relayed-comments': (database) =>
    database
      .insertInto('relayedComment')
      .columns(['ticketId', 'linkId', 'textHash', 'at'])
      .expression((from) => from.selectFrom('link').select(['ticketId', 'id', 'id', 'id']))
      .execute(),
  '0160-staff-sessions': (database) =>
    database
      .insertInto('session')
      .values({
        id: 'x1',
        tokenHash: 'h',
        staffId: 's1',
        startedAt: NOW,
        lastUsedAt: NOW,
        expiresAt: NOW,
        ip: '192.0.2.1',
        browser: 'Firefox',
        system: null,
      })
      .execute(),
  '0170-second-factors': async (database) => {
    await database.insertInto('secondFactor').values({ staffId: 's1', lastStep: 1 }).execute();
    await database.insertInto('recoveryCode').values({ staffId: 's1', hash: 'h' }).execute();
    await database.insertInto('signInRules').values({ id: 1, secondFactorForAdministrators: 1 }).execute();
  },
  '0180-sign-in': (database) =>
    database
      .insertInto('signInProvider')
      .values({
        organisationId: 'o1',
        issuer: 'https://id.contoso.example',
        clientId: 'guichet',
        sealedSecret: null,
        addressClaim: 'email',
        acceptsUnverified: 0,
      })
      .execute(),
  '0190-departures': (database) => database.updateTable('agent').set({ departure: 'left' }).execute(),
  '0200-replaced-agents': (database) =>
    sql`update agent set was_replaced = 1 where state = 'retired'`.execute(database),
  '0210-visible-names': (database) => database.updateTable('organisation').set({ name: 'Seen' }).execute(),
  '0220-sent-away': (database) => database.updateTable('agent').set({ sentAway: 1 }).execute(),
  '0230-lists': (database) =>
    database.insertInto('searchText').values({ position: 1, ticketId: 't1', text: 't' }).execute(),
  '0240-settings-revision': (database) =>
    database.updateTable('organisation').set({ name: 'Contoso' }).execute(),
  '0250-contents': async (database) => {
    const row = { id: 'c1', name: 'attachments/ab/abc', size: 3, sha256: 'abc', touchedAt: NOW };
    await database.insertInto('content').values(row).execute();
    const part = { contentId: 'c1', number: 0, bytes: Buffer.from('abc') };
    await database.insertInto('contentPart').values(part).execute();
  },
  '0260-several-servers': (database) =>
    sql`insert into server_key (fingerprint) values ('f1')`.execute(database),
  '0270-listed-words': (database) => database.updateTable('ticket').set({ title: 'U' }).execute(),
  '0280-agreements': (database) =>
    database.updateTable('agreement').set({ value: 'f2' }).where('name', '=', 'key').execute(),
  '0290-staff-with-identity': async (database) => {
    const link = { tokenHash: 'h', expiresAt: NOW };
    await database
      .insertInto('staffInvitation')
      .values({
        ...{ id: 'i1', email: 'i@b.example', fullName: 'I', role: 'technician', language: 'fr' },
        ...{ invitedBy: 's1', ...link },
      })
      .execute();
    await database
      .insertInto('recoveryLink')
      .values({ staffId: 's1', ...link })
      .execute();
  },
  '0300-ticket-history': (database) =>
    database
      .insertInto('ticketEvent')
      .values({
        ...{ ticketId: 't1', ordinal: 1, at: NOW, fromStatus: 'new', toStatus: 'assigned' },
        ...{ by: 'staff', name: 'T', reason: null },
      })
      .execute(),
  '0310-teams': async (database) => {
    const team = { id: 'team1', name: 'Print', nameKey: 'print', assigning: 'in-turn' } as const;
    await database
      .insertInto('team')
      .values({ ...team, createdAt: NOW })
      .execute();
    await database.insertInto('teamMember').values({ teamId: 'team1', staffId: 's1' }).execute();
    await database.updateTable('ticket').set({ teamId: 'team1', technicianId: 's1' }).execute();
  },
  '0320-corrected-tickets': async (database) => {
    const set = { serviceId: 'wifi', priority: 'low', priorityReason: 'A spare one is there.' } as const;
    await database
      .updateTable('ticket')
      .set({ ...set, closesAt: NOW })
      .execute();
    await database.updateTable('ticketEvent').set({ corrected: '[{"what":"answers"}]' }).execute();
  },
  '0330-mergers': async (database) => {
    await database.updateTable('ticket').set({ mergedInto: 't1', statusBeforeMerger: 'new' }).execute();
    await database.updateTable('participant').set({ mergedFrom: 't1' }).execute();
    await database.updateTable('ticketEvent').set({ merged: 'R-000001' }).execute();
    await database
      .insertInto('ticketRelation')
      .values({ id: 'relation1', ticketId: 't1', kind: 'related', createdAt: NOW })
      .execute();
  },
  '0340-ways-to-sign-in': async (database) => {
    await database.updateTable('session').set({ begunBy: 'passkey', provenAt: NOW }).execute();
    await database
      .insertInto('passkey')
      .values({
        ...{ id: 'passkey1', staffId: 's1', credentialId: 'c', publicKey: 'k', counter: 4_294_967_295 },
        ...{ name: 'Laptop', createdAt: NOW, lastUsedAt: null },
      })
      .execute();
    await database.insertInto('passkeyChallenge').values({ hash: 'h', staffId: null, endsAt: NOW }).execute();
    await database.updateTable('staff').set({ hasPassword: 0 }).execute();
    await database
      .insertInto('staffProvider')
      .values({
        ...{ id: 1, label: 'L', issuer: 'https://id.example.org', clientId: 'c', sealedSecret: null },
        ...{ groupsClaim: 'groups', administratorGroups: '[]', technicianGroups: '["desk"]' },
      })
      .execute();
    await database
      .insertInto('staffIdentity')
      .values({ issuer: 'https://id.example.org', subject: 's', staffId: 's1', createdAt: NOW })
      .execute();
    await database
      .insertInto('staffSignInAttempt')
      .values({ browserHash: 'h', sealed: 's', endsAt: NOW })
      .execute();
    await database
      .insertInto('passwordLink')
      .values({ staffId: 's1', tokenHash: 'h', expiresAt: NOW })
      .execute();
  },
  '0350-notices': async (database) => {
    const told = { ticketId: 't1', event: 'answered', requesterId: 'r1', digest: 0 } as const;
    await database
      .insertInto('notice')
      .values({ id: 'notice1', ...told, state: 'waiting', dueAt: NOW, createdAt: NOW, updatedAt: NOW })
      .execute();
    await database
      .insertInto('mailText')
      .values({ event: 'answered', language: 'fr', subject: 'S', text: 'T', updatedAt: NOW })
      .execute();
    await database.insertInto('mailWish').values({ staffId: 's1', switchedOff: '[]' }).execute();
    await database.updateTable('requester').set({ mailsAlways: 1 }).execute();
  },
  '0360-mail-in': async (database) => {
    await database.insertInto('deskMailbox').values({ mailbox: 'm', begunAt: NOW }).execute();
    const seen = { sender: 'a@b.example', senderName: 'A', subject: 'S', text: '', leftOut: '[]' };
    await database
      .insertInto('deskMail')
      .values({ id: 'm1', place: '1', hash: 'h', ...seen, receivedAt: NOW, takenAt: NOW, outcome: 'held' })
      .execute();
    await database
      .insertInto('deskMailFile')
      .values({ mailId: 'm1', position: 0, sha256: 'h', name: 'a.txt', mediaType: 'text/plain', size: 1 })
      .execute();
  },
  '0370-people': async (database) => {
    await database.updateTable('ticketEvent').set({ staffId: 's1', released: 'T' }).execute();
    await database
      .insertInto('comment')
      .values({
        ...{ id: 'note1', ticketId: 't1', ordinal: 1, author: 'technician', authorName: 'T' },
        ...{ body: 'N', internal: 1, createdAt: NOW, staffId: 's1' },
      })
      .execute();
    await database.updateTable('staff').set({ organisationIds: '["o1"]', standInId: 's1' }).execute();
    await database.insertInto('teamRule').values({ teamId: 'team1', position: 0 }).execute();
    const staff = { staffId: 's1' };
    await database
      .insertInto('ticketFollower')
      .values({ ...staff, ticketId: 't1', since: NOW })
      .execute();
    await database
      .insertInto('commentMention')
      .values({ ...staff, commentId: 'note1' })
      .execute();
  },
  '0380-approvals': async (database) => {
    await database.updateTable('person').set({ manager: 'a@b.example', standIn: 'c@b.example' }).execute();
    await database.updateTable('ticketEvent').set({ asked: 'A' }).execute();
    await database
      .insertInto('approvalLink')
      .values({ tokenHash: 'h', ticketId: 't1', requesterId: 'r1', expiresAt: NOW })
      .execute();
  },
  '0390-told-tickets': async (database) => {
    await database.updateTable('ticket').set({ dueAt: NOW, overdueTold: NOW }).execute();
    await database.updateTable('deskTicket').set({ told: 1 }).execute();
  },
  '0400-invitation-mails': async (database) => {
    await database
      .updateTable('staffInvitation')
      .set({ mailDueAt: NOW, mailAttempt: 1, mailError: '{}' })
      .execute();
  },
  '0410-desk-mails': async (database) => {
    await database.updateTable('deskMail').set({ deskRef: '<a@b.example>' }).execute();
    await database.updateTable('notice').set({ deskRef: '<a@b.example>' }).execute();
    await database.updateTable('link').set({ toldSeq: 1 }).execute();
  },
  '0420-mail-language': async (database) => {
    await database.updateTable('requester').set({ writtenLanguage: 'fr' }).execute();
    await database.updateTable('deskMail').set({ language: 'fr' }).execute();
  },
  '0430-account-mails': async (database) => {
    const from = { ip: '192.0.2.1', browser: 'Firefox', system: null };
    await database
      .insertInto('accountMail')
      .values({ id: 'am1', staffId: 's1', event: 'passkey-added', name: 'P', ...from, at: NOW, dueAt: NOW })
      .execute();
  },
  '0440-proven-approvals': async (database) => {
    await database.updateTable('approval').set({ named: 'a@b.example' }).execute();
    await database.updateTable('staff').set({ emailProven: 0 }).execute();
  },
  '0450-counted-mails': async (database) => {
    await database.updateTable('deskMail').set({ proven: 1, known: 1 }).execute();
  },
  '0460-whole-history': async (database) => {
    await database.updateTable('ticketEvent').set({ related: '{"how":"linked","number":"R-1"}' }).execute();
  },
  '0470-answered-mails': async (database) => {
    await database.updateTable('deskMail').set({ messageId: '<a@b.example>' }).execute();
  },
  '0480-account-mail-errors': async (database) => {
    await database.updateTable('staff').set({ mailError: '{"en":"No.","fr":"Non."}' }).execute();
  },
  '0490-doubts': async (database) => {
    await database.updateTable('delivery').set({ unknownAt: NOW, lookAgainAt: NOW }).execute();
  },
  '0500-arrived-mails': async (database) => {
    await database.updateTable('deskMail').set({ receivedAt: '2026-01-02T00:00:00.000Z' }).execute();
  },
  '0510-what-waits': async (database) => {
    await database.updateTable('approval').set({ stuckSince: NOW }).execute();
    await database.updateTable('ticketEvent').set({ pendingUntil: NOW, pendingUntilAnswer: 1 }).execute();
    await database.updateTable('ticketFollower').set({ mergedFrom: 't1' }).execute();
  },
  '0530-change-marks': async (database) => {
    await database.updateTable('change').set({ mark: '12345678' }).execute();
    await database.updateTable('requester').set({ changeMarks: '12345678' }).execute();
    await database.updateTable('enrolmentKey').set({ pool: 1 }).execute();
  },
  '0550-clones': async (database) => {
    const clone = {
      id: 'd2',
      organisationId: 'o1',
      machineId: 'm',
      hostname: 'PC-2',
      hostKey: 'pc-2',
      createdAt: NOW,
    };
    await database.insertInto('device').values(clone).execute();
    const copied = { otherHost: 'PC-2', otherHostAt: NOW, copiedAt: NOW };
    await database.updateTable('agent').set(copied).execute();
  },
  '0560-stable-people': (database) => database.updateTable('person').set({ stableId: '42' }).execute(),
};

/** Reads tickets without the backend's reference, which 0070 moves to the link. */
async function readTickets(): Promise<unknown[]> {
  const rows: Record<string, unknown>[] = await db.selectFrom('ticket').selectAll().execute();
  return rows.map(({ backendRef: _, ...row }) => row);
}

/** Reads agents without whether another took their place, which 0220 removes. */
async function readAgents(): Promise<unknown[]> {
  const rows: Record<string, unknown>[] = await db.selectFrom('agent').selectAll().execute();
  return rows.map(({ wasReplaced: _, ...row }) => row);
}

test('migrations are numbered by tens in order, and each has test rows', () => {
  expect(NAMES).toEqual([...NAMES].sort());
  expect(NAMES.filter((name) => Number(name.slice(0, 4)) % 10 !== 0)).toEqual([]);
  expect(Object.keys(ROWS)).toEqual(NAMES);
});

test.each(NAMES)('all migrations up to %s run on an empty database', async (name) => {
  const { error, results } = await migrate(db, name);
  expect(error).toBeUndefined();
  expect(results?.map(({ migrationName }) => migrationName)).toEqual(NAMES.slice(0, NAMES.indexOf(name) + 1));
});

test.each(NAMES)(
  'a database of version %s is migrated to the latest version and keeps its rows',
  async (name) => {
    const versions = NAMES.slice(0, NAMES.indexOf(name) + 1);
    for (const version of versions) {
      await migrate(db, version);
      await ROWS[version]?.(db);
    }
    const read = async () => ({
      agents: await readAgents(),
      tickets: versions.includes('0020-tickets') ? await readTickets() : null,
      desk: versions.includes('0030-staff') ? await db.selectFrom('deskTicket').selectAll().execute() : null,
    });
    const before = await read();
    const { error } = await migrate(db);
    expect(error).toBeUndefined();
    expect(await read()).toMatchObject(before);
  },
);

test('staff of an earlier version are active, and signed in last when the audit says so', async () => {
  await migrate(db, '0260-several-servers');
  await ROWS['0050-announcements']?.(db);
  const entry = { staffId: 's1', subjectKind: 'staff', subjectId: 's1', details: '{}' };
  await db
    .insertInto('audit')
    .values([
      { id: 'x1', at: '2026-01-01T00:00:00.000Z', act: 'setup', ...entry },
      { id: 'x2', at: '2026-01-02T00:00:00.000Z', act: 'sign-in', ...entry },
      { id: 'x3', at: '2026-01-03T00:00:00.000Z', act: 'sign-out', ...entry },
    ])
    .execute();
  expect((await migrate(db)).error).toBeUndefined();
  expect(await db.selectFrom('staff').select(['id', 'deactivatedAt', 'lastSignInAt']).execute()).toEqual([
    { id: 's1', deactivatedAt: null, lastSignInAt: '2026-01-02T00:00:00.000Z' },
  ]);
});

test.each([
  ['the staff', ['T'], 'T', 's1'],
  ['two of the staff', ['T', 'T'], 'T', null],
  ['another backend', ['T'], 'U', null],
])(
  'a technician of an earlier version, whose name is of %s, keeps the ticket',
  async (_who, names, name, id) => {
    for (const version of NAMES.slice(0, 5)) {
      await migrate(db, version);
      await ROWS[version]?.(db);
    }
    await migrate(db, '0300-ticket-history');
    await db.deleteFrom('announcement').execute();
    await db.deleteFrom('staff').execute();
    for (const [index, fullName] of names.entries()) {
      const row = {
        id: `s${index + 1}`,
        email: `t${index}@b.example`,
        fullName,
        role: 'technician',
      } as const;
      await db
        .insertInto('staff')
        .values({ ...row, passwordHash: 'h', createdAt: NOW })
        .execute();
    }
    await db.updateTable('ticket').set({ technician: name }).execute();
    expect((await migrate(db)).error).toBeUndefined();
    const [ticket] = await db.selectFrom('ticket').select(['technician', 'technicianId', 'teamId']).execute();
    expect(ticket).toEqual({ technician: name, technicianId: id, teamId: null });
  },
);

test('existing requesters count as confirmed, and their tickets have all fields of a snapshot', async () => {
  await migrate(db, '0030-staff');
  for (const version of NAMES.slice(0, 3)) await ROWS[version]?.(db);
  await migrate(db);
  expect(await db.selectFrom('requester').select('confirmedAt').execute()).toEqual([{ confirmedAt: NOW }]);
  const [snapshot] = (await readChanges(db, ABILITIES, 'r1', 0)).tickets;
  expect(snapshot).toMatchObject({
    id: 't1',
    you: 'requester',
    requester: { email: 'a@b.example', fullName: 'A' },
    contacts: [],
    category: null,
    answers: [],
    satisfaction: null,
  });
});

test('an announcement keeps its author, and the joiners of its ticket', async () => {
  await migrate(db, '0100-releases');
  for (const version of NAMES.slice(0, NAMES.indexOf('0110-imported-announcements')))
    await ROWS[version]?.(db);
  await db.updateTable('participant').set({ announcementId: 'n1' }).execute();
  const before = await db.selectFrom('announcement').selectAll().execute();
  const { error } = await migrate(db);
  expect(error).toBeUndefined();
  expect(await db.selectFrom('announcement').selectAll().execute()).toEqual(before);
  expect(before).toMatchObject([{ id: 'n1', staffId: 's1' }]);
  const joined = await db.selectFrom('participant').select('announcementId').execute();
  expect(joined).toContainEqual({ announcementId: 'n1' });
});

test.each([
  ['x@b.example', 'x@b.example'],
  ['manager', 'm@b.example'],
  [null, null],
])(
  'a ticket with an approver, of a category that names %s, needs the approval as before',
  async (approver, named) => {
    await migrate(db, '0060-participants');
    for (const version of NAMES.slice(0, NAMES.indexOf('0070-backends'))) await ROWS[version]?.(db);
    await db.updateTable('catalogueEntry').set({ approver }).execute();
    await db.updateTable('ticket').set({ categoryId: 'e1' }).execute();
    await migrate(db, '0390-told-tickets');
    await db.updateTable('person').set({ manager: 'm@b.example' }).execute();
    const { error } = await migrate(db);
    expect(error).toBeUndefined();
    expect(await db.selectFrom('approval').selectAll().execute()).toEqual([
      { ticketId: 't1', named, askedAt: NOW, timesAsked: 0, askAgainAt: null, stuckSince: null },
    ]);
    expect(await db.selectFrom('participant').select('role').execute()).toEqual([{ role: 'approver' }]);
  },
);

test('a requester who was asked about their own ticket is its approver no more, while it waits', async () => {
  await migrate(db, '0060-participants');
  for (const version of NAMES.slice(0, NAMES.indexOf('0070-backends'))) await ROWS[version]?.(db);
  await migrate(db, '0390-told-tickets');
  await db.updateTable('ticket').set({ status: 'waiting_for_approval' }).execute();
  await migrate(db);
  expect(await db.selectFrom('participant').selectAll().execute()).toEqual([]);
});

test('an approval that was asked for the last time is stuck', async () => {
  await migrate(db, '0060-participants');
  for (const version of NAMES.slice(0, NAMES.indexOf('0070-backends'))) await ROWS[version]?.(db);
  await migrate(db, '0470-answered-mails');
  await db.updateTable('approval').set({ timesAsked: 6, askAgainAt: null }).execute();
  await migrate(db);
  const select = db.selectFrom('approval').select(['askAgainAt', 'stuckSince']);
  expect(await select.execute()).toEqual([{ askAgainAt: null, stuckSince: expect.any(String) }]);
});

test('an approval of which nobody is known to ask is looked at again', async () => {
  await migrate(db, '0060-participants');
  for (const version of NAMES.slice(0, NAMES.indexOf('0070-backends'))) await ROWS[version]?.(db);
  await migrate(db, '0470-answered-mails');
  await db.deleteFrom('participant').execute();
  await db.updateTable('approval').set({ timesAsked: 1, askAgainAt: '2999-01-01T00:00:00.000Z' }).execute();
  await migrate(db);
  const { askAgainAt, stuckSince } = await db
    .selectFrom('approval')
    .select(['askAgainAt', 'stuckSince'])
    .executeTakeFirstOrThrow();
  expect(stuckSince).toBeNull();
  expect(String(askAgainAt) < '2999').toBe(true);
});

test('an address of an account that a provider made counts as not proven', async () => {
  await migrate(db, '0060-participants');
  await ROWS['0050-announcements']?.(db);
  await migrate(db, '0390-told-tickets');
  await db.updateTable('staff').set({ hasPassword: 0 }).execute();
  await migrate(db);
  expect(await db.selectFrom('staff').select('emailProven').execute()).toEqual([{ emailProven: 0 }]);
});

test('names are folded as searches now fold them, and a reason in one language is used for both', async () => {
  await migrate(db, '0100-releases');
  for (const version of ['0010-enrolment', '0090-left-out']) await ROWS[version]?.(db);
  const reason = { en: 'Was "away".', fr: 'Était absent.' };
  await db
    .insertInto('person')
    .values([
      {
        organisationId: 'o1',
        email: 'z@b.example',
        fullName: 'Zoë L’Œuvre',
        searchText: 'zoe l’œuvre z@b.example',
      },
      { organisationId: 'o1', email: 'a@b.example', fullName: 'A', searchText: 'a a@b.example' },
    ])
    .execute();
  await db
    .updateTable('backend')
    .set({ lastFailure: JSON.stringify(reason) })
    .execute();
  await migrate(db);
  const people = await db.selectFrom('person').select('searchText').orderBy('email').execute();
  expect(people.map(({ searchText }) => searchText)).toEqual(['a a@b.example', "zoe l'oeuvre z@b.example"]);
  const [backend] = await db.selectFrom('backend').select(['lastFailure', 'leftOut']).execute();
  expect(readReason(backend?.lastFailure ?? '')).toEqual(reason);
  expect(readReason(backend?.leftOut ?? '')).toEqual({ en: 'A mail', fr: 'A mail' });
});

test('agents keep their names, keys their unlimited use, and activations in advance get a limit', async () => {
  await migrate(db, '0120-texts');
  for (const version of NAMES.slice(0, NAMES.indexOf('0130-claims'))) await ROWS[version]?.(db);
  await sql`insert into agent select 'a2', device_id, 's2', 'v', null, '1', 'h2', 'waiting', null, ${NOW}, ${NOW}
    from agent`.execute(db);
  await sql`insert into enrolment_key values ('k1', 'o1', 'h', 'abcd', ${NOW}, null)`.execute(db);
  await sql`insert into advance_activation values ('named', 'o1', 'PC-2', null, ${NOW}), ('all', 'o1', null, null, ${NOW})`.execute(
    db,
  );
  await migrate(db);
  const agents = await db.selectFrom('agent').select(['id', 'hostname', 'os', 'acceptedAt']).execute();
  expect(agents).toEqual([
    { id: 'a1', hostname: 'PC-1', os: 'Windows', acceptedAt: NOW },
    { id: 'a2', hostname: 'PC-1', os: 'Windows', acceptedAt: null },
  ]);
  const [key] = await db.selectFrom('enrolmentKey').selectAll().execute();
  expect(key).toMatchObject({ expiresAt: null, mostUses: null, networks: '[]', uses: 0 });
  const activations = await db.selectFrom('advanceActivation').select(['id', 'admits', 'used']).execute();
  expect(activations).toEqual([
    { id: 'named', admits: 1, used: 0 },
    { id: 'all', admits: 1000, used: 0 },
  ]);
});

test('0230 marks the tickets that exist, for the index of searches', async () => {
  for (const name of NAMES.slice(0, NAMES.indexOf('0230-lists'))) {
    await migrate(db, name);
    await ROWS[name]?.(db);
  }
  await migrate(db);
  expect(await db.selectFrom('searchPending').selectAll().execute()).toEqual([{ ticketId: 't1' }]);
});

test('a failing migration is rolled back', async () => {
  await migrate(db, '0010-enrolment');
  await db.schema.createTable('desk_comment').addColumn('in_the_way', 'text').execute();
  const before = await tables();
  const { error } = await migrate(db);
  expect(error).toBeDefined();
  expect(await tables()).toEqual(before);
});

test('the latest version has exactly the tables of the schema', async () => {
  await migrate(db);
  expect(await tables()).toEqual([
    'account_mail',
    'advance_activation',
    'agent',
    'agreement',
    'announcement',
    'approval',
    'approval_link',
    'attachment',
    'audit',
    'backend',
    'backend_comment',
    'blob',
    'catalogue',
    'catalogue_entry',
    'change',
    'command',
    'comment',
    'comment_mention',
    'confirmation_token',
    'content',
    'content_part',
    'delivery',
    'desk_act',
    'desk_comment',
    'desk_mail',
    'desk_mail_file',
    'desk_mailbox',
    'desk_ticket',
    'device',
    'enrolment_key',
    'link',
    'mail_text',
    'mail_wish',
    'notice',
    'organisation',
    'participant',
    'passkey',
    'passkey_challenge',
    'password_link',
    'person',
    'recovery_code',
    'recovery_link',
    'relayed_comment',
    'release',
    'release_file',
    'requester',
    'route',
    'search_pending',
    'search_text',
    'search_words',
    // FTS5's own, of the one before
    'search_words_config',
    'search_words_data',
    'search_words_docsize',
    'search_words_idx',
    'second_factor',
    'sent_mail',
    'session',
    'settings_revision',
    'setup_link',
    'sign_in_attempt',
    'sign_in_provider',
    'sign_in_rules',
    'staff',
    'staff_identity',
    'staff_invitation',
    'staff_provider',
    'staff_sign_in_attempt',
    'staff_upload',
    'team',
    'team_member',
    'team_rule',
    'ticket',
    'ticket_event',
    'ticket_follower',
    'ticket_relation',
    'upload',
  ]);
});

test('a row with a broken reference cannot be inserted', async () => {
  await migrate(db);
  const orphan = {
    id: 'd1',
    organisationId: 'nobody',
    machineId: 'm',
    hostname: 'h',
    createdAt: NOW,
  };
  await expect(db.insertInto('device').values(orphan).execute()).rejects.toThrow('FOREIGN KEY');
});

test('the database uses a write-ahead log', async () => {
  const opened = await openStorage({ dataDir: path.join(folder, 'own'), databaseUrl: null });
  if (!opened.ok) throw new Error(opened.problem);
  const { rows } = await opened.storage.db.executeQuery<{ journalMode: string }>({
    ...db.selectNoFrom(({ val }) => val(1).as('one')).compile(),
    sql: 'PRAGMA journal_mode',
    parameters: [],
  });
  expect(rows).toEqual([{ journalMode: 'wal' }]);
  await opened.storage.close();
});

test('an agent in whose place another came was not sent away, unless it was ever suspended', async () => {
  await migrate(db, '0010-enrolment');
  await ROWS['0010-enrolment']?.(db);
  await migrate(db, '0190-departures');
  const [agent] = await db.selectFrom('agent').selectAll().execute();
  if (!agent) throw new Error('no agent');
  const { sentAway: _, ...row } = agent;
  for (const id of ['replaced', 'suspended', 'sent-away'])
    await db
      .insertInto('agent')
      .values({ ...row, id, state: 'retired' })
      .execute();
  await db
    .insertInto('agent')
    .values(['left', 'retired-and-left'].map((id) => ({ ...row, id, state: 'retired', departure: 'left' })))
    .execute();
  const entries = [
    ['retired-and-left', 'retire'],
    ['replaced', 'replace-agent'],
    ['suspended', 'suspend'],
    ['suspended', 'replace-agent'],
    ['sent-away', 'retire'],
    ['a1', 'replace-agent'],
  ] as const;
  for (const [subjectId, act] of entries) {
    const entry = { id: `${subjectId} ${act}`, at: NOW, staffId: null, act, subjectId, details: '{}' };
    await db
      .insertInto('audit')
      .values({ ...entry, subjectKind: 'agent' })
      .execute();
  }
  await migrate(db);
  const sentAway = await db
    .selectFrom('agent')
    .select('id')
    .where('sentAway', '=', 1)
    .orderBy('id')
    .execute();
  expect(sentAway).toEqual([{ id: 'retired-and-left' }, { id: 'sent-away' }, { id: 'suspended' }]);
});

test('names lose characters that nobody sees, and a name of nothing else becomes the id', async () => {
  await migrate(db, '0010-enrolment');
  await ROWS['0010-enrolment']?.(db);
  await migrate(db, '0200-replaced-agents');
  await db.updateTable('organisation').set({ name: 'Con\u200btoso\u202e' }).execute();
  const activation = { organisationId: 'o1', machineId: null, admits: 1, createdAt: NOW };
  await db
    .insertInto('advanceActivation')
    .values({ ...activation, id: 'v1', hostname: '\u200b', userName: 'bob\ufeff' })
    .execute();
  await migrate(db);
  expect(await db.selectFrom('organisation').select('name').execute()).toEqual([{ name: 'Contoso' }]);
  const [kept] = await db.selectFrom('advanceActivation').selectAll().execute();
  expect(kept).toMatchObject({ machineId: null, hostname: 'v1', userName: 'bob' });
});
