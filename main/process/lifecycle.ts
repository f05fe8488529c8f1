// The life of the process: one per Windows user, reconnecting after sleep, and an orderly shutdown.
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { App, Dialog, Net, PowerMonitor } from 'electron';
import type { OpenableScreen } from '../../contract/ipc.ts';
import { languageOf } from '../settings/personal-settings.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Texts } from '../support/texts.ts';
import { onClosing } from './closing.ts';
import { type StartRequest, startRequest } from './start-request.ts';

/** The same as in electron-builder.yml: Windows groups toasts, windows and the jump list by it. */
const APP_ID = 'org.guichet.agent';
/** Windows finds the program that handles a toast by it, also for toasts of an earlier version: it never changes. */
const TOAST_ACTIVATOR = '{8C6C5A5E-93C1-4B5D-9B63-2C5C0E0D7A41}';

const NETWORK_CHECK_MS = 5000;
/** Longest delay, which is drawn, until connections are renewed. */
const RENEWAL_SPREAD_MS = 5000;
const STOP_MS = 5000;
/** Windows closes its prompt for an administrator after two minutes; the check of a large installer takes less. */
const LAST_MS = 5 * 60_000;
/**
 * How long the finalizers of a collection may take: V8 runs them in the next turns of the loop, and does not report
 * when they are done.
 */
const FINALIZERS_MS = 100;

interface GiveUpParts {
  app: Pick<App, 'getName' | 'getPath' | 'getLocale' | 'exit'>;
  dialog: Pick<Dialog, 'showErrorBox'>;
  log: Log;
  texts: Texts;
}

/**
 * Shows that the agent could not start, and exits: a process without icon and windows would only block the next start.
 */
export function exitOnFailedStart({ app, dialog, log, texts }: GiveUpParts): (bug: unknown) => void {
  return (bug) => {
    log.error('the agent could not start', bug);
    const t = texts(languageOf(app.getLocale()));
    dialog.showErrorBox(app.getName(), t('start.failed', { folder: app.getPath('userData') }));
    app.exit(1);
  };
}

/** Sets the agent's identity in Windows. Call it before it shows anything. */
export function setWindowsIdentity(
  app: Pick<App, 'setAppUserModelId' | 'setToastActivatorCLSID'>,
  platform: NodeJS.Platform,
): void {
  if (platform !== 'win32') return;
  app.setToastActivatorCLSID(TOAST_ACTIVATOR);
  app.setAppUserModelId(APP_ID);
}

/**
 * On Windows the data stays in %LOCALAPPDATA%: an enrolment belongs to one device, and its keys open only there, so it
 * must not roam. Elsewhere, and with a folder on the command line, nothing changes.
 */
export function setLocalDataFolder(
  app: Pick<App, 'getName' | 'setPath' | 'commandLine'>,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>,
): void {
  if (platform !== 'win32' || !env.LOCALAPPDATA || app.commandLine.hasSwitch('user-data-dir')) return;
  app.setPath('userData', join(env.LOCALAPPDATA, app.getName()));
}

type OpenRequested = (request: StartRequest, otherwise: OpenableScreen | null) => void;

/**
 * Opens what this start requests, and what each later start does: that process finds this agent running, and exits. Call it as soon
 * as this agent counts as running; a start that comes before anything can be opened waits for the function that is returned.
 */
export function hearStarts(app: Pick<App, 'on'>, argv: readonly string[]): (open: OpenRequested) => void {
  const waiting: Parameters<OpenRequested>[] = [[startRequest(argv), null]];
  let hear: OpenRequested = (...asked) => void waiting.push(asked);
  app.on('second-instance', (_, second) => hear(startRequest(second), 'tickets'));
  return (open) => {
    hear = open;
    for (const asked of waiting.splice(0)) open(...asked);
  };
}

/** This computer's own addresses. A change means another network, such as a VPN or another Wi-Fi. */
function ownAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = all.filter(({ internal }) => !internal).map(({ address }) => address);
  return own.sort().join();
}

interface ConnectionParts {
  powerMonitor: Pick<PowerMonitor, 'on'>;
  net: Pick<Net, 'isOnline'>;
  clock: Clock;
  chance: Pick<Chance, 'fraction'>;
  addresses?: () => string;
}

interface ConnectionCalls {
  /** Called when open connections can no longer be trusted: after sleep, and when the network is back or another one. */
  renew(): void;
  /** Called when there is no network any more. */
  disconnected(): void;
}

/** A room of computers that wakes, or gets its network back, does not call the server in the same moment. */
export function watchConnection(
  { powerMonitor, net, clock, chance, addresses = ownAddresses }: ConnectionParts,
  { renew, disconnected }: ConnectionCalls,
): void {
  let cancelRenewal = () => {};
  const renewSoon = () => {
    cancelRenewal();
    cancelRenewal = clock.after(Math.round(RENEWAL_SPREAD_MS * chance.fraction()), renew);
  };
  powerMonitor.on('resume', renewSoon);
  const networkNow = () => (net.isOnline() ? addresses() : null);
  let network = networkNow();
  const check = () => {
    const now = networkNow();
    if (now !== null && now !== network) renewSoon();
    if (now === null && network !== null) disconnected();
    network = now;
    clock.after(NETWORK_CHECK_MS, check);
  };
  clock.after(NETWORK_CHECK_MS, check);
}

interface QuitParts {
  app: App;
  clock: Clock;
  process: Pick<NodeJS.Process, 'execPath' | 'kill' | 'pid'>;
  gc: () => void;
}

/**
 * The agent outlives its windows, but quits when the installer asks. On quit it calls `leaving`, closes the windows,
 * awaits `stop` once, with a timeout, as an agent that hangs would block the next start, and then `last`. Returns whether
 * quitting has begun.
 */
export function stopOnQuit(
  { app, clock, process, gc }: QuitParts,
  leaving: () => void,
  stop: () => Promise<void>,
  last: () => Promise<void> = async () => {},
): { hasBegun(): boolean } {
  if (app.isPackaged) onClosing(process.execPath, () => app.quit());
  app.on('window-all-closed', () => {});
  let begun = false;
  app.on('before-quit', () => {
    begun = true;
    leaving();
  });
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    const end = () => {
      // While Node frees its environment it drains V8's tasks and forbids JavaScript. Finalizers among those tasks
      // fail and are queued again: the process would never end (ADR 59).
      gc();
      clock.after(FINALIZERS_MS, () => app.exit());
    };
    // Node waits for each thread of ours before it exits, and one that hangs never ends (ADR 59). All that must be kept is
    // on the disk by now.
    const stopped = clock.after(STOP_MS, () => process.kill(process.pid, 'SIGKILL'));
    void stop()
      .then(() => {
        stopped();
        clock.after(LAST_MS, end);
        return last();
      })
      .finally(end);
  });
  return { hasBegun: () => begun };
}
