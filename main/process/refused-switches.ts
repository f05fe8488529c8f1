// The switches a packaged agent obeys: its own. Chromium knows hundreds more, some of which open its windows to a debugger,
// write keys to files, or send its requests elsewhere.
import type { CommandLine } from 'electron';

/** Where the data lies is no secret: it is the user's own, sealed. The last two are Windows', for a press on a toast. */
const OWN = new Set([
  ...['hidden', 'new-ticket', 'my-tickets', 'updated', 'user-data-dir'],
  ...['embedding', 'toastactivated'],
]);
/** What Linux needs on a virtual display, and as root. No package is made for it except in tests. */
const ON_LINUX = new Set(['no-sandbox', 'disable-gpu', 'password-store']);
/** With this variable Chromium writes the keys of its connections to a file, as with the switch of that name. */
const KEY_LOG = 'SSLKEYLOGFILE';

/**
 * Removes the other switches. Call it first of all: Chromium reads most of them only when the app is ready. Returns the
 * names that were removed.
 */
export function refuseSwitches(
  commandLine: Pick<CommandLine, 'hasSwitch' | 'removeSwitch'>,
  { platform, argv, env }: Pick<NodeJS.Process, 'platform' | 'argv' | 'env'>,
): string[] {
  const isAllowed = (name: string) => OWN.has(name) || (platform === 'linux' && ON_LINUX.has(name));
  const names = argv.slice(1).map((argument) => nameIn(argument, platform));
  const refused = names.filter((name) => name !== '' && !isAllowed(name) && commandLine.hasSwitch(name));
  for (const name of refused) commandLine.removeSwitch(name);
  delete env[KEY_LOG];
  return refused;
}

/**
 * The name that Chromium could read in an argument. It trims spaces and takes several prefixes: what stands before the name is
 * left to Chromium, which is asked whether it knows the name as a switch.
 */
function nameIn(argument: string, platform: NodeJS.Platform): string {
  const [name = ''] = argument.replace(/^[^\p{L}\p{N}]+/u, '').split('=');
  return platform === 'win32' ? name.toLowerCase().trim() : name.trim();
}
