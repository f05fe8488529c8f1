// The example catalogue, directory and announcements of docs/examples/: brought once, to the organisation of new data.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from './logged.ts';

/** The catalogue names an approver, who has to be in the directory before. */
const KINDS = ['directory', 'catalogue', 'announcements'];

interface Home {
  /** folder of all that `npm start` keeps */
  data: string;
  /** its part that is the server's DATA_DIR */
  serverData: string;
}

const dueFile = ({ data }: Home) => join(data, 'examples-due');

/**
 * To be asked before the server makes its database: whether the examples are due, which they stay until they are in.
 * `organisation` is the name of the first one.
 */
export function examplesAreDue(home: Home, organisation: string, wanted: boolean): boolean {
  const due = dueFile(home);
  if (!wanted) rmSync(due, { force: true });
  else if (!existsSync(join(home.serverData, 'guichet.sqlite'))) writeFileSync(due, organisation);
  return existsSync(due);
}

/** Imports them beside the running server; throws ProgramFailed. */
export function bringExamples(home: Home): void {
  const organisation = readFileSync(dueFile(home), 'utf8');
  for (const kind of KINDS) {
    const file = `docs/examples/${kind}.json`;
    runLogged({
      log: `import-${kind}`,
      command: process.execPath,
      args: ['server/import.ts', kind, file, '--organisation', organisation],
      env: { DATA_DIR: home.serverData },
    });
  }
  rmSync(dueFile(home));
}
