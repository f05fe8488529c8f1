// `node scripts/release-notes.ts v1.2.3`: prints the section of CHANGELOG.md for the version of a tag. It is the first step
// of the release workflow: it fails, with the reason, where tag, package.json and CHANGELOG.md disagree on the version.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

type Notes = { notes: string; problem: null } | { notes: null; problem: string };

/** Returns the text of the section `## <version> - <date>` without its heading, or the problem. */
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
