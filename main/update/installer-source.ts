// Finds, downloads and starts installers from the help desk server: electron-updater, configured to fail closed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CancellationToken } from 'builder-util-runtime';
import type { NsisUpdater } from 'electron-updater/out/NsisUpdater.js';
import { err, ok, type Result } from '../../contract/result.ts';
import { UPDATES_PATH } from '../../contract/update.ts';
import type { Credentials } from '../http/server-client.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { HoldFile } from './hold-file.ts';
import type { StartInstaller } from './start-installer.ts';
import type { VerifySignature } from './verify-signature.ts';

export interface AvailableUpdate {
  version: string;
  needsRights: boolean;
}

export interface InstallerSource {
  /**
   * The newer release that the server offers this agent, or null. Errors: `server-unreachable`, `agent-unknown` before
   * the first enrolment.
   */
  find(): Promise<Result<AvailableUpdate | null>>;
  /**
   * Downloads the release found last, unless it is already downloaded. Errors: `server-unreachable`, `update-refused`
   * when the file is not as announced or not signed by the publisher.
   */
  fetch(): Promise<Result<void>>;
  /**
   * Starts the installer downloaded last; call it as the last thing before exit. It is verified again while nobody can
   * change it, until it runs: the file that was checked is the file that runs. Returns whether it runs.
   */
  install(how: { relaunch: boolean }): Promise<boolean>;
}

export interface SourceParts {
  updater: NsisUpdater;
  serverUrl: string;
  channel: string;
  version: string;
  publishers: readonly string[];
  verify: VerifySignature;
  hold: HoldFile;
  start: StartInstaller;
  /** null before the first enrolment */
  credentials(): Credentials | null;
  /** called before each request to the server */
  prepare(): Promise<void>;
  clock: Clock;
  log: Log;
}

/** electron-updater's codes for a file that arrived and is wrong. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'ERR_CHECKSUM_MISMATCH',
  'ERR_UPDATER_INVALID_SIGNATURE',
  'ERR_UPDATER_NO_CHECKSUM',
  'ERR_UPDATER_WEB_INSTALLER_DISABLED',
]);
/** Timeout without progress: a large file, or the check of its signature, may be slow on a slow line. */
const IDLE_TIMEOUT_MS = 3 * 60_000;
/** As electron-updater starts it: silently, over the installed version. */
const ARGUMENTS = ['--updated', '/S'];
const START_AFTERWARDS = '--force-run';
const NOTHING_OFFERED = 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND';

export function createInstallerSource(parts: SourceParts): InstallerSource {
  const { updater, publishers, verify, hold, start, prepare, log } = parts;
  configure(parts);
  /** SHA-512 of the installers of the release found last, in base64 */
  let announced: ReadonlySet<string> = new Set();
  let needsRights = true;
  let fetched: string | null = null;

  /** Returns why the file must not be started, or null. */
  async function problemOf(file: string): Promise<string | null> {
    // An earlier release has the same publisher, but another hash.
    if (!announced.has(await sha512Of(file))) return 'it is not the file that was announced';
    return verify(publishers, file);
  }

  return {
    async find() {
      const headers = headersOf(parts);
      if (!headers) return err('agent-unknown');
      updater.requestHeaders = headers;
      try {
        await prepare();
        const found = await updater.checkForUpdates();
        if (!found?.isUpdateAvailable) return ok(null);
        const { version, files } = found.updateInfo;
        announced = new Set(files.map(({ sha512 }) => sha512));
        needsRights = files.some((file) => file.isAdminRightsRequired === true);
        return ok({ version, needsRights });
      } catch (failure) {
        if (codeOf(failure) === NOTHING_OFFERED) return ok(null);
        log.warn(`the check for updates failed: ${codeOf(failure)}`);
        return err('server-unreachable');
      }
    },
    async fetch() {
      fetched = null;
      try {
        await prepare();
        const [file] = await download(parts);
        // Also checks a file from an earlier run of the agent, which electron-updater does not check again.
        if (file === undefined) return refused(log, 'there is no file');
        const problem = await problemOf(file);
        if (problem !== null) return refused(log, problem);
        fetched = file;
        return ok(undefined);
      } catch (failure) {
        if (REFUSALS.has(codeOf(failure))) return refused(log, codeOf(failure));
        log.warn(`an update could not be fetched: ${codeOf(failure)}`);
        return err('server-unreachable');
      }
    },
    async install({ relaunch }) {
      if (fetched === null) return false;
      try {
        const held = await hold(fetched);
        try {
          const problem = await problemOf(held.path);
          if (problem !== null) return refused(log, problem).ok;
          const args = relaunch ? [...ARGUMENTS, START_AFTERWARDS] : ARGUMENTS;
          return await start(held.path, args, { needsRights });
        } finally {
          held.release();
        }
      } catch (failure) {
        return refused(log, codeOf(failure)).ok;
      }
    },
  };
}

async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

function configure({ updater, serverUrl, channel, publishers, verify }: SourceParts): void {
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  updater.allowDowngrade = false;
  updater.verifyUpdateCodeSignature = (_written, file) => verify(publishers, file);
  // The calls report their errors themselves; without a listener electron-updater would throw them again.
  updater.on('error', () => {});
  updater.setFeedURL({
    provider: 'generic',
    url: `${serverUrl}${UPDATES_PATH}`,
    // Not through the setter, which would allow downgrades.
    channel,
    useMultipleRangeRequest: false,
  });
}

/** Times out without progress: a lost connection may stay open forever. */
async function download({ updater, clock }: SourceParts): Promise<string[]> {
  const token = new CancellationToken();
  const startTimeout = () => clock.after(IDLE_TIMEOUT_MS, () => token.cancel());
  let cancelTimeout = startTimeout();
  const restartTimeout = () => {
    cancelTimeout();
    cancelTimeout = startTimeout();
  };
  updater.on('download-progress', restartTimeout);
  try {
    return await updater.downloadUpdate(token);
  } finally {
    cancelTimeout();
    updater.off('download-progress', restartTimeout);
  }
}

/**
 * The credentials and version, as in every call of the agent. electron-updater removes them when redirected to another
 * server.
 */
function headersOf({ credentials, version }: SourceParts): Record<string, string> | null {
  const known = credentials();
  if (!known) return null;
  return { Authorization: `Bearer ${known.agentId}.${known.secret}`, 'User-Agent': `Guichet/${version}` };
}

function refused(log: Log, reason: string): Result<never> {
  log.error(`an update was refused: ${reason}`);
  return err('update-refused');
}

/** Never the message, which may contain addresses and paths. */
function codeOf(failure: unknown): string {
  const code = typeof failure === 'object' && failure !== null ? Reflect.get(failure, 'code') : undefined;
  return String(code ?? (failure instanceof Error ? failure.name : 'unknown'));
}
