#!/usr/bin/env -S node --max-semi-space-size=16
// The command of the package: `guichet-server` starts the server, `guichet-server import` and others run beside it. Imports
// nothing else before the version of Node is known: an older one cannot read the rest.
import { unusableNode } from './node-version.ts';

interface Command {
  about: string;
  /** Runs with the arguments after its name; `called` is how the user calls it. */
  run(args: string[], called: string): Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    about: 'start the server (without a command too)',
    run: async () => (await import('./index.ts')).main(),
  },
  import: {
    about: 'import a catalogue, a directory or announcements',
    run: async (args, called) => (await import('./import.ts')).main(args, called),
  },
  backup: {
    about: 'copy database, attachments and key into one file',
    run: async (args, called) => (await import('./backup.ts')).main(args, called),
  },
  restore: {
    about: 'fill an empty DATA_DIR from such a file',
    run: async (args, called) => (await import('./restore.ts')).main(args, called),
  },
  'after-restore': {
    about: 'settle a database that other tools restored, before the server starts',
    run: async (args, called) => (await import('./after-restore.ts')).main(args, called),
  },
  move: {
    about: 'carry an installation on SQLite over to PostgreSQL',
    run: async (args, called) => (await import('./move.ts')).main(args, called),
  },
  'recover-administrator': {
    about: 'print a link for an administrator who lost password or second factor',
    run: async (args, called) => (await import('./recover.ts')).main(args, called),
  },
};

const HELP = `Usage: guichet-server [command]

${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(23)}${about}`)
  .join('\n')}
  --help    show this
  --version show the version

Settings are environment variables, such as PORT (8080) and DATA_DIR (./data): the README lists them.`;

async function run([name = 'start', ...args]: string[]): Promise<void> {
  const problem = unusableNode(process.versions.node);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (problem !== null) return refuse(problem);
  if (name === '--help') return console.log(HELP);
  if (name === '--version') return console.log((await import('./program.ts')).ownVersion());
  if (!command)
    return refuse(`There is no command ${JSON.stringify(name)}: guichet-server --help lists them.`);
  await command.run(args, `guichet-server ${name}`);
}

function refuse(problem: string): void {
  console.error(problem);
  process.exitCode = 1;
}

await run(process.argv.slice(2));
