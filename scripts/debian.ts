// The Debian packages that scripts and tests need. Root installs them; anybody else is shown the command.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ProgramFailed, runLogged } from './logged.ts';

/** For windows of Electron on a machine without a desktop. */
export const DISPLAY_PACKAGES = [
  'xserver-xorg-core',
  'xserver-xorg-video-dummy',
  'x11-xserver-utils',
  'dbus',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libnotify4',
  'libxss1',
  'xdg-utils',
  'gnome-keyring',
  'libsecret-1-0',
  'fonts-open-sans',
  'g++',
  'make',
  'python3',
];
/** For window tests: also tools for real key presses, and a browser for the console. */
export const TEST_PACKAGES = [...DISPLAY_PACKAGES, 'xdotool', 'x11-apps', 'x11-utils', 'chromium'];

/** For mail tests: a real IMAP server, which they start themselves. */
export const MAIL_TEST_PACKAGES = ['dovecot-imapd'];

/** For tests under Wine, which build and run an installer, and run the agent's core on Node for Windows. */
export const WINE_TEST_PACKAGES = ['wine64', 'nsis', 'gcc-mingw-w64-x86-64-win32'];

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['--status', name], { encoding: 'utf8' });
  return stdout.includes('Status: install ok installed');
}

/** Returns one line with the command that installs the missing packages; null where none is missing. */
export function missingDebianPackages(names: string[]): string | null {
  const missing = names.filter((name) => !isInstalled(name));
  return missing.length === 0
    ? null
    : `Missing Debian packages; run: sudo apt-get install -y ${missing.join(' ')}`;
}

/** Installs missing packages, or ends the process with the reason why it cannot. Does nothing outside Debian. */
export function needDebianPackages(names: string[]): void {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const problem = installDebianPackages(names);
  if (problem === null) return;
  console.error(problem);
  process.exit(1);
}

/** Installs missing packages. Returns why they could not be installed, or null. */
export function installDebianPackages(names: string[]): string | null {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return null;
  if (process.getuid?.() !== 0) return missingDebianPackages(missing);
  console.log(`Installing Debian packages (${missing.length}) …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', env: { ...process.env, ...env } });
  const args = ['install', '-y', '-q', '--no-install-recommends', ...missing];
  try {
    runLogged({ log: 'debian-packages', command: 'apt-get', args, env });
    return null;
  } catch (problem) {
    if (!(problem instanceof ProgramFailed)) throw problem;
    return `${problem.message}\napt-get could not install: ${missing.join(' ')}`;
  }
}
