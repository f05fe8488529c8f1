// `npm run pictures`: runs the story and the tours, and saves their pictures in docs/pictures/. `-- backends` runs one tour.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPlaywright } from './window-tests.ts';

/** As root, returns a command that gives this process the host and user name of an office computer, for the pictures. */
function officeComputerCommand(): string[] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  const passwd = join(mkdtempSync(join(tmpdir(), 'guichet-pictures-')), 'passwd');
  writeFileSync(passwd, readFileSync('/etc/passwd', 'utf8').replace(/^root:/m, 'reception:'));
  const script = 'hostname DESK-014 && mount --bind "$0" /etc/passwd && exec "$@"';
  return ['unshare', '--uts', '--mount', 'sh', '-c', script, passwd];
}

/** names of tours, or parts of names; empty for all */
const chosen = process.argv.slice(2);

mkdirSync(join(import.meta.dirname, '../docs/pictures'), { recursive: true });
if (process.env.GUICHET_PICTURES) {
  const story = chosen.length > 0 || runPlaywright(['story.spec.ts']);
  const tour = runPlaywright(['--config', 'tests/pictures/playwright.config.ts', ...chosen]);
  process.exit(story && tour ? 0 : 1);
}
const [command = '', ...args] = [
  ...officeComputerCommand(),
  process.execPath,
  import.meta.filename,
  ...chosen,
];
const { status } = spawnSync(command, args, {
  stdio: 'inherit',
  env: { ...process.env, GUICHET_PICTURES: '1' },
});
process.exit(status ?? 1);
