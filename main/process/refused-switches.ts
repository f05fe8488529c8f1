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

/**
 * Removes the other switches. Call it first of all: Chromium reads most of them only when the app is ready. Returns the
 * names that were removed.
 */
export function refuseSwitches(
  commandLine: Pick<CommandLine, 'removeSwitch'>,
  { platform, argv }: Pick<NodeJS.Process, 'platform' | 'argv'>,
): string[] {
  const isAllowed = (name: string) => OWN.has(name) || (platform === 'linux' && ON_LINUX.has(name));
  const names = switchesOf(argv, platform).filter((name) => !isAllowed(name));
  for (const name of names) commandLine.removeSwitch(name);
  return names;
}

/** As Chromium parses them (base/command_line.cc): nothing after `--`, and on Windows in any case, also after a slash. */
function switchesOf([, ...args]: readonly string[], platform: NodeJS.Platform): string[] {
  const isWindows = platform === 'win32';
  const pattern = isWindows ? /^(?:--|-|\/)([^=]+)/ : /^(?:--|-)([^=]+)/;
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).flatMap((argument) => {
    const name = pattern.exec(argument)?.[1];
    if (name === undefined) return [];
    return [isWindows ? name.toLowerCase() : name];
  });
}
