// Creates the agent's updates where they are possible: installed on Windows, with a configured server.
import { app, powerMonitor } from 'electron';
import type { Result } from '../../contract/result.ts';
import type { Agent } from '../agent/agent.ts';
import type { Deployment } from '../settings/deployment.ts';
import type { LocalPolicy } from '../settings/policy.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { updateChannel } from '../update/channel.ts';
import { createUpdates, noUpdates, type Updates } from '../update/updates.ts';
import type { Windows } from '../windows/windows.ts';

interface Parts {
  agent: Pick<Agent, 'credentials' | 'isSending' | 'isWriting'>;
  deployment: Result<Deployment>;
  localPolicy(): Pick<LocalPolicy, 'updateChannel'>;
  windows: Pick<Windows, 'form' | 'isAnyShown'>;
  clock: Clock;
  chance: Chance;
  version: string;
  log: Log;
  onState(): void;
}

/** Seconds without keyboard and mouse input until the user counts as away. */
const AWAY_SECONDS = 300;

/** Call it once the app is ready. */
export function createAgentUpdates(parts: Parts): Updates {
  const { agent, deployment, localPolicy, windows } = parts;
  if (!app.isPackaged || process.platform !== 'win32' || !deployment.ok) return noUpdates;
  const { serverUrl } = deployment.value;
  const { credentials } = agent;
  const isAway = () => powerMonitor.getSystemIdleState(AWAY_SECONDS) !== 'active';
  return createUpdates({
    ...parts,
    channel: () => updateChannel(localPolicy().updateChannel),
    async open(channel) {
      const { openWindowsSource } = await import('../update/windows-source.ts');
      return openWindowsSource({ ...parts, serverUrl, channel, credentials });
    },
    isBusy: () => windows.form.isShown() || agent.isSending(),
    isIdle: () => !windows.isAnyShown() && !agent.isWriting() && isAway(),
    quit: () => app.quit(),
    startAgain: () => app.relaunch(),
  });
}
