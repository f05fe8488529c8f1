// What the agent takes from the system: time, chance, network, displays, folders, facts.
import { join } from 'node:path';
import type { App, Net, Screen, Shell } from 'electron';
import type { Machine, System } from '../agent/environment.ts';
import { screenLayout } from '../capture/displays.ts';
import { createMachineFacts } from '../facts/machine-facts.ts';
import { languageOf } from '../settings/personal-settings.ts';
import { systemChance } from '../support/chance.ts';
import { systemClock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { texts } from '../support/texts.ts';

/** Call it once the app is ready. */
export function readSystem({ app, net, log }: { app: App; net: Net; log: Log }): System {
  return {
    clock: systemClock,
    chance: systemChance,
    fetch: (input, init) => net.fetch(input instanceof URL ? input.href : input, init),
    log,
    texts,
    systemLanguage: languageOf(app.getLocale()),
    version: app.getVersion(),
  };
}

/** Call it once the app is ready. Capture is created separately, because it needs the windows. */
export function openMachine(parts: {
  app: App;
  screen: Screen;
  shell: Shell;
  /** folder of the bundles */
  built: string;
}): Omit<Machine, 'capture'> {
  const { app, screen, shell, built } = parts;
  const machineFacts = createMachineFacts(join(built, 'main/facts-worker.cjs'));
  return {
    screens: () => screenLayout(screen),
    collectFacts: machineFacts.collect,
    stopFacts: machineFacts.stop,
    downloads: app.getPath('downloads'),
    showInFolder: (path) => shell.showItemInFolder(path),
    openInBrowser: (url) => shell.openExternal(url),
  };
}
