// The update feed of an agent: the channel file of the release offered to it, and the release's files.
import { stat } from 'node:fs/promises';
import type { Database } from '../storage/schema.ts';
import type { ReleaseFiles } from './release-files.ts';
import { readReleases, readStagedAgent, type StoredRelease } from './release-list.ts';
import { isOffered, offeredRelease, pausedVersions } from './staging.ts';

interface FeedParts {
  db: Database;
  releaseFiles: ReleaseFiles;
}

/** Returns the agent's channel file as JSON, which is also YAML; null when nothing is offered. */
export async function channelFile(db: Database, agentId: string, channel: string): Promise<string | null> {
  const release = await offeredTo(db, agentId, channel);
  if (!release) return null;
  const { version, builtAt, addedAt } = release;
  const files = release.files
    .filter(({ sha512 }) => sha512 !== null)
    .map(({ name, size, sha512, needsRights }) => ({
      url: `${version}/${encodeURIComponent(name)}`,
      sha512,
      size,
      ...(needsRights !== 0 && { isAdminRightsRequired: true }),
    }));
  const [first] = files;
  const legacy = { path: first?.url, sha512: first?.sha512 };
  return JSON.stringify({ version, files, ...legacy, releaseDate: builtAt ?? addedAt });
}

/**
 * Returns the path on disk, or null. An installer is available only while it is offered to the agent; a block map also of
 * earlier versions, for differential downloads. Throws for a file that is damaged on disk.
 */
export async function releaseFile(
  { db, releaseFiles }: FeedParts,
  agentId: string,
  { version, name }: { version: string; name: string },
): Promise<string | null> {
  const agent = await readStagedAgent(db, agentId);
  const releases = await readReleases(db);
  const release = releases.find((one) => one.version === version);
  const file = release?.files.find((one) => one.name === name);
  if (!agent || !release || !file?.received || file.size === null) return null;
  const isForIt = file.sha512 === null || isOffered(release, agent, pausedVersions(releases));
  if (!isForIt) return null;
  const path = releaseFiles.pathOf(release.id, name);
  // a client would wait for the rest of an answer shorter than its Content-Length
  if ((await stat(path)).size !== file.size) throw new Error(`${name} of ${version} is damaged on disk`);
  return path;
}

async function offeredTo(db: Database, agentId: string, channel: string): Promise<StoredRelease | null> {
  const agent = await readStagedAgent(db, agentId);
  return agent && offeredRelease(await readReleases(db), agent, channel);
}
