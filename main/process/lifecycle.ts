// The life of the process: one per Windows user, awake with the computer, and its orderly end.
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { App, Dialog, Net, PowerMonitor } from 'electron';
import type { OpenableScreen } from '../../contract/ipc.ts';
import { languageOf } from '../settings/personal-settings.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Texts } from '../support/texts.ts';
import { onClosing } from './closing.ts';
import { type StartRequest, startRequest } from './start-request.ts';

/** electron-builder.yml names the same: Windows groups toasts, windows and the jump list by it. */
const APP_ID = 'org.guichet.agent';
/** By it Windows finds the program that answers a toast, also one that an earlier version has shown: it never changes. */
const TOAST_ACTIVATOR = '{8C6C5A5E-93C1-4B5D-9B63-2C5C0E0D7A41}';

const NETWORK_CHECK_MS = 5000;
const STOP_MS = 5000;

interface GiveUpParts {
  app: Pick<App, 'getName' | 'getPath' | 'getLocale' | 'exit'>;
  dialog: Pick<Dialog, 'showErrorBox'>;
  log: Log;
  texts: Texts;
}

/** Says that the agent could not start, and ends it: without icon and windows it would only keep the next one out. */
export function exitOnFailedStart({ app, dialog, log, texts }: GiveUpParts): (bug: unknown) => void {
  return (bug) => {
    log.error('the agent could not start', bug);
    const t = texts(languageOf(app.getLocale()));
    dialog.showErrorBox(app.getName(), t('start.failed', { folder: app.getPath('userData') }));
    app.exit(1);
  };
}

/** Who the agent is to Windows; to be called before it shows anything. */
export function setWindowsIdentity(
  app: Pick<App, 'setAppUserModelId' | 'setToastActivatorCLSID'>,
  platform: NodeJS.Platform,
): void {
  if (platform !== 'win32') return;
  app.setToastActivatorCLSID(TOAST_ACTIVATOR);
  app.setAppUserModelId(APP_ID);
}

/**
 * On Windows the data stays in %LOCALAPPDATA%: an enrolment is of one device, and its keys open on that device alone,
 * so it must not roam. Elsewhere, and where a folder was named on the command line, nothing changes.
 */
export function setLocalDataFolder(
  app: Pick<App, 'getName' | 'setPath' | 'commandLine'>,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>,
): void {
  if (platform !== 'win32' || !env.LOCALAPPDATA || app.commandLine.hasSwitch('user-data-dir')) return;
  app.setPath('userData', join(env.LOCALAPPDATA, app.getName()));
}

/**
 * Opens what this start asks for, and from then on what each further start does: this user's agent runs already, that
 * other process ends by itself.
 */
export function openOnStart(
  app: Pick<App, 'on'>,
  argv: readonly string[],
  open: (request: StartRequest, otherwise: OpenableScreen | null) => void,
): void {
  open(startRequest(argv), null);
  app.on('second-instance', (_, second) => open(startRequest(second), 'tickets'));
}

/** This computer's own addresses: others mean another network, such as a VPN or another Wi-Fi. */
function ownAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = all.filter(({ internal }) => !internal).map(({ address }) => address);
  return own.sort().join();
}

interface ConnectionParts {
  powerMonitor: Pick<PowerMonitor, 'on'>;
  net: Pick<Net, 'isOnline'>;
  clock: Clock;
  addresses?: () => string;
}

/** Calls `renew` when what was open can no longer be trusted: after sleep, and when the network is back, or another. */
export function watchConnection(
  { powerMonitor, net, clock, addresses = ownAddresses }: ConnectionParts,
  renew: () => void,
): void {
  powerMonitor.on('resume', renew);
  const networkNow = () => (net.isOnline() ? addresses() : null);
  let network = networkNow();
  const check = () => {
    const now = networkNow();
    if (now !== null && now !== network) renew();
    network = now;
    clock.after(NETWORK_CHECK_MS, check);
  };
  clock.after(NETWORK_CHECK_MS, check);
}

/**
 * The agent outlives its windows, but not its program: what is installed ends when the installer says so. On quit
 * `leaving` is called, windows close, and `stop` is awaited once, though not for ever: an agent that neither works nor
 * ends would keep the next one out. Answers whether that has begun.
 */
export function stopOnQuit(
  { app, clock, process }: { app: App; clock: Clock; process: Pick<NodeJS.Process, 'execPath'> },
  leaving: () => void,
  stop: () => Promise<void>,
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
    const end = () => app.exit();
    clock.after(STOP_MS, end);
    void stop().finally(end);
  });
  return { hasBegun: () => begun };
}
