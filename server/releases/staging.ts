// Decides which release an agent is offered: a pure function of releases and agent, so that the answer is stable.
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

/** Returns the agent's place in the rollout, in [0, 100). It differs by version, so that no agent is always first. */
export function rolloutPosition(agentId: string, version: string): number {
  const hash = createHash('sha256').update(`${agentId} ${version}`).digest();
  return (hash.readUInt32BE(0) / 2 ** 32) * 100;
}

/** Whether the release is offered to the agent, whatever version it runs. `paused` are versions of paused releases. */
export function isOffered(release: StagedRelease, agent: StagedAgent, paused: ReadonlySet<string>): boolean {
  const { version, organisationIds, percentage } = release;
  if (release.paused || !release.complete) return false;
  if (organisationIds !== null && !organisationIds.includes(agent.organisationId)) return false;
  if (release.replacesPaused && paused.has(agent.agentVersion)) return true;
  return rolloutPosition(agent.id, version) < percentage;
}

/** Returns the latest release offered to the agent, in its channel or the default one, or null. */
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
