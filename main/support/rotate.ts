// Rotates log files: `main.log`, then `main.1.log` to `main.4.log`, the oldest.
import { existsSync, renameSync } from 'node:fs';
import { join, parse } from 'node:path';

const OLDER_FILES = 4;

/** Moves each file one number up. Overwrites the oldest. */
export function rotate(file: string): void {
  const { dir, name, ext } = parse(file);
  const numbered = (age: number) => (age === 0 ? file : join(dir, `${name}.${age}${ext}`));
  for (let age = OLDER_FILES - 1; age >= 0; age--) {
    if (existsSync(numbered(age))) renameSync(numbered(age), numbered(age + 1));
  }
}
