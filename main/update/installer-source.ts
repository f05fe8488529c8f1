// Finds, fetches and starts installers from the help desk server: electron-updater, made to fail closed.
import { CancellationToken } from 'builder-util-runtime';
import type { NsisUpdater } from 'electron-updater/out/NsisUpdater.js';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Credentials } from '../http/server-client.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { VerifySignature } from './verify-signature.ts';

export interface AvailableUpdate {
  version: string;
  needsRights: boolean;
}

export interface InstallerSource {
  /** What the help desk offers this agent that is newer; null when nothing is. Errors: `server-unreachable`, `agent-unknown` before the first enrolment. */
  find(): Promise<Result<AvailableUpdate | null>>;
  /**
   * Downloads what was found last, or finds it downloaded already. Errors: `server-unreachable`, `update-refused` for
   * what is not as announced or not signed by the publisher.
   */
  fetch(): Promise<Result<void>>;
  /** Starts the installer that was fetched last; nothing else may be left to do. False when there is none to start. */
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
  /** called before each call to the server */
  prepare(): Promise<void>;
  clock: Clock;
  log: Log;
}

/** electron-updater's codes for what came, and was not right. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'ERR_CHECKSUM_MISMATCH',
  'ERR_UPDATER_INVALID_SIGNATURE',
  'ERR_UPDATER_NO_CHECKSUM',
  'ERR_UPDATER_WEB_INSTALLER_DISABLED',
]);
/** A large file may take its time on a slow line, and so may the check of its signature; after so long nothing will come. */
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
        log.warn(`updates could not be asked for: ${codeOf(failure)}`);
        return err('server-unreachable');
      }
    },
    async fetch() {
      fetched = false;
      try {
        await prepare();
        const [file] = await download(parts);
        // also one that an earlier run of the agent has left, which electron-updater does not look at again
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
  // what goes wrong is told by the calls themselves; without a listener it would be thrown a second time
  updater.on('error', () => {});
  updater.setFeedURL({
    provider: 'generic',
    url: `${serverUrl}/updates`,
    // not by the setter, which would allow earlier versions
    channel,
    useMultipleRangeRequest: false,
  });
}

/** Given up when nothing has come for a while: a connection that was lost on the way may stay open for ever. */
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

/** As every call of the agent; electron-updater takes them off when it is sent to another server. */
function headersOf({ credentials, version }: SourceParts): Record<string, string> | null {
  const known = credentials();
  if (!known) return null;
  return { Authorization: `Bearer ${known.agentId}.${known.secret}`, 'User-Agent': `Guichet/${version}` };
}

function refused(log: Log, reason: string): Result<never> {
  log.error(`an update was refused: ${reason}`);
  return err('update-refused');
}

/** Never the message, in which there are addresses and paths. */
function codeOf(failure: unknown): string {
  const code = typeof failure === 'object' && failure !== null ? Reflect.get(failure, 'code') : undefined;
  return String(code ?? (failure instanceof Error ? failure.name : 'unknown'));
}
