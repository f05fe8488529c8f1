// People of the staff for tests: rows in the database, links out of mails, and browsers that keep cookies.
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Staff } from '../../../contract/console.ts';
import { HOUR } from '../../../server/clock.ts';
import { type Answer, ask } from './http.ts';
import { QUICK_PASSWORDS } from './passwords.ts';
import { PASSWORD, type TestServer } from './test-server.ts';
import { until } from './until.ts';

type Desk = Pick<TestServer, 'url' | 'clock' | 'alter' | 'mails'>;

let hashed: Promise<string> | undefined;

/** `organisationIds`: left out, of all organisations. */
type NewStaff = Omit<Staff, 'id' | 'organisationIds'> & Partial<Pick<Staff, 'organisationIds'>>;

/** Adds an active member of the staff, whose password is PASSWORD. Returns the id. */
export async function insertStaff(
  { alter, clock }: Pick<Desk, 'alter' | 'clock'>,
  { email, fullName, role, organisationIds = null }: NewStaff,
): Promise<string> {
  const id = v7();
  hashed ??= QUICK_PASSWORDS.hash(PASSWORD);
  await alter(
    `INSERT INTO staff (id, email, full_name, role, organisation_ids, password_hash, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[id, email, fullName, role, organisationIds && JSON.stringify(organisationIds)],
    ...[await hashed, clock.now().toISOString()],
  );
  return id;
}

/** Adds a team of these members. Returns the id. */
export async function insertTeam(
  { alter, clock }: Pick<Desk, 'alter' | 'clock'>,
  name: string,
  memberIds: readonly string[],
): Promise<string> {
  const id = v7();
  await alter(
    "INSERT INTO team (id, name, name_key, assigning, created_at) VALUES (?, ?, ?, 'nobody', ?)",
    ...[id, name, name.toLowerCase(), clock.now().toISOString()],
  );
  for (const staffId of memberIds)
    await alter('INSERT INTO team_member (team_id, staff_id) VALUES (?, ?)', id, staffId);
  return id;
}

/** Adds a second factor that nobody has the secret of. */
export async function insertSecondFactor(
  { alter, clock }: Pick<Desk, 'alter' | 'clock'>,
  staffId: string,
): Promise<void> {
  await alter(
    'INSERT INTO second_factor (staff_id, secret, since, last_step) VALUES (?, ?, ?, 0)',
    ...[staffId, 'sealed by nobody', clock.now().toISOString()],
  );
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

const inAnHour = ({ clock }: Pick<Desk, 'clock'>) => new Date(clock.now().getTime() + HOUR).toISOString();

/** Adds an open invitation that no mail was sent for. */
export async function insertInvitation(
  desk: Pick<Desk, 'alter' | 'clock'>,
  email: string,
  invitedBy: string,
  organisationIds: Staff['organisationIds'] = null,
): Promise<{ id: string; token: string }> {
  const [id, token] = [v7(), v7()];
  await desk.alter(
    `INSERT INTO staff_invitation
      (id, email, full_name, role, organisation_ids, language, invited_by, token_hash, expires_at)
      VALUES (?, ?, 'Somebody invited', 'technician', ?, 'en', ?, ?, ?)`,
    ...[id, email, organisationIds && JSON.stringify(organisationIds), invitedBy],
    ...[hashOf(token), inAnHour(desk)],
  );
  return { id, token };
}

async function insertLink(
  desk: Pick<Desk, 'alter' | 'clock'>,
  table: 'recovery_link' | 'password_link',
  staffId: string,
): Promise<string> {
  const token = v7();
  await desk.alter(
    `INSERT INTO ${table} (staff_id, token_hash, expires_at) VALUES (?, ?, ?)`,
    ...[staffId, hashOf(token), inAnHour(desk)],
  );
  return token;
}

/** Adds an open recovery link. Returns its token. */
export function insertRecoveryLink(desk: Pick<Desk, 'alter' | 'clock'>, staffId: string): Promise<string> {
  return insertLink(desk, 'recovery_link', staffId);
}

/** Adds an open link for a forgotten password. Returns its token. */
export function insertPasswordLink(desk: Pick<Desk, 'alter' | 'clock'>, staffId: string): Promise<string> {
  return insertLink(desk, 'password_link', staffId);
}

const LINK = /\/(?:invitation|password)#([\w-]+)/;

/** Returns the token of the last link that was mailed to the address, once it is another than `former`. */
export function mailedLink({ mails }: Pick<Desk, 'mails'>, email: string, former = ''): Promise<string> {
  return until(async () => {
    const found = (await mails()).flatMap(({ to, text }) =>
      to === email ? (LINK.exec(text)?.[1] ?? []) : [],
    );
    const [token] = found;
    return token === former ? undefined : token;
  }, `a link is mailed to ${email}`);
}

export interface Browser {
  cookie(): string;
  /** Calls a route of the console, such as /session. */
  send(route: string, options?: Parameters<typeof ask>[1]): Promise<Answer>;
  signIn(email: string, password?: string, code?: string | null): Promise<Answer>;
}

/** A browser: keeps cookies as browsers do. */
export function openBrowser(desk: Pick<Desk, 'url'>): Browser {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  async function send(route: string, options: Parameters<typeof ask>[1] = {}): Promise<Answer> {
    const headers = { origin: desk.url, cookie: cookie(), ...options.headers };
    const answer = await ask(`${desk.url}/v1/console${route}`, { ...options, headers });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return answer;
  }
  return {
    cookie,
    send,
    signIn: (email, password = PASSWORD, code = null) =>
      send('/session', { json: { email, password, code } }),
  };
}
