// The import command beside a server of this process. tests/flow/server/import.test.ts runs the program itself.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ImportAnswer, ImportRequest } from './import-process.ts';

let importer: ChildProcess | null = null;
let before: Promise<unknown> = Promise.resolve();

/** Starts with the first import, and ends with this process. */
function started(): ChildProcess {
  if (importer?.connected) return importer;
  importer = fork(new URL('./import-process.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return importer;
}

async function answerTo(request: ImportRequest): Promise<ImportAnswer> {
  const child = started();
  child.ref();
  child.channel?.ref();
  const done = new AbortController();
  const { signal } = done;
  const ended = async () => {
    const [code, reason] = await once(child, 'exit', { signal });
    throw new Error(`the process of imports ended: ${code ?? reason}`);
  };
  child.send(request);
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), ended()]);
    return answer;
  } finally {
    done.abort();
    child.unref();
    child.channel?.unref();
  }
}

/** One import after the other. Returns what the program would print, and the code it would end with. */
export function importBeside(request: ImportRequest): Promise<ImportAnswer> {
  const answer = before.then(() => answerTo(request));
  before = answer.catch(() => {});
  return answer;
}
