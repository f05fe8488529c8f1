// Lists releases, with the number of agents each is offered to and the number that run it.
import type { Release, Releases } from '../../contract/releases.ts';
import type { Database, Row } from '../storage/schema.ts';
import { isOffered, pausedVersions, type StagedAgent, type StagedRelease } from './staging.ts';
import { compareVersions } from './version.ts';

export interface StoredRelease extends StagedRelease {
  id: string;
  builtAt: string | null;
  addedAt: string;
  files: Row<'releaseFile'>[];
}

/** Returns all releases, the latest version first. */
export async function readReleases(db: Database): Promise<StoredRelease[]> {
  const rows = await db.selectFrom('release').selectAll().execute();
  const files = await db.selectFrom('releaseFile').selectAll().orderBy('name').execute();
  return rows.map((row) => storedRelease(row, files)).sort((a, b) => compareVersions(b.version, a.version));
}

function storedRelease(
  { organisationIds, paused, replacesPaused, staffId: _, ...row }: Row<'release'>,
  allFiles: Row<'releaseFile'>[],
): StoredRelease {
  const files = allFiles.filter(({ releaseId }) => releaseId === row.id);
  return {
    ...row,
    organisationIds: organisationIds === null ? null : (JSON.parse(organisationIds) as string[]),
    paused: paused !== 0,
    replacesPaused: replacesPaused !== 0,
    complete: files.every((file) => file.received !== 0 || file.sha512 === null),
    files,
  };
}

/** Returns all agents that may receive updates; retired agents do not. */
async function readStagedAgents(db: Database): Promise<StagedAgent[]> {
  return stagedAgents(db).where('agent.state', '!=', 'retired').execute();
}

/** Returns null for a retired agent. */
export async function readStagedAgent(db: Database, id: string): Promise<StagedAgent | null> {
  const agents = stagedAgents(db).where('agent.state', '!=', 'retired');
  return (await agents.where('agent.id', '=', id).executeTakeFirst()) ?? null;
}

function stagedAgents(db: Database) {
  return db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select(['agent.id', 'device.organisationId', 'agent.agentVersion']);
}

export async function listReleases(db: Database): Promise<Releases> {
  const [releases, agents] = [await readReleases(db), await readStagedAgents(db)];
  const paused = pausedVersions(releases);
  return {
    releases: releases.map((release) => describe(release, agents, paused)),
    agents: agents.length,
  };
}

/** Describes one release. Throws when it does not exist. */
export async function describeRelease(db: Database, id: string): Promise<Release> {
  const found = (await listReleases(db)).releases.find((release) => release.id === id);
  if (!found) throw new Error(`there is no release ${id}`);
  return found;
}

function describe(
  { files, ...release }: StoredRelease,
  agents: StagedAgent[],
  paused: ReadonlySet<string>,
): Release {
  return {
    ...release,
    files: files.map(({ name, size, received, sha512 }) => ({
      name,
      size,
      received: received !== 0,
      optional: sha512 === null,
    })),
    offered: agents.filter((agent) => isOffered(release, agent, paused)).length,
    running: agents.filter(({ agentVersion }) => agentVersion === release.version).length,
  };
}
