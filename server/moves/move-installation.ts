// Moves an installation from SQLite in a folder to an empty PostgreSQL database, in steps that a next run does not repeat: tables,
// the index of words, attachments. Then all is compared, and only then may a server start there.
import { sql } from 'kysely';
import type { BucketConfig } from '../bucket-config.ts';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import { Refused } from '../program.ts';
import { keyTerm, placeTerm, problemOfStored, type Term } from '../storage/agreements.ts';
import { openPlace } from '../storage/open-contents.ts';
import type { PartPlace } from '../storage/part-place.ts';
import { createPartStore } from '../storage/part-store.ts';
import { UNFINISHED_MOVE } from '../storage/postgres-checks.ts';
import { readKeyFile } from '../storage/server-key.ts';
import { fillWords } from '../storage/text-search.ts';
import { carryContents, checkContents, countUnfinished, type MovedContents } from './contents.ts';
import type { Progress } from './progress.ts';
import type { RowSum } from './row-sum.ts';
import { openSource, type Source } from './source.ts';
import { carryTable, isCarried, type MovedTable, tablesOf } from './tables.ts';
import { finish, openTarget, type Target } from './target.ts';

interface MoveParts {
  /** folder of data of the server on SQLite */
  from: string;
  /** address of the PostgreSQL database */
  to: string;
  /** of the server on PostgreSQL; null: attachments go to the database */
  bucket: BucketConfig | null;
  /** in the settings of whoever moves; null: none */
  secretKey: Buffer | null;
  /** leaves out attachments that are missing or damaged, instead of finishing no move */
  leaveOut: boolean;
  clock: Clock;
  chance: Chance;
  progress: Progress;
}

export interface Moved {
  /** the file of the source is the key that the new server needs; otherwise it has that in its settings */
  isKeyInFile: boolean;
  database: string;
  tables: number;
  rows: number;
  contents: number;
  /** names of contents that are not there */
  leftOut: string[];
  /** uploads that were not carried */
  unfinished: number;
}

/** Throws Refused, also where the copy differs from the source. */
export async function moveInstallation(parts: MoveParts): Promise<Moved> {
  parts.progress.begin('checking the source');
  const source = openSource(parts.from);
  try {
    if (parts.bucket === null && source.needsBucket()) {
      throw new Refused(
        'S3_BUCKET is not set: expected the bucket in which attachments of this installation lie; nothing was changed.',
      );
    }
    const placed = placeTerm(parts.bucket, parts.bucket?.replaces ?? null);
    const known = source.agreed('place');
    const elsewhere = known && problemOfStored(placed, { name: 'place', value: known }, source.needsBucket());
    if (elsewhere) throw new Refused(elsewhere);
    const opened = await openPlace(parts);
    if (!opened.ok) throw new Refused(opened.problem);
    try {
      return await moveFrom(source, opened.place, placed, parts);
    } finally {
      opened.place.close();
    }
  } finally {
    source.close();
  }
}

async function moveFrom(source: Source, place: PartPlace, placed: Term, parts: MoveParts): Promise<Moved> {
  const target = await openTarget(parts.to, source.identity);
  try {
    const { progress } = parts;
    const { db } = target;
    const store = createPartStore({ ...parts, db, place });
    const key = keyOf(source, parts.secretKey);
    return await moveTo(
      { source, target, progress, key, placed, contents: { source, db, store, progress } },
      parts.leaveOut,
    );
  } finally {
    await target.close();
  }
}

/** The key that sealed what is carried. */
interface MovedKey {
  /** null where the installation was never started */
  term: Term | null;
  isInFile: boolean;
}

/** As the last server on the source has said, else as one with these settings would have it. Throws Refused. */
function keyOf(source: Source, secretKey: Buffer | null): MovedKey {
  const read = readKeyFile(source.dataDir);
  if (!read.ok) throw new Refused(read.problem);
  const inFile = read.key && keyTerm(read.key, null);
  const fingerprint = source.agreed('key');
  const given = secretKey === null ? inFile : keyTerm(secretKey, null);
  const term = fingerprint === null ? given : { name: 'key' as const, value: fingerprint, replaces: null };
  return { term, isInFile: inFile !== null && inFile.value === term?.value };
}

interface Opened {
  key: MovedKey;
  /** where the files of the target lie */
  placed: Term;
  source: Source;
  target: Target;
  contents: MovedContents;
  progress: Progress;
}

async function moveTo(
  { key, placed, source, target, contents, progress }: Opened,
  leaveOut: boolean,
): Promise<Moved> {
  progress.begin('carrying tables');
  const tables = await carryTables({ source, target, progress });
  progress.begin('carrying attachments and files of releases');
  const damaged = await carryContents(contents);
  if (damaged.length > 0 && !leaveOut) throw new Refused(filesMissing(damaged));
  progress.begin('checking');
  await compareTables(target, tables);
  const sound = await compareContents(contents, damaged);
  const lastNumbers = source.lastNumbers();
  if (source.endReading().hasChanged) throw new Refused(WAS_CHANGED);
  await finish(target, lastNumbers, key.term === null ? [placed] : [key.term, placed]);
  return {
    database: target.database,
    isKeyInFile: key.isInFile,
    tables: tables.size,
    rows: [...tables.values()].reduce((all, { rows }) => all + rows, 0),
    contents: sound,
    leftOut: damaged,
    unfinished: countUnfinished(source),
  };
}

const WAS_CHANGED =
  'The source was changed during the move, such as by an import: see that nothing writes there and run the move again, it carries what has changed.';

type Sums = Map<MovedTable, RowSum>;

async function carryTables(parts: { source: Source; target: Target; progress: Progress }): Promise<Sums> {
  const { source, target, progress } = parts;
  const sums: Sums = new Map();
  for (const table of await tablesOf(source, target)) sums.set(table, await carryTable(parts, table));
  const texts = [...sums].find(([{ name }]) => name === 'search_text')?.[1];
  progress.begin('filling the index of searches');
  await fillIndex(target, `${texts?.rows} ${texts?.hash}`);
  return sums;
}

/** Of these texts, unless that is done. */
async function fillIndex({ db, recall }: Target, texts: string): Promise<void> {
  if ((await recall('words', '')) === texts) return;
  await db.transaction().execute(async (transaction) => {
    await sql`delete from search_words`.execute(transaction);
    await fillWords(transaction);
    await sql`insert into ${sql.table(UNFINISHED_MOVE)} values ('words', '', ${texts})
      on conflict (what, name) do update set value = excluded.value`.execute(transaction);
  });
}

async function compareTables(target: Target, tables: Sums): Promise<void> {
  const wrong: string[] = [];
  for (const [table, sum] of tables) {
    if (!(await isCarried(target, table, sum))) wrong.push(table.name);
  }
  if (!(await isIndexFull(target))) wrong.push('search_words');
  if (wrong.length === 0) return;
  throw new Refused(
    `The copy differs from the source in ${wrong.join(', ')}: see that nothing else writes to the database of --to and run the move again, which carries these anew; no server starts there until they are the same.`,
  );
}

async function isIndexFull(target: Target): Promise<boolean> {
  const { rows } = await target.client.query<{ isFull: boolean }>(
    'select not exists (select position from search_text except select "row" from search_words) and (select count(*) from search_text) = (select count(*) from search_words) as "isFull"',
  );
  const isFull = rows[0]?.isFull === true;
  if (!isFull) await target.forget('words', '');
  return isFull;
}

async function compareContents(contents: MovedContents, damaged: readonly string[]): Promise<number> {
  const { sound, wrong } = await checkContents(contents, damaged);
  const [first] = wrong;
  if (first === undefined) return sound;
  throw new Refused(
    `${first} is not stored as it should be${others(wrong)}: check the storage of --to or the bucket, empty both and move again; no server starts there.`,
  );
}

function filesMissing(damaged: readonly string[]): string {
  return `${damaged[0]} is missing or damaged in the source${others(damaged)}: put it back, or leave it out with --leave-out-damaged; run the move again, it goes on.`;
}

function others({ length }: readonly string[]): string {
  return length === 1 ? '' : ` (and ${length - 1} more)`;
}
