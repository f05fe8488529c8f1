// The update feed of an agent: the channel file of the release offered to it, and the release's files.
import type { SentContent } from '../http/content-answer.ts';
import { type ContentStore, releaseName } from '../storage/content-store.ts';
import type { Database } from '../storage/schema.ts';
import { readReleases, readStagedAgent, type StoredRelease } from './release-list.ts';
import { isOffered, offeredRelease, pausedVersions } from './staging.ts';

interface FeedParts {
  db: Database;
  contents: ContentStore;
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
 * Returns the file, or null. An installer is available only while it is offered to the agent; a block map also of
 * earlier versions, for differential downloads. Throws for a file that is damaged.
 */
export async function releaseFile(
  { db, contents }: FeedParts,
  agentId: string,
  { version, name }: { version: string; name: string },
): Promise<SentContent | null> {
  const agent = await readStagedAgent(db, agentId);
  const releases = await readReleases(db);
  const release = releases.find((one) => one.version === version);
  const file = release?.files.find((one) => one.name === name);
  if (!agent || !release || !file?.received || file.size === null) return null;
  const isForIt = file.sha512 === null || isOffered(release, agent, pausedVersions(releases));
  if (!isForIt) return null;
  const stored = releaseName(release.id, name);
  const content = await contents.find(stored);
  // a client would wait for the rest of an answer shorter than its Content-Length
  if (content?.size !== file.size) throw new Error(`${name} of ${version} is missing or damaged`);
  return { ...content, open: (range) => contents.open(stored, range) };
}

async function offeredTo(db: Database, agentId: string, channel: string): Promise<StoredRelease | null> {
  const agent = await readStagedAgent(db, agentId);
  return agent && offeredRelease(await readReleases(db), agent, channel);
}
