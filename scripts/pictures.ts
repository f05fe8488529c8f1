// `npm run pictures`: plays the story and keeps the README's pictures in docs/pictures/.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where root may, the machine of the pictures has the names of an office computer instead of this one's. */
function onAnOfficeComputer(): string[] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  const passwd = join(mkdtempSync(join(tmpdir(), 'guichet-pictures-')), 'passwd');
  writeFileSync(passwd, readFileSync('/etc/passwd', 'utf8').replace(/^root:/m, 'reception:'));
  const script = 'hostname DESK-014 && mount --bind "$0" /etc/passwd && exec "$@"';
  return ['unshare', '--uts', '--mount', 'sh', '-c', script, passwd];
}

mkdirSync(join(import.meta.dirname, '../docs/pictures'), { recursive: true });
const story = [process.execPath, join(import.meta.dirname, 'test.ts'), '--windows', 'story.spec.ts'];
const [command = '', ...args] = [...onAnOfficeComputer(), ...story];
const { status } = spawnSync(command, args, {
  stdio: 'inherit',
  env: { ...process.env, GUICHET_PICTURES: '1' },
});
process.exit(status ?? 1);
