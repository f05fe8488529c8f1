// Administrators add, upload, stage and remove releases.
import type { IncomingMessage } from 'node:http';
import type { NewRelease, Release, ReleaseStage } from '../../contract/releases.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { receiveBody, wasCutOff } from '../http/receive-body.ts';
import type { Audit } from '../staff/audit.ts';
import { type ContentStore, type ExpectedHash, releaseName } from '../storage/content-store.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type ChannelFile, parseChannelFile } from './channel-file.ts';
import { describeRelease } from './release-list.ts';
import { compareVersions } from './version.ts';

export interface ReleaseParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  contents: ContentStore;
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
  const { db, chance, contents } = parts;
  const release = await db.selectFrom('release').select('id').where('id', '=', releaseId).executeTakeFirst();
  if (!release) return err('not-found');
  const row = await readFile(db, releaseId, name);
  if (!row) return err('release-file-unknown', { name });
  const upload = { sender: 'release', id: `release-${chance.id()}` };
  try {
    const size = await receiveBody(contents, upload, body, row.size ?? LARGEST_BLOCK_MAP);
    if (!isOfSize(row, size)) return err('release-file-mismatch', { name });
    await authorise();
    const isKept = await contents.keep(
      upload.id,
      { name: releaseName(releaseId, name), hash: hashOf(row) },
      (transaction, received) => recordFile(transaction, parts, staffId, { ...row, size: received }),
    );
    return isKept ? ok(undefined) : err('release-file-mismatch', { name });
  } catch (problem) {
    if (wasCutOff(body)) return err('invalid-request');
    throw problem;
  } finally {
    await contents.discard(upload.id);
  }
}

function isOfSize({ size, sha512 }: Row<'releaseFile'>, received: number): boolean {
  return sha512 === null ? received > 0 && received <= LARGEST_BLOCK_MAP : received === size;
}

/** The feed has no hash of a block map: a wrong one only makes agents download the whole installer, which is verified. */
function hashOf({ sha512 }: Row<'releaseFile'>): ExpectedHash | null {
  return sha512 === null ? null : { algorithm: 'sha512', encoding: 'base64', digest: sha512 };
}

async function recordFile(
  transaction: Database,
  { audit }: ReleaseParts,
  staffId: string,
  { releaseId, name, size }: Pick<Row<'releaseFile'>, 'releaseId' | 'name' | 'size'>,
): Promise<void> {
  await transaction
    .updateTable('releaseFile')
    .set({ size, received: 1 })
    .where('releaseId', '=', releaseId)
    .where('name', '=', name)
    .execute();
  const subject = { kind: 'release', id: releaseId } as const;
  await audit(transaction, { staffId, act: 'receive-release-file', subject, details: { name, size } });
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
export async function removeRelease(parts: ReleaseParts, staffId: string, id: string): Promise<Result<void>> {
  let removed: Result<void> = ok(undefined);
  await parts.contents.remove(async (transaction) => {
    const files = await forgetRelease(transaction, parts, staffId, id);
    removed = files.ok ? ok(undefined) : files;
    return files.ok ? files.value : [];
  });
  return removed;
}

/** Deletes the rows of the release. Returns the names of its contents. */
async function forgetRelease(
  transaction: Database,
  { audit }: ReleaseParts,
  staffId: string,
  id: string,
): Promise<Result<string[]>> {
  const release = await findRelease(transaction, id);
  if (!release) return err('not-found');
  if (!release.paused) return err('release-offered');
  const files = await transaction
    .deleteFrom('releaseFile')
    .where('releaseId', '=', id)
    .returning('name')
    .execute();
  await transaction.deleteFrom('release').where('id', '=', id).execute();
  const details = { version: release.version };
  await audit(transaction, { staffId, act: 'remove-release', subject: { kind: 'release', id }, details });
  return ok(files.map(({ name }) => releaseName(id, name)));
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
