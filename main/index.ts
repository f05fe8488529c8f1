// Composition root of the agent: builds the parts and passes them to each other.
import { join } from 'node:path';
import {
  app,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
} from 'electron';
import { createAgent } from './agent.ts';
import { declareScheme, serveApp } from './app-protocol.ts';
import { createAppState } from './app-state.ts';
import { createBlockedAgent } from './blocked-agent.ts';
import { captureScreen } from './capture/capture-screen.ts';
import { createPictureWorker } from './capture/picture-worker.ts';
import { chooseKeyWrap } from './db/key-wrap.ts';
import { openStorage } from './db/storage.ts';
import { readIdentity } from './enrolment/identity.ts';
import { registerHotkey } from './hotkey.ts';
import { createAnswerer } from './ipc/answerer.ts';
import { listenToWindows } from './ipc/listen.ts';
import { giveUpStart, keepDataOnDevice, onSecondStart, stopOnQuit, watchConnection } from './lifecycle.ts';
import { createFormOpener, createScreenshots, excludesForm } from './open-form.ts';
import { readDeployment } from './settings/deployment.ts';
import { languageOf } from './settings/personal.ts';
import { systemChance as chance } from './support/chance.ts';
import { systemClock as clock } from './support/clock.ts';
import { type Log, openLog } from './support/log.ts';
import { noRegistry, windowsRegistry } from './support/registry.ts';
import { texts } from './support/texts.ts';
import { showToast } from './support/toast.ts';
import { createTray } from './tray.ts';
import { createOpenings, windowRequests } from './window-requests.ts';
import { createWindows } from './windows.ts';

/** electron-builder.yml names the same: Windows groups toasts and windows by it. */
const APP_ID = 'org.guichet.agent';
const { env, platform } = process;
const packaged = app.isPackaged;
const version = app.getVersion();
const [built, icons] = [join(app.getAppPath(), 'out'), join(app.getAppPath(), 'resources/icons')];
keepDataOnDevice(app, process);
const userData = app.getPath('userData');

async function start(log: Log): Promise<void> {
  const systemLanguage = languageOf(app.getLocale());
  const registry = platform === 'win32' ? windowsRegistry(env) : noRegistry;
  const identity = await readIdentity(registry, env);
  const deployment = await readDeployment(env, registry);
  const nativeBinding = packaged ? undefined : env.GUICHET_SQLITE_BINDING;
  const wrap = chooseKeyWrap(safeStorage, { packaged, env });
  const storage = openStorage(userData, { wrap, nativeBinding, chance });
  for (const part of [deployment, storage]) if (!part.ok) log.warn(part.error.code);

  const preload = join(built, 'preload/index.cjs');
  const isExcluded = excludesForm(platform);
  const windows = createWindows({ preload, icons, devTools: !packaged, isExcluded });
  const capture = () => captureScreen({ desktopCapturer, screen });
  const screenshots = createScreenshots({ form: windows.form, isExcluded, capture, clock, log });

  const agent = storage.ok
    ? createAgent({
        storage: storage.value,
        worker: createPictureWorker(join(built, 'main/encode-worker.cjs'), {
          dataKey: storage.value.secrets.dataKey,
          folder: storage.value.attachments,
        }),
        deployment,
        identity,
        fetch: (input, init) => net.fetch(input instanceof URL ? input.href : input, init),
        clock,
        chance,
        log,
        texts,
        version,
        systemLanguage,
        captureAgain: screenshots.takeBehindForm,
        tell: windows.tell,
        toast: (toast, target) => showToast({ ...toast, onClick: () => openings.openTarget(target) }),
        onState: () => state.publish(),
      })
    : createBlockedAgent(storage.error, systemLanguage);

  const openForm = createFormOpener(agent, { form: windows.form, isExcluded, screenshots });
  const openings = createOpenings(windows, openForm);
  const tray = createTray({ iconFolder: icons, texts, open: openings.open, quit: () => app.quit() });
  const hotkey = registerHotkey(globalShortcut, () => void openForm({ byKey: true }));
  const state = createAppState({ agent, hotkey, version, identity }, (now) => {
    tray.render(now);
    windows.tell('app:state', now);
  });
  const handlers = { ...agent.handlers, ...windowRequests({ openings, windows, appState: state.now }) };
  listenToWindows(ipcMain, createAnswerer(handlers, log));
  serveApp(protocol, { folder: join(built, 'renderer'), pictureBytes: agent.pictureBytes });

  Menu.setApplicationMenu(null);
  onSecondStart(app, () => openings.open('tickets'));
  stopOnQuit(app, windows.letGo, agent.stop);
  watchConnection({ powerMonitor, net, clock }, agent.renew);
  state.publish();
  windows.prepareForm();
  agent.start();
  log.info(`Guichet ${version} started on ${identity.os}; key ${hotkey}`);
}

if (app.requestSingleInstanceLock()) {
  app.setAppUserModelId(APP_ID);
  declareScheme(protocol);
  const log = openLog(join(userData, 'logs'));
  void app.whenReady().then(() => start(log).catch(giveUpStart({ app, dialog, log, texts })));
} else {
  app.quit();
}
