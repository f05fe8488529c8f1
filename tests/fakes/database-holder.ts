// Another program that holds the agent's database: a real process with an exclusive transaction.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const SCRIPT = `
  import Database from 'better-sqlite3';
  const db = new Database(process.argv[1]);
  db.exec('begin exclusive');
  console.log('held');
  process.stdin.on('data', () => {}).on('end', () => {
    db.exec('commit');
    db.close();
  });
`;

/** Resolves once the database is held. The returned function lets it go, and resolves when the process has ended. */
export async function holdDatabase(file: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, file], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  if (line !== 'held') throw new Error(`the database is not held: ${line}`);
  return async () => {
    child.stdin.end();
    await ended;
  };
}
