// Staff sessions: a random token in a cookie, its hash in the database. They expire 12 hours after the last use, and 7 days
// after they began.
import type { StaffSession } from '../../contract/account.ts';
import type { Staff } from '../../contract/console.ts';
import type { Chance } from '../chance.ts';
import { type Clock, DAY, HOUR, instantFrom, MINUTE } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Database } from '../storage/schema.ts';
import type { SignInWay } from '../storage/staff-tables.ts';
import { parseScope, storeScope } from './scope.ts';
import type { SecondFactors } from './second-factor.ts';

export const SESSION_LIFE = 12 * HOUR;
/** However much it is used: a stolen cookie is not good for ever. In milliseconds. */
const LONGEST_SESSION = 7 * DAY;

/** Age at which a session is prolonged, in milliseconds: so not every request writes. */
const PROLONG_AFTER = 10 * MINUTE;
/** How long a session that was just read lasts at least, in milliseconds. */
export const SHORTEST_SESSION = SESSION_LIFE - PROLONG_AFTER;
/** How exact the last use of a session is, in milliseconds. */
const LAST_USE_EXACT = MINUTE;
/** How old a proof may be that a weighty act asks for, in milliseconds. */
const PROOF_LIFE = 15 * MINUTE;
/** Sessions of one person: more than anybody has browsers. The one that was used longest ago ends. */
const MOST_SESSIONS = 50;

/** Where a session is used. */
export type SessionOrigin = Pick<StaffSession, 'ip' | 'browser' | 'system'>;

export interface StartedSession {
  /** for the cookie */
  token: string;
  /** hashes of the tokens that are no longer valid */
  ended: string[];
}

export interface ReadSession {
  id: string;
  /** when it ends however much it is used, in milliseconds of the epoch */
  latestEnd: number;
  staff: Staff;
  /** a second factor is demanded and not set up */
  secondFactorDue: boolean;
  /** the proof that counts now: of the sign-in, or a later one; null: none of the last 15 minutes */
  proof: 'sign-in' | 'later' | null;
  /** the cookie should be set again */
  prolonged: boolean;
}

export interface Sessions {
  /** Starts a session in the caller's transaction. Too many sessions of a person end, the last used ones stay. */
  start(
    transaction: Database,
    staffId: string,
    origin: SessionOrigin,
    begunBy: SignInWay,
  ): Promise<StartedSession>;
  /** Notes that the person of the session proved who they are. */
  prove(transaction: Database, id: string): Promise<void>;
  /** Returns the session of a valid token, or null. */
  read(token: string, ip: string): Promise<ReadSession | null>;
  /** Lists the sessions of a person, the last used first. */
  list(db: Database, staffId: string): Promise<Omit<StaffSession, 'isCurrent'>[]>;
  /** Whether this session has not ended. */
  isOpen(transaction: Database, id: string): Promise<boolean>;
  /** Whether this session has not ended, and its person reaches the same organisations as when it was read. */
  isAsRead(session: ReadSession): Promise<boolean>;
  /** Ends the session of a token. */
  end(transaction: Database, token: string): Promise<void>;
  /** Ends one session of a person, or with `except` all others. Returns the hashes of the tokens that are no longer valid. */
  endOf(
    transaction: Database,
    staffId: string,
    which: { id: string } | { except: string },
  ): Promise<string[]>;
  /** Ends all sessions of a person. Returns the hashes of the tokens that are no longer valid. */
  endAll(transaction: Database, staffId: string): Promise<string[]>;
  /** Returns the hashes of the tokens of all sessions of a person. */
  tokensOf(transaction: Database, staffId: string): Promise<string[]>;
}

interface SessionParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  secondFactors: Pick<SecondFactors, 'isDueOf'>;
}

export function createSessions({ db, clock, chance, secondFactors }: SessionParts): Sessions {
  return {
    async start(transaction, staffId, { ip, browser, system }, begunBy) {
      const token = newSecret(chance);
      const now = instantFrom(clock);
      const expiresAt = instantFrom(clock, SESSION_LIFE);
      const times = { startedAt: now, lastUsedAt: now, expiresAt };
      const origin = { ip, browser, system, begunBy };
      await transaction
        .insertInto('session')
        .values({ id: chance.id(), tokenHash: sha256(token), staffId, ...times, ...origin })
        .execute();
      await transaction.updateTable('staff').set({ lastSignInAt: now }).where('id', '=', staffId).execute();
      return { token, ended: await endOldest(transaction, staffId) };
    },
    async prove(transaction, id) {
      const proven = { provenAt: instantFrom(clock) };
      await transaction.updateTable('session').set(proven).where('id', '=', id).execute();
    },
    async read(token, ip) {
      const row = await findSession(db, sha256(token), instantFrom(clock));
      if (!row) return null;
      const {
        sessionId: id,
        startedAt,
        expiresAt,
        lastUsedAt,
        provenAt,
        begunBy,
        organisationIds,
        ...person
      } = row;
      const staff = { ...person, organisationIds: parseScope(organisationIds) };
      const latestEnd = Date.parse(startedAt) + LONGEST_SESSION;
      const latest = new Date(latestEnd).toISOString();
      const prolonged = expiresAt < latest && expiresAt <= instantFrom(clock, SHORTEST_SESSION);
      if (prolonged || lastUsedAt <= instantFrom(clock, -LAST_USE_EXACT)) {
        const used = { lastUsedAt: instantFrom(clock), ip };
        await db
          .updateTable('session')
          .set({
            ...used,
            ...(prolonged && { expiresAt: earlier(instantFrom(clock, SESSION_LIFE), latest) }),
          })
          .where('id', '=', id)
          .execute();
      }
      const secondFactorDue = await secondFactors.isDueOf(db, staff, begunBy);
      const isFresh = (at: string) => at > instantFrom(clock, -PROOF_LIFE);
      const proof = isFresh(provenAt) ? 'later' : isFresh(startedAt) ? 'sign-in' : null;
      return { id, latestEnd, staff, secondFactorDue, proof, prolonged };
    },
    list: (database, staffId) =>
      database
        .selectFrom('session')
        .select(['id', 'startedAt', 'lastUsedAt', 'ip', 'browser', 'system'])
        .where('staffId', '=', staffId)
        .where('expiresAt', '>', instantFrom(clock))
        .orderBy('lastUsedAt', 'desc')
        .orderBy('id', 'desc')
        .execute(),
    async isOpen(transaction, id) {
      const session = await transaction
        .selectFrom('session')
        .select('id')
        .where('id', '=', id)
        .executeTakeFirst();
      return session !== undefined;
    },
    async isAsRead({ id, staff }) {
      const row = await db
        .selectFrom('session')
        .innerJoin('staff', 'staff.id', 'session.staffId')
        .select('staff.organisationIds')
        .where('session.id', '=', id)
        .executeTakeFirst();
      return row !== undefined && row.organisationIds === storeScope(staff.organisationIds);
    },
    async end(transaction, token) {
      await transaction.deleteFrom('session').where('tokenHash', '=', sha256(token)).execute();
    },
    async endOf(transaction, staffId, which) {
      const ended = await transaction
        .deleteFrom('session')
        .where('staffId', '=', staffId)
        .where('id', 'id' in which ? '=' : '!=', 'id' in which ? which.id : which.except)
        .returning('tokenHash')
        .execute();
      return ended.map(({ tokenHash }) => tokenHash);
    },
    async endAll(transaction, staffId) {
      const ended = await transaction
        .deleteFrom('session')
        .where('staffId', '=', staffId)
        .returning('tokenHash')
        .execute();
      return ended.map(({ tokenHash }) => tokenHash);
    },
    async tokensOf(transaction, staffId) {
      const open = await transaction
        .selectFrom('session')
        .select('tokenHash')
        .where('staffId', '=', staffId)
        .execute();
      return open.map(({ tokenHash }) => tokenHash);
    },
  };
}

/** The earlier of two instants as they are stored. */
function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

function findSession(db: Database, tokenHash: string, now: string) {
  return db
    .selectFrom('session')
    .innerJoin('staff', 'staff.id', 'session.staffId')
    .select(['staff.id', 'staff.email', 'staff.fullName', 'staff.role', 'staff.organisationIds'])
    .select(['session.id as sessionId', 'session.startedAt', 'session.expiresAt', 'session.lastUsedAt'])
    .select(['session.provenAt', 'session.begunBy'])
    .where('session.tokenHash', '=', tokenHash)
    .where('session.expiresAt', '>', now)
    .where('staff.deactivatedAt', 'is', null)
    .executeTakeFirst();
}

async function endOldest(transaction: Database, staffId: string): Promise<string[]> {
  const kept = transaction
    .selectFrom('session')
    .select('id')
    .where('staffId', '=', staffId)
    .orderBy('lastUsedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_SESSIONS);
  const ended = await transaction
    .deleteFrom('session')
    .where('staffId', '=', staffId)
    .where('id', 'not in', kept)
    .returning('tokenHash')
    .execute();
  return ended.map(({ tokenHash }) => tokenHash);
}
