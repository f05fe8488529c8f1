// Administrators add, upload, stage and remove releases.
import type { IncomingMessage } from 'node:http';
import type { NewRelease, Release, ReleaseStage } from '../../contract/releases.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { wasCutOff } from '../http/receive-body.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type ChannelFile, parseChannelFile } from './channel-file.ts';
import type { ReceivedFile, ReleaseFiles } from './release-files.ts';
import { describeRelease } from './release-list.ts';
import { compareVersions } from './version.ts';

export interface ReleaseParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  releaseFiles: ReleaseFiles;
}

/** In bytes. A block map of a 200 MB installer has about 200 kB. */
const LARGEST_BLOCK_MAP = 16 * 1024 * 1024;

/** Adds a paused release without files. Errors: release-unreadable, release-exists, release-older. */
export async function addRelease(
  parts: ReleaseParts,
  staffId: string,
  { channel, feed: text, acceptOlder }: NewRelease,
): Promise<Result<Release>> {
  const channelFile = parseChannelFile(text);
  if (!channelFile.ok) return channelFile;
  const { version } = channelFile.value;
  const { db, chance, audit } = parts;
  return db.transaction().execute(async (transaction) => {
    const known = await transaction.selectFrom('release').select(['version', 'channel']).execute();
    if (known.some((release) => release.version === version)) return err('release-exists', { name: version });
    const later = known
      .filter((release) => release.channel === channel && compareVersions(release.version, version) > 0)
      .sort((a, b) => compareVersions(b.version, a.version))[0];
    if (later && !acceptOlder) return err('release-older', { name: later.version });
    const id = chance.id();
    await insertRelease(transaction, parts, { id, channel, staffId, channelFile: channelFile.value });
    const subject = { kind: 'release', id } as const;
    await audit(transaction, { staffId, act: 'add-release', subject, details: { version, channel } });
    return ok(await describeRelease(transaction, id));
  });
}

async function insertRelease(
  transaction: Database,
  { clock }: ReleaseParts,
  {
    id,
    channel,
    staffId,
    channelFile,
  }: { id: string; channel: string; staffId: string; channelFile: ChannelFile },
): Promise<void> {
  const stage = { channel, percentage: 0, organisationIds: null, paused: 1, replacesPaused: 0 };
  const { version, releaseDate: builtAt, files } = channelFile;
  await transaction
    .insertInto('release')
    .values({ id, version, builtAt, addedAt: instantFrom(clock), staffId, ...stage })
    .execute();
  const rows = files.flatMap(({ url: name, size, sha512, isAdminRightsRequired }) => [
    { name, size, sha512, needsRights: isAdminRightsRequired ? 1 : 0 },
    { name: `${name}.blockmap`, size: null, sha512: null, needsRights: 0 },
  ]);
  await transaction
    .insertInto('releaseFile')
    .values(rows.map((row) => ({ ...row, releaseId: id, received: 0 })))
    .execute();
}

interface SentFile {
  releaseId: string;
  name: string;
  body: IncomingMessage;
  /** rejects where the sender may not send any more */
  authorise(): Promise<void>;
}

/** Errors: not-found, release-file-unknown, release-file-mismatch, and invalid-request for an incomplete upload. */
export async function receiveFile(
  parts: ReleaseParts,
  staffId: string,
  { releaseId, name, body, authorise }: SentFile,
): Promise<Result<void>> {
  const { db, releaseFiles } = parts;
  const release = await db.selectFrom('release').select('id').where('id', '=', releaseId).executeTakeFirst();
  if (!release) return err('not-found');
  const row = await readFile(db, releaseId, name);
  if (!row) return err('release-file-unknown', { name });
  const received = await receive(releaseFiles, row, body);
  if (!received) return err('invalid-request');
  try {
    if (!(await isWhatItShouldBe(row, received))) return err('release-file-mismatch', { name });
    await authorise();
    await received.commit();
    await recordFile(parts, staffId, row, received.size);
    return ok(undefined);
  } finally {
    await received.discard();
  }
}

/** Returns null when the client disconnected. */
async function receive(
  releaseFiles: ReleaseFiles,
  { releaseId, name, size }: Row<'releaseFile'>,
  body: IncomingMessage,
): Promise<ReceivedFile | null> {
  try {
    return await releaseFiles.receive(releaseId, name, body, size ?? LARGEST_BLOCK_MAP);
  } catch (problem) {
    if (wasCutOff(body)) return null;
    throw problem;
  }
}

/** The feed has no hash of a block map: a wrong one only makes agents download the whole installer, which is verified. */
async function isWhatItShouldBe(
  { size, sha512 }: Row<'releaseFile'>,
  received: ReceivedFile,
): Promise<boolean> {
  if (sha512 === null) return received.size > 0 && received.size <= LARGEST_BLOCK_MAP;
  return received.size === size && (await received.sha512()) === sha512;
}

async function recordFile(
  { db, audit }: ReleaseParts,
  staffId: string,
  { releaseId, name }: Row<'releaseFile'>,
  size: number,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('releaseFile')
      .set({ size, received: 1 })
      .where('releaseId', '=', releaseId)
      .where('name', '=', name)
      .execute();
    const subject = { kind: 'release', id: releaseId } as const;
    await audit(transaction, { staffId, act: 'receive-release-file', subject, details: { name, size } });
  });
}

/** Takes effect at an agent's next check. Errors: not-found, release-incomplete when offered without all files. */
export async function stageRelease(
  { db, audit }: ReleaseParts,
  staffId: string,
  id: string,
  { channel, percentage, organisationIds, paused, replacesPaused }: ReleaseStage,
): Promise<Result<Release>> {
  return db.transaction().execute(async (transaction) => {
    const release = await findRelease(transaction, id);
    if (!release) return err('not-found');
    const missing = (await describeRelease(transaction, id)).files.find(
      ({ received, optional }) => !received && !optional,
    );
    if (missing && !paused) return err('release-incomplete', { name: missing.name });
    const organisations = organisationIds === null ? null : JSON.stringify(organisationIds);
    await transaction
      .updateTable('release')
      .set({
        channel,
        percentage,
        organisationIds: organisations,
        paused: paused ? 1 : 0,
        replacesPaused: replacesPaused ? 1 : 0,
      })
      .where('id', '=', id)
      .execute();
    await audit(transaction, {
      staffId,
      act: 'stage-release',
      subject: { kind: 'release', id },
      details: { version: release.version, channel, percentage, organisations, paused, replacesPaused },
    });
    return ok(await describeRelease(transaction, id));
  });
}

/** Removes a paused release and its files; agents that run it keep it. Errors: not-found, release-offered. */
export async function removeRelease(
  { db, audit, releaseFiles }: ReleaseParts,
  staffId: string,
  id: string,
): Promise<Result<void>> {
  const removed = await db.transaction().execute(async (transaction): Promise<Result<void>> => {
    const release = await findRelease(transaction, id);
    if (!release) return err('not-found');
    if (!release.paused) return err('release-offered');
    await transaction.deleteFrom('releaseFile').where('releaseId', '=', id).execute();
    await transaction.deleteFrom('release').where('id', '=', id).execute();
    const details = { version: release.version };
    await audit(transaction, {
      staffId,
      act: 'remove-release',
      subject: { kind: 'release', id },
      details,
    });
    return ok(undefined);
  });
  if (removed.ok) await releaseFiles.remove(id);
  return removed;
}

function findRelease(db: Database, id: string) {
  return db.selectFrom('release').select(['version', 'paused']).where('id', '=', id).executeTakeFirst();
}

function readFile(db: Database, releaseId: string, name: string): Promise<Row<'releaseFile'> | undefined> {
  return db
    .selectFrom('releaseFile')
    .selectAll()
    .where('releaseId', '=', releaseId)
    .where('name', '=', name)
    .executeTakeFirst();
}
