// What all servers of one database must have in common, kept in it without a secret: the key, and the place of files. A server
// that has something else is refused, unless it says that it replaces that on purpose and nobody works with it any more.
import type { BucketConfig } from '../bucket-config.ts';
import { deriveKey, sha256 } from '../hashes.ts';
import { isLockHeld, isPostgres } from './dialect/dialect.ts';
import type { Database, Row } from './schema.ts';

/** First half of the advisory locks that a server holds while it lives, one for each of its terms. Any number of our own. */
export const IN_USE = 7_238_104;

export interface Term extends Row<'agreement'> {
  /** mark of the value that this one replaces on purpose; null: of none */
  replaces: string | null;
}

/** The key by its fingerprint: it is random and long, so that this says nothing about it. */
export function keyTerm(serverKey: Buffer, replaces: string | null): Term {
  const value = deriveKey(serverKey, 'guichet fingerprint of the key').toString('hex');
  return { name: 'key', value, replaces };
}

/**
 * The place of files, in words that a sentence can have. An endpoint has no password (bucket-config); region and account may
 * differ, as they do not say where.
 */
export function placeTerm(bucket: BucketConfig | null, replaces: string | null): Term {
  if (bucket === null) return { name: 'place', value: IN_DATABASE, replaces };
  const { bucket: name, endpoint, prefix } = bucket;
  const address = endpoint === null ? 'Amazon' : addressOf(endpoint);
  const folder = prefix === '' ? '' : ` under ${JSON.stringify(prefix)}`;
  return { name: 'place', value: `the bucket ${JSON.stringify(name)} of ${address}${folder}`, replaces };
}

const IN_DATABASE = 'the database';

/** Whatever follows the path may be a secret, and no endpoint needs it. */
function addressOf(endpoint: string): string {
  const { origin, pathname } = new URL(endpoint);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

/** Eight hexadecimal digits that stand for a value in a sentence and in a setting. */
function markOf({ name, value }: Row<'agreement'>): string {
  return sha256(`${name} ${value}`).slice(0, 8);
}

/** Second half of the lock that servers with this value hold. */
export function lockOf(term: Row<'agreement'>): number {
  return Number.parseInt(markOf(term), 16) >>> 1;
}

/**
 * Records what is not known yet. Returns one sentence where this server must not start; nothing is changed then. On PostgreSQL its
 * locks are held before: of two servers that start at once with different values, one sees what the other has recorded.
 */
export async function agree(db: Database, terms: readonly Term[]): Promise<string | null> {
  try {
    await db.transaction().execute(async (transaction) => {
      for (const term of terms) await agreeOn(transaction, term);
    });
    return null;
  } catch (failure) {
    if (failure instanceof Disagreement) return failure.message;
    throw failure;
  }
}

class Disagreement extends Error {}

async function agreeOn(transaction: Database, term: Term): Promise<void> {
  const { name, value } = term;
  // it is written also where it stays, which locks it: whoever replaces it waits, and looks for its users afterwards
  const known = await transaction
    .insertInto('agreement')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ name }))
    .returningAll()
    .executeTakeFirstOrThrow();
  if (known.value === value) return;
  const problem = await PROBLEMS[name](transaction, term, known);
  if (problem !== null) throw new Disagreement(problem);
  await transaction.updateTable('agreement').set({ value }).where('name', '=', name).execute();
}

type Problem = (db: Database, own: Term, known: Row<'agreement'>) => Promise<string | null>;

/** What is wrong with another value than the known one; null where it may take its place. */
const PROBLEMS: Readonly<Record<Term['name'], Problem>> = { key: problemOfKey, place: problemOfPlace };

/** On SQLite the server is the only one, and begins anew with a new key: what the former one sealed has to be entered again. */
async function problemOfKey(db: Database, own: Term, known: Row<'agreement'>): Promise<string | null> {
  if (!isPostgres(db)) return null;
  const mark = markOf(known);
  if (own.replaces !== mark)
    return `SECRET_KEY is not the key of the servers that use this database: expected the same one on each, or beside a new one SECRET_KEY_REPLACES=${mark} where that key is lost (docs/guide-operation.md says what it costs), nothing was changed.`;
  if (await isUsed(db, known))
    return `SECRET_KEY_REPLACES is ${mark}: servers with that key still run, stop them first; nothing was changed.`;
  return null;
}

async function problemOfPlace(db: Database, own: Term, known: Row<'agreement'>): Promise<string | null> {
  if (await isUsed(db, known))
    return `${settingsOf(own)}, but the servers that run on this database store files in ${known.value}: expected the same on each, or stop them first; nothing was changed.`;
  return problemOfStored(own, known, await hasObjects(db));
}

/**
 * Returns one sentence where files are stored in `known`, and a server that has `own` would not find them. What is in the database
 * is found there, also by a server with a bucket; so the place is free to change while no object is stored.
 */
export function problemOfStored(
  own: Term,
  known: Row<'agreement'>,
  areObjectsStored: boolean,
): string | null {
  if (!areObjectsStored || known.value === own.value || known.value === IN_DATABASE) return null;
  const mark = markOf(known);
  if (own.replaces === mark) return null;
  return `${settingsOf(own)}, but files of this database are stored in ${known.value}: expected that one, or all its objects copied and S3_REPLACES=${mark} (docs/guide-operation.md says how), nothing was changed.`;
}

function settingsOf({ value }: Term): string {
  return value === IN_DATABASE
    ? 'S3_BUCKET is not set'
    : `S3_BUCKET, S3_ENDPOINT and S3_PREFIX name ${value}`;
}

/** Whether any part of a content is an object of a bucket. */
export async function hasObjects(db: Database): Promise<boolean> {
  const part = await db
    .selectFrom('contentPart')
    .select('contentId')
    .where('objectKey', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return part !== undefined;
}

/** Whether a server lives that has this value. */
function isUsed(db: Database, known: Row<'agreement'>): Promise<boolean> {
  return isLockHeld(db, IN_USE, lockOf(known));
}
