// What an agent's updater is told and may fetch: the channel file of the release that is offered to it, and its files.
import { stat } from 'node:fs/promises';
import type { Database } from '../storage/schema.ts';
import type { ReleaseFiles } from './release-files.ts';
import { type KeptRelease, readReleases, readStagedAgent } from './release-list.ts';
import { isOffered, offeredRelease, pausedVersions } from './staging.ts';

interface FeedParts {
  db: Database;
  releaseFiles: ReleaseFiles;
}

/** The channel file for this agent as JSON, which is YAML too; null when nothing is offered to it. */
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
 * Where the file lies on disk; null when there is none for this agent. An installer only while it is offered to it;
 * the block map also of an earlier version, from which the new one is made. Throws for a file that is damaged on disk.
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
  // an answer shorter than it says would be waited for
  if ((await stat(path)).size !== file.size) throw new Error(`${name} of ${version} is damaged on disk`);
  return path;
}

async function offeredTo(db: Database, agentId: string, channel: string): Promise<KeptRelease | null> {
  const agent = await readStagedAgent(db, agentId);
  return agent && offeredRelease(await readReleases(db), agent, channel);
}
