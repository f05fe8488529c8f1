// Calls and handlers that do not match the HTTP table must not compile.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const moduleAt = (path: string) => JSON.stringify(join(root, path).replaceAll('\\', '/'));

const BEGINNING = `
import type { Ask } from ${moduleAt('console/api.ts')};
import type { SendFile } from ${moduleAt('console/send-file.ts')};
import { AGENT_API } from ${moduleAt('contract/agent-api.ts')};
import { pathOf } from ${moduleAt('contract/operation.ts')};
import type { Handlers } from ${moduleAt('server/http/serve-api.ts')};
export declare const ask: Ask;
export declare const sendFile: SendFile;
export const address = pathOf(AGENT_API.listenForSync);
export type Some = Partial<Handlers>;
`;

const RIGHT = {
  'a call with a parameter and a body': `ask('resolveTicket', { params: { id: '1' }, body: { solution: 'Restarted' } })`,
  'a call that takes nothing': `ask('readSession')`,
  'a call that may take something': `ask('listTickets')`,
  'an answer that is used': `ask('readSession').then((answer) => answer.ok && answer.value.fullName.length)`,
  'a handler': `({ readTicketFile: async ({ agent, params, reply }) => reply.send(agent.id + params.sha256) }) satisfies Some`,
};

const WRONG = {
  'a misspelt operation': [`ask('readSesion')`, 2345],
  'a misspelt operation with a parameter': [`ask('tackTicket', { params: { id: '1' } })`, 2554],
  'a parameter left out': [`ask('takeTicket')`, 2554],
  'a misspelt parameter': [`ask('takeTicket', { params: { it: '1' } })`, 2353],
  'a body of another form': [`ask('resolveTicket', { params: { id: '1' }, body: { solution: 1 } })`, 2322],
  'a body left out': [`ask('resolveTicket', { params: { id: '1' } })`, 2741],
  'a body for an operation without one': [`ask('takeTicket', { params: { id: '1' }, body: {} })`, 2353],
  'a misspelt field of a query': [`ask('listTickets', { query: { shown: 'open' } })`, 2561],
  'a field that the answer has not': [
    `ask('readSession').then((answer) => answer.ok && answer.value.age)`,
    2339,
  ],
  'a file instead of JSON': [
    `sendFile('resolveTicket', { params: { id: '1' } }, new Blob(), () => {})`,
    2345,
  ],
  'JSON instead of a file': [`ask('sendReplyFile', { params: { sha256: '' } })`, 2554],
  'an address without its parameter': [`pathOf(AGENT_API.readTicketFile, { params: { id: '1' } })`, 2741],
  'a handler of nothing in the table': [`({ tackTicket: async () => {} }) satisfies Some`, 2561],
  'a server without one of the handlers': [`(some: Omit<Handlers, 'takeTicket'>): Handlers => some`, 2741],
  'a handler that answers another form': [
    `({ readHealth: async () => ({ status: 'up' }) }) satisfies Some`,
    2322,
  ],
  'a handler that takes an agent for staff': [
    `({ readTicket: async ({ agent }) => agent }) satisfies Some`,
    2339,
  ],
} as const;

/** The compiler's error codes by line; each line is one statement. */
function errorsOf(lines: readonly string[]): Map<number, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-types-'));
  try {
    const config = {
      extends: join(root, 'tests/tsconfig.json'),
      // Not incremental: no result of an earlier run is used, and none is stored.
      compilerOptions: {
        typeRoots: [join(root, 'node_modules/@types')],
        types: ['node'],
        incremental: false,
        tsBuildInfoFile: null,
      },
      include: [],
      files: ['planted.ts'],
    };
    const before = BEGINNING.trimStart();
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    writeFileSync(
      join(folder, 'planted.ts'),
      `${before}${lines.map((line) => `void (${line});`).join('\n')}\n`,
    );
    const tsc = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    const withoutPlace = /^error TS.*$/m.exec(tsc.stdout);
    if (withoutPlace) throw new Error(withoutPlace[0]);
    const found = new Map<number, string[]>();
    for (const [whole, line, code = ''] of tsc.stdout.matchAll(/^\S.*\((\d+),\d+\): error TS(\d+)/gm)) {
      if (!whole.includes('planted.ts')) throw new Error(whole);
      const place = Number(line) - before.split('\n').length;
      found.set(place, [...(found.get(place) ?? []), code]);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const right = Object.entries(RIGHT);
const wrong = Object.entries(WRONG);
const errors = errorsOf([...right.map(([, line]) => line), ...wrong.map(([, [line]]) => line)]);

describe('code that matches the table compiles', () => {
  test.each(right.map(([name], place) => ({ name, place })))('$name', ({ place }) => {
    expect(errors.get(place)).toBeUndefined();
  });
});

describe('code that does not match is an error', () => {
  test.each(wrong.map(([name, [, code]], place) => ({ name, code, place })))('$name', ({ code, place }) => {
    expect(errors.get(right.length + place)).toContain(String(code));
  });
});
