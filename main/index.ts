// Composition root of the agent: builds the parts and passes them to each other.
import { join } from 'node:path';
import {
  app,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
} from 'electron';
import { createAgent } from './agent/agent.ts';
import { createBlockedAgent } from './agent/blocked-agent.ts';
import { watchAccent } from './desktop/accent.ts';
import { createHotkey } from './desktop/hotkey.ts';
import { iconDrawn } from './desktop/tray.ts';
import { createForegroundWindow } from './facts/foreground-window.ts';
import { listenToWindows } from './ipc/listen.ts';
import { collectWhenHidden, exposeGc, exposeGcToWindows } from './process/idle-gc.ts';
import { commitToLeave, finishLeaving } from './process/leaving.ts';
import {
  exitOnFailedStart,
  hearStarts,
  setLocalDataFolder,
  setWindowsIdentity,
  stopOnQuit,
  watchConnection,
} from './process/lifecycle.ts';
import { watchPresence } from './process/presence.ts';
import { refuseSwitches } from './process/refused-switches.ts';
import { endWithSession } from './process/session-end.ts';
import { startAnew } from './process/start-anew.ts';
import { LAUNCH } from './process/start-request.ts';
import { createAgentUpdates } from './setup/agent-updates.ts';
import { createAppState } from './setup/app-state.ts';
import { createDesktopUi } from './setup/desktop-ui.ts';
import { readDevice } from './setup/device.ts';
import { followPolicy } from './setup/follow-policy.ts';
import { openLocalData, restartOnceOpen } from './setup/open-local-data.ts';
import { createScreenshots, excludesForm } from './setup/screenshots.ts';
import { createSettingsInForce } from './setup/settings-in-force.ts';
import { openMachine, readSystem } from './setup/system.ts';
import { type Log, openLog } from './support/log.ts';
import { texts } from './support/texts.ts';
import { declareScheme, serveApp } from './windows/app-protocol.ts';
import { createFormOpener } from './windows/open-form.ts';
import { createNavigation, windowRequests } from './windows/window-requests.ts';
import { createWindows } from './windows/windows.ts';

const { env, platform } = process;
const packaged = app.isPackaged;
const [built, icons] = [join(app.getAppPath(), 'out'), join(app.getAppPath(), 'resources/icons')];
const refused = packaged ? refuseSwitches(app.commandLine, process) : [];
setLocalDataFolder(app, process);
const userData = app.getPath('userData');

async function start(log: Log, openRequested: ReturnType<typeof hearStarts>): Promise<void> {
  const system = readSystem({ app, net, log });
  const { chance, clock, version } = system;
  const device = await readDevice(process, { packaged, log });
  const { deployment, localPolicy, identity, policy } = device;
  const presence = watchPresence(powerMonitor);
  const localParts = { userData, built, packaged, env, safeStorage, chance, clock, log };
  const localData = await openLocalData(localParts);
  const isExcluded = excludesForm(platform);
  const preload = join(built, 'preload/index.cjs');
  const windows = createWindows({ preload, icons, devTools: !packaged, isExcluded });
  const { screenshots, region } = createScreenshots({
    desktop: { desktopCapturer, screen, isOrdered: platform !== 'win32' },
    windows,
    isExcluded,
    worker: localData.ok ? localData.value.worker : null,
    mayCapture: () => agent.state().policy.screenshots,
    presence,
    chance,
    clock,
    log,
  });
  const hotkey = createHotkey(globalShortcut, () => opener.onHotkey());
  const settings = createSettingsInForce({ app, process, nativeTheme, hotkey, userData, log });
  if (settings.shouldNotStart(process.argv, localPolicy())) return app.exit();

  const onState = () => state.publish();
  const agent = localData.ok
    ? createAgent({
        storage: localData.value.storage,
        worker: localData.value.worker,
        system,
        device,
        machine: { ...openMachine({ app, screen, shell, built }), capture: screenshots.take },
        desktop: {
          sendNotice: windows.sendNotice,
          toast: (toast, target) => desktop.toast(toast, target),
          onState,
          applySettings: settings.apply,
          startsAtSignIn: settings.startsAtSignIn,
          restart: () => startAnew(app, process.argv, windows.form.isShown() ? [LAUNCH.capture] : []),
          leaving: { commit: () => commitToLeave(userData), restart: () => startAnew(app, process.argv) },
        },
      })
    : createBlockedAgent(localData.error, localPolicy().imposed.language ?? system.systemLanguage);

  const opener = createFormOpener({
    agent,
    draft: agent.form,
    form: windows.form,
    presence,
    isExcluded,
    screenshots,
    foregroundWindow: createForegroundWindow(platform),
  });
  const drawn = iconDrawn(clock);
  const navigation = createNavigation(windows, opener.open, drawn);
  const updates = createAgentUpdates({
    agent,
    deployment,
    localPolicy,
    windows,
    clock,
    chance,
    version,
    log,
    onState,
  });
  const desktop = createDesktopUi({
    app,
    process,
    agent,
    navigation,
    updates,
    iconFolder: icons,
    texts,
    log,
  });
  const accent = watchAccent(systemPreferences, platform, onState);
  const state = createAppState({ agent, hotkey, accent, version, updates, identity }, (now) => {
    desktop.render(now);
    windows.sendNotice('app:state', now);
  });
  const gc = exposeGc();
  const quit = stopOnQuit({ app, clock, process, gc }, windows.allowClose, agent.stop, updates.finish);
  state.publish();
  await drawn;
  if (quit.hasBegun()) return;
  const own = windowRequests({
    navigation,
    windows,
    screenshots,
    region,
    hotkey,
    updates,
    appState: state.now,
  });
  listenToWindows(ipcMain, { handlers: { ...agent.handlers, ...own }, attachFiles: agent.attachFiles, log });
  serveApp(protocol, { folder: join(built, 'renderer'), agent, region });
  watchConnection({ powerMonitor, net, clock, chance }, agent);
  endWithSession({ app, powerMonitor }, { save: agent.saveDrafts, end: agent.endNow });
  if (!localData.ok) {
    hotkey.use(null);
    restartOnceOpen(localData.error, localParts, () => startAnew(app, process.argv));
  }
  collectWhenHidden(app, clock, gc);
  windows.prepareForm();
  await followPolicy({ policy, clock, agent, app, session, windows, log });
  agent.start();
  updates.start();
  openRequested(navigation.openRequested);
  if (refused.length > 0) log.warn(`switches were ignored: ${refused.join(', ')}`);
  log.info(`Guichet ${version} started on ${identity.os}; key ${hotkey.inForce()}`);
}

if (!app.requestSingleInstanceLock()) app.quit();
else {
  setWindowsIdentity(app, platform);
  declareScheme(protocol);
  exposeGcToWindows(app);
  const openRequested = hearStarts(app, process.argv);
  const left = finishLeaving(userData);
  const log = openLog(join(userData, 'logs'));
  const exit = exitOnFailedStart({ app, dialog, log, texts });
  void app.whenReady().then(() => left.then(() => start(log, openRequested)).catch(exit));
}
