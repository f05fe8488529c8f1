// `node scripts/release-notes.ts v1.2.3`: prints what CHANGELOG.md says of the version that a tag names. The release workflow
// starts with it: it ends with 1, and says why, where tag, package.json and CHANGELOG.md do not name one version.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

type Notes = { notes: string; problem: null } | { notes: null; problem: string };

/** The text of the section `## <version> - <date>`, without its heading, or why it cannot be had. */
export function releaseNotes(tag: string, version: string, changelog: string): Notes {
  const refuse = (problem: string) => ({ notes: null, problem });
  if (tag !== `v${version}`)
    return refuse(`The tag is ${tag}, but package.json has version ${version}: expected v${version}.`);
  const section = changelog
    .split(/^(?=## )/m)
    .map((text) => /^## (\S+) - (\d{4}-\d{2}-\d{2})\n(.*)$/s.exec(text))
    .find((found) => found?.[1] === version);
  const notes = section?.[3]?.trim();
  if (!notes) return refuse(`CHANGELOG.md has no section "## ${version} - <date>" with a text.`);
  return { notes, problem: null };
}

if (import.meta.main) {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const { version } = JSON.parse(read('package.json'));
  const { notes, problem } = releaseNotes(process.argv[2] ?? '', version, read('CHANGELOG.md'));
  if (problem === null) console.log(notes);
  else console.error(problem);
  process.exitCode = problem === null ? 0 : 1;
}
