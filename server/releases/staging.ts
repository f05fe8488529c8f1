// Which release an agent is offered: a pure function of the releases and of that agent, so that it never wavers.
import { createHash } from 'node:crypto';
import { DEFAULT_CHANNEL, type ReleaseStage } from '../../contract/releases.ts';
import { compareVersions } from './version.ts';

export interface StagedRelease extends ReleaseStage {
  version: string;
  complete: boolean;
}

export interface StagedAgent {
  id: string;
  organisationId: string;
  /** the version it runs */
  agentVersion: string;
}

/** Where this agent stands among all, from 0 up to 100: another place for each version, so that it is not always the first. */
export function placeOf(agentId: string, version: string): number {
  const hash = createHash('sha256').update(`${agentId} ${version}`).digest();
  return (hash.readUInt32BE(0) / 2 ** 32) * 100;
}

/** Whether this release is for that agent, whatever it runs. `paused` are the versions of paused releases. */
export function isOffered(release: StagedRelease, agent: StagedAgent, paused: ReadonlySet<string>): boolean {
  const { version, organisationIds, percentage } = release;
  if (release.paused || !release.complete) return false;
  if (organisationIds !== null && !organisationIds.includes(agent.organisationId)) return false;
  if (release.replacesPaused && paused.has(agent.agentVersion)) return true;
  return placeOf(agent.id, version) < percentage;
}

/** The latest version that is for this agent, in its channel or the default one; null when none is. */
export function offeredRelease<R extends StagedRelease>(
  releases: readonly R[],
  agent: StagedAgent,
  channel: string,
): R | null {
  const paused = pausedVersions(releases);
  const offered = releases
    .filter((release) => release.channel === channel || release.channel === DEFAULT_CHANNEL)
    .filter((release) => isOffered(release, agent, paused))
    .sort((a, b) => compareVersions(b.version, a.version));
  return offered[0] ?? null;
}

export function pausedVersions(releases: readonly StagedRelease[]): ReadonlySet<string> {
  return new Set(releases.filter(({ paused }) => paused).map(({ version }) => version));
}
