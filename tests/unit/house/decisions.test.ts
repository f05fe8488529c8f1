// Every decision under docs/adr has a status of the closed list and a line in the index.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../docs/adr');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const files = globSync('*.md', { cwd: folder })
  .filter((file) => file !== 'README.md')
  .sort();

const HEAD = /^# (\d+)\. (.+)\n\nStatus: (accepted|superseded by (\d+))\n\n/;

/** Number, title and status on the first lines of a page. */
function headOf(file: string) {
  const [, number = '', title = '', status = '', successor] = HEAD.exec(read(file)) ?? [];
  return { number: Number(number), title, status, successor };
}

const numbers = files.map((file) => headOf(file).number);

test.each(files)('%s begins with its number, title and status', (file) => {
  const { number, title, successor } = headOf(file);
  expect(file).toMatch(new RegExp(`^${String(number).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
  expect(title).not.toBe('');
  if (successor !== undefined) expect(numbers).toContain(Number(successor));
});

test('numbers of decisions are unique', () => {
  expect(numbers).toEqual([...new Set(numbers)]);
});

test('the index lists each decision in order, with title and status', () => {
  const lines = files.map((file) => {
    const { number, title, status } = headOf(file);
    return `| ${number} | [${title}](${file}) | ${status} |`;
  });
  const listed = read('README.md').match(/^\| \d+ \|.*$/gm);
  expect(listed).toEqual(lines);
});
