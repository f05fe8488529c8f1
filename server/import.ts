// The import command, beside a running server or not:
// `node server/import.ts catalogue|directory|announcements <file> --organisation <name>`.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { ImportedAnnouncements } from '../contract/announcement.ts';
import { ImportedCatalogue } from '../contract/catalogue.ts';
import { checked, describeIssue } from '../contract/checked.ts';
import { announcementsConflict, importAnnouncements } from './announcements/import-announcements.ts';
import { findOfferedUnknownApprovers, type UnknownApprover } from './catalogue/approvers.ts';
import { catalogueConflict, importCatalogue } from './catalogue/import-catalogue.ts';
import { systemChance } from './chance.ts';
import { type Clock, systemClock } from './clock.ts';
import { moveAddresses } from './desk/change-address.ts';
import { type DecodedText, decodeText } from './people/decode-text.ts';
import { readDirectory } from './people/directory-file.ts';
import { importDirectory, type MovedPerson } from './people/import-directory.ts';
import { Refused, runProgram } from './program.ts';
import { type Audit, createAudit } from './staff/audit.ts';
import { withDatabaseBeside } from './storage/open.ts';
import type { Database } from './storage/schema.ts';
import type { ImportCounts } from './storage/write-batches.ts';

const USAGE = 'catalogue|directory|announcements <file> --organisation "<name>" [--all-or-nothing]';

interface ImportParts {
  db: Database;
  clock: Clock;
  audit: Audit;
}

interface Imported {
  tally: ImportCounts;
  /** sentences about what else was done, and what will not work with these files */
  notes: string[];
}

/** Writes the parsed content, for one organisation. */
type Import = (parts: ImportParts, organisationId: string) => Promise<Imported>;

interface ImportOptions {
  /** a directory with a row that cannot be used is refused, not imported without it */
  allOrNothing: boolean;
}

/** Parses a whole file before anything is written. */
const KINDS: Readonly<Record<string, (file: string, options: ImportOptions) => Import>> = {
  catalogue(file) {
    const content = readContent(
      file,
      'a catalogue',
      ImportedCatalogue,
      (catalogue) => catalogueConflict(catalogue)?.en ?? null,
    );
    return async (parts, organisationId) => {
      const imported = await importCatalogue(parts, organisationId, content);
      if ('unknownApprovers' in imported)
        throw new Refused(approversMissing(file, imported.unknownApprovers));
      return { tally: imported, notes: [] };
    };
  },
  directory(file, { allOrNothing }) {
    const { text, isGuessed } = readText(file);
    const read = readDirectory(text);
    if ('problem' in read)
      throw new Refused(`${file} is not a directory: ${read.problem}; nothing was changed.`);
    const { people, leftOut, unknownColumns } = read;
    const skipped = leftOut.length === 0 ? [] : [listed(leftOut)];
    if (allOrNothing && leftOut.length > 0) throw new Refused(`${skipped.join('')}\nNothing was changed.`);
    return async (parts, organisationId) => {
      const move = (transaction: Database, id: string, moved: readonly MovedPerson[]) =>
        moveAddresses(transaction, parts, id, moved);
      const { tally, moved, unmoved } = await importDirectory({ ...parts, move }, organisationId, people);
      const unknownApprovers = await findOfferedUnknownApprovers(parts.db, organisationId);
      const notes = [
        ...moved.map(addressMoved),
        ...skipped,
        ...(isGuessed
          ? [`warning: ${file} is not UTF-8; it was read as windows-1252: look at the accents`]
          : []),
        ...unknownColumns.map((column) => `warning: the column "${column}" is not used`),
        ...unmoved.map(addressOfAnother),
        ...unknownApprovers.map(approverGone),
      ];
      return { tally, notes };
    };
  },
  announcements(file) {
    const content = readContent(
      file,
      'a list of announcements',
      ImportedAnnouncements,
      announcementsConflict,
    );
    return async (parts, organisationId) => {
      const tally = await importAnnouncements(parts, organisationId, content);
      return { tally, notes: [] };
    };
  },
};

function approversMissing(file: string, [first, ...others]: readonly UnknownApprover[]): string {
  const more = others.length === 0 ? '' : ` (and ${others.length} more like it)`;
  const named = `the entry "${first?.id}" names the approver ${first?.approver}`;
  return `${file} cannot be used: ${named}, who is not in the organisation's directory${more}; import the directory first, nothing was changed.`;
}

function approverGone({ id, approver }: UnknownApprover): string {
  return `warning: the entry "${id}" of the catalogue needs the approver ${approver}, who is not in this directory: name another in the catalogue, otherwise its tickets cannot be approved`;
}

function addressMoved({ from, to }: MovedPerson): string {
  return `${from} is now ${to}: the tickets have moved`;
}

function addressOfAnother({ from, to }: MovedPerson): string {
  return `warning: ${from} has not become ${to}, because one of the two may be somebody else's: the tickets of ${from} stay there; change the address on one of these tickets in the console if both are one person`;
}

function readContent<T>(
  file: string,
  what: string,
  schema: z.ZodType<T>,
  conflictOf: (content: T) => string | null,
): T {
  const { text, isGuessed } = readText(file);
  if (isGuessed) throw new Refused(`${file} is not UTF-8: save it as UTF-8; nothing was changed.`);
  const parsed = checked(schema, parseFile(file, text));
  if (!parsed.success)
    throw new Refused(`${file} is not ${what}: ${describeIssue(parsed.error)}; nothing was changed.`);
  const conflict = conflictOf(parsed.data);
  if (conflict !== null) throw new Refused(`${file} is not ${what}: ${conflict}; nothing was changed.`);
  return parsed.data;
}

function readText(file: string): DecodedText {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new Refused(`${file} cannot be read: expected a file that this account may read.`);
  }
  const decoded = decodeText(bytes);
  if (decoded) return decoded;
  throw new Refused(`${file} is cut: it is UTF-16 and ends in the middle of a letter; nothing was changed.`);
}

/** More than a screen of them is not read. */
const MOST_LISTED = 20;

function listed(leftOut: readonly string[]): string {
  const shown = leftOut.slice(0, MOST_LISTED).map((row) => `  ${row}`);
  const more = leftOut.length - shown.length;
  const head = leftOut.length === 1 ? '1 row was left out:' : `${leftOut.length} rows were left out:`;
  return [head, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

function parseFile(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : String(problem);
    throw new Refused(`${file} is not JSON: ${reason}; nothing was changed.`);
  }
}

function readArguments(args: string[], called: string): { kind: string; read: Import; organisation: string } {
  const { values, positionals } = parseArguments(args, called);
  const [kind, file] = positionals;
  const open = kind !== undefined && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  const { organisation, 'all-or-nothing': allOrNothing } = values;
  if (!kind || !open || !file || positionals.length > 2 || !organisation) {
    throw new Refused(`Expected: ${called} ${USAGE}`);
  }
  return { kind, read: open(file, { allOrNothing }), organisation };
}

const OPTIONS = {
  organisation: { type: 'string' },
  'all-or-nothing': { type: 'boolean', default: false },
} as const;

function parseArguments(args: string[], called: string) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch {
    throw new Refused(`Expected: ${called} ${USAGE}`);
  }
}

async function organisationOf(db: Database, name: string): Promise<string> {
  const row = await db
    .selectFrom('organisation')
    .select('id')
    .where('nameKey', '=', name.trim().toLowerCase())
    .executeTakeFirst();
  if (row) return row.id;
  throw new Refused(`There is no organisation ${JSON.stringify(name)}: nothing was changed.`);
}

/** Imports a file. Returns a line about what changed, the moves and the warnings. Throws Refused. */
export async function runImport(args: string[], called: string, environment = process.env): Promise<string> {
  const { kind, read, organisation } = readArguments(args, called);
  const audit = createAudit({ clock: systemClock, chance: systemChance });
  return withDatabaseBeside(environment, async (db) => {
    const organisationId = await organisationOf(db, organisation);
    const { tally, notes } = await read({ db, clock: systemClock, audit }, organisationId);
    const { added, changed, retired } = tally;
    const counted = `${kind} of ${organisation}: ${added} added, ${changed} changed, ${retired} retired`;
    return [counted, ...notes].join('\n');
  });
}

/** Runs the import; `called` is how the user calls this program, for its usage. */
export function main(args: string[], called: string): Promise<void> {
  return runProgram(() => runImport(args, called));
}

if (import.meta.main) void main(process.argv.slice(2), 'node server/import.ts');
