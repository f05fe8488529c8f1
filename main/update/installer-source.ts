// Finds, downloads and starts installers from the help desk server: electron-updater, configured to fail closed.
import { CancellationToken } from 'builder-util-runtime';
import type { NsisUpdater } from 'electron-updater/out/NsisUpdater.js';
import { err, ok, type Result } from '../../contract/result.ts';
import { UPDATES_PATH } from '../../contract/update.ts';
import type { Credentials } from '../http/server-client.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
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
  /** Starts the installer downloaded last; call it as the last thing before exit. Returns false when there is none. */
  install(how: { relaunch: boolean }): boolean;
}

export interface SourceParts {
  updater: NsisUpdater;
  serverUrl: string;
  channel: string;
  version: string;
  publishers: readonly string[];
  verify: VerifySignature;
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
const NOTHING_OFFERED = 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND';

export function createInstallerSource(parts: SourceParts): InstallerSource {
  const { updater, publishers, verify, prepare, log } = parts;
  configure(parts);
  let fetched = false;
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
        return ok({ version, needsRights: files.some((file) => file.isAdminRightsRequired === true) });
      } catch (failure) {
        if (codeOf(failure) === NOTHING_OFFERED) return ok(null);
        log.warn(`the check for updates failed: ${codeOf(failure)}`);
        return err('server-unreachable');
      }
    },
    async fetch() {
      fetched = false;
      try {
        await prepare();
        const [file] = await download(parts);
        // Also checks a file from an earlier run of the agent, which electron-updater does not check again.
        const problem = file === undefined ? 'there is no file' : await verify(publishers, file);
        if (problem !== null) return refused(log, problem);
        fetched = true;
        return ok(undefined);
      } catch (failure) {
        if (REFUSALS.has(codeOf(failure))) return refused(log, codeOf(failure));
        log.warn(`an update could not be fetched: ${codeOf(failure)}`);
        return err('server-unreachable');
      }
    },
    install({ relaunch }) {
      return fetched && updater.install(true, relaunch);
    },
  };
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
