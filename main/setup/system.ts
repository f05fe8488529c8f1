// What the agent takes from the system as it is: time, chance, network, displays, folders, facts.
import { join } from 'node:path';
import type { App, Net, Screen, Shell } from 'electron';
import type { AgentParts } from '../agent/agent.ts';
import { screenLayout } from '../capture/displays.ts';
import { createForegroundWindow } from '../facts/foreground-window.ts';
import { createMachineFacts } from '../facts/machine-facts.ts';
import { languageOf } from '../settings/personal.ts';
import { systemChance } from '../support/chance.ts';
import { systemClock } from '../support/clock.ts';
import { texts } from '../support/texts.ts';

interface System extends AgentSystem {
  /** Program and title of the window that the person is in, null when it cannot be told. */
  foregroundWindow(): Promise<string | null>;
}
type AgentSystem = Pick<
  AgentParts,
  | 'chance'
  | 'clock'
  | 'collectFacts'
  | 'downloads'
  | 'fetch'
  | 'screens'
  | 'showInFolder'
  | 'stopFacts'
  | 'systemLanguage'
  | 'texts'
  | 'version'
>;

/** To be called once the app is ready. */
export function readSystem(parts: {
  app: App;
  net: Net;
  screen: Screen;
  shell: Shell;
  platform: NodeJS.Platform;
  /** folder of the bundles */
  built: string;
}): System {
  const { app, net, screen, shell, platform, built } = parts;
  const machineFacts = createMachineFacts(join(built, 'main/facts-worker.cjs'));
  return {
    chance: systemChance,
    clock: systemClock,
    collectFacts: machineFacts.collect,
    stopFacts: machineFacts.stop,
    downloads: app.getPath('downloads'),
    fetch: (input, init) => net.fetch(input instanceof URL ? input.href : input, init),
    foregroundWindow: createForegroundWindow(platform),
    screens: () => screenLayout(screen),
    showInFolder: (path) => shell.showItemInFolder(path),
    systemLanguage: languageOf(app.getLocale()),
    texts,
    version: app.getVersion(),
  };
}
