import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { releaseNotes } from '../../../scripts/release-notes.ts';

const CHANGELOG = `# Changelog

## Unreleased

- Not yet out.

## 1.2.0 - 2026-11-29

For everybody.

### Added

- A page.

## 1.1.0 - 2026-10-01

- Before.
`;

test('the notes of a version are its section only', () => {
  const { notes } = releaseNotes('v1.2.0', '1.2.0', CHANGELOG);
  expect(notes).toBe('For everybody.\n\n### Added\n\n- A page.');
  expect(releaseNotes('v1.1.0', '1.1.0', CHANGELOG).notes).toBe('- Before.');
});

test.each([
  ['v1.2.1', '1.2.0', 'The tag is v1.2.1, but package.json has version 1.2.0: expected v1.2.0.'],
  ['1.2.0', '1.2.0', 'The tag is 1.2.0, but package.json has version 1.2.0: expected v1.2.0.'],
  ['v1.2', '1.2', 'CHANGELOG.md has no section "## 1.2 - <date>" with a text.'],
  ['v1.3.0', '1.3.0', 'CHANGELOG.md has no section "## 1.3.0 - <date>" with a text.'],
])('the tag %s of version %s is refused', (tag, version, problem) => {
  expect(releaseNotes(tag, version, CHANGELOG)).toEqual({ notes: null, problem });
});

test('a section without a date or a text is refused', () => {
  expect(releaseNotes('v1.0.0', '1.0.0', '## 1.0.0\n\n- A page.\n').notes).toBeNull();
  expect(
    releaseNotes('v1.0.0', '1.0.0', '## 1.0.0 - 2026-01-01\n\n## 0.9.0 - 2025-01-01\n').notes,
  ).toBeNull();
});

test('this version can be released', () => {
  const read = (file: string) => readFileSync(join(import.meta.dirname, '../../..', file), 'utf8');
  const { version } = JSON.parse(read('package.json'));
  expect(releaseNotes(`v${version}`, version, read('CHANGELOG.md')).problem).toBeNull();
});
