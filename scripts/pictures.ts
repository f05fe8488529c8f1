// `npm run pictures`: plays the story and keeps the README's pictures in docs/pictures/.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

mkdirSync(join(import.meta.dirname, '../docs/pictures'), { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [join(import.meta.dirname, 'test.ts'), '--windows', 'story.spec.ts'],
  { stdio: 'inherit', env: { ...process.env, GUICHET_PICTURES: '1' } },
);
process.exit(status ?? 1);
