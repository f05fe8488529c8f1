// Imports the example catalogue, directory and announcements of docs/examples/ once, into a new data folder.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from './logged.ts';

/** In import order: the catalogue names an approver, who must be in the directory already. */
const KINDS = ['directory', 'catalogue', 'announcements'];

interface DataFolders {
  /** the data folder of `npm start` */
  data: string;
  /** the server's DATA_DIR, inside it */
  serverData: string;
}

/** The marker file, which contains the name of the organisation. */
const dueFile = ({ data }: DataFolders) => join(data, 'examples-due');

/**
 * Returns whether the examples have to be imported. Call it before the server creates its database: a new data folder is
 * marked, and stays marked until the import has succeeded. `organisation` is the name of the first organisation.
 */
export function examplesAreDue(folders: DataFolders, organisation: string, wanted: boolean): boolean {
  const due = dueFile(folders);
  if (!wanted) rmSync(due, { force: true });
  else if (!existsSync(join(folders.serverData, 'guichet.sqlite'))) writeFileSync(due, organisation);
  return existsSync(due);
}

/** Imports the examples beside the running server. Throws ProgramFailed. */
export function importExamples(folders: DataFolders): void {
  const organisation = readFileSync(dueFile(folders), 'utf8');
  for (const kind of KINDS) {
    const file = `docs/examples/${kind}.json`;
    runLogged({
      log: `import-${kind}`,
      command: process.execPath,
      args: ['server/import.ts', kind, file, '--organisation', organisation],
      env: { DATA_DIR: folders.serverData },
    });
  }
  rmSync(dueFile(folders));
}
