// Runs electron-updater's NsisUpdater without Electron and Windows: with Node's network, and recording installers instead
// of starting them.
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeHttpExecutor } from 'builder-util/out/nodeHttpExecutor.js';
import { configureRequestOptions, configureRequestUrl, type DownloadOptions } from 'builder-util-runtime';
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js';
import type { HoldFile } from '../../main/update/hold-file.ts';
import type { StartInstaller } from '../../main/update/start-installer.ts';

export const PUBLISHER = 'CN=Example Software, O=Example, C=FR';

/** NodeHttpExecutor has no `download`, which electron-updater's own executor provides in Electron. */
class DownloadingExecutor extends NodeHttpExecutor {
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const request = { headers: options.headers ?? {}, redirect: 'manual' };
      configureRequestUrl(url, request);
      configureRequestOptions(request);
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(request, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

interface StartedInstaller {
  args: readonly string[];
  needsRights: boolean;
  /** what the file contained when it was started */
  content: Buffer;
}

/**
 * On Linux nothing can keep a file from being changed. This path is that of the open file, whatever takes its place in the
 * folder.
 */
export const holdByDescriptor: HoldFile = async (file) => {
  const descriptor = openSync(file, 'r');
  return { path: `/proc/self/fd/${descriptor}`, release: () => closeSync(descriptor) };
};

/**
 * `folder` has electron-updater's files, which stay between two runs of the agent. `present` is the installer of the running
 * version, for a differential download.
 */
export function windowsUpdater(
  version: string,
  folder = mkdtempSync(join(tmpdir(), 'guichet-updater-')),
  present: Buffer | null = null,
) {
  const isUseDifferentialDownload = present !== null;
  if (present) {
    mkdirSync(join(folder, 'cache/guichet-updater'), { recursive: true });
    writeFileSync(join(folder, 'cache/guichet-updater/installer.exe'), present);
  }
  const appUpdateConfigPath = join(folder, 'app-update.yml');
  const lines = ['provider: generic', 'url: http://127.0.0.1:9', 'updaterCacheDirName: guichet-updater'];
  writeFileSync(appUpdateConfigPath, [...lines, `publisherName: "${PUBLISHER}"`, ''].join('\n'));
  const started: StartedInstaller[] = [];
  const updater = new NsisUpdater(null, {
    version,
    name: 'guichet',
    isPackaged: true,
    appUpdateConfigPath,
    userDataPath: join(folder, 'data'),
    baseCachePath: join(folder, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch() {},
    quit() {},
    onQuit() {},
  });
  Object.assign(updater, {
    httpExecutor: new DownloadingExecutor(),
    _testOnlyOptions: { platform: 'win32', isUseDifferentialDownload },
  });
  const start: StartInstaller = async (file, args, { needsRights }) => {
    started.push({ args, needsRights, content: readFileSync(file) });
    return true;
  };
  return { updater, started, start, folder, appUpdateConfigPath };
}
