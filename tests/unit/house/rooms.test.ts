// The house: no circular imports between files or rooms, no import between programs, and a room imports only from lower
// levels, those of docs/architecture.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { betweenRooms, circlesIn, type Imports, importsOf, projectImports } from './imports.ts';

/** Levels from the top down. Rooms of one level do not import each other. */
const LEVELS = {
  main: [
    ['index'],
    ['setup'],
    ['windows'],
    ['agent'],
    ['sync'],
    ['announcements', 'draft'],
    ['tickets'],
    ['desktop'],
    ['capture'],
    ['process', 'update', 'outbox', 'enrolment'],
    ['catalogue', 'settings', 'attachments'],
    ['ipc', 'db', 'facts', 'http'],
    ['support', 'device'],
  ],
  server: [
    ['guichet-server'],
    ['index', 'import', 'backup', 'restore', 'after-restore', 'move', 'recover'],
    ['moves'],
    ['app', 'log', 'backups'],
    ['routes'],
    ['mail-in'],
    ['updates', 'desk', 'intake', 'peers'],
    ['delivery', 'notices', 'releases'],
    ['http', 'announcements', 'approvals', 'metrics'],
    ['enrolment'],
    ['tickets'],
    ['backends'],
    ['catalogue', 'people'],
    ['connectors', 'staff'],
    ['limits', 'mail', 'mailboxes', 'oidc', 'seal', 'storage'],
    [
      'clock',
      'collect-garbage',
      'config',
      'error-codes',
      'hashes',
      'html-text',
      'link-local',
      'mail-tokens',
      'node-version',
      'program',
    ],
    ['bucket-config', 'chance', 'smtp-token-config'],
  ],
} as const;

const imports = projectImports();
const named = (circles: string[][]) => circles.map((circle) => circle.join(' > '));

/** Such as `server/connectors/itop/index.ts > server/desk/desk.ts`. */
function againstLevels(top: keyof typeof LEVELS, all: Imports): string[] {
  const levelOf = new Map(
    LEVELS[top].flatMap((rooms, level) => rooms.map((room) => [room as string, level])),
  );
  const level = (path: string) => {
    const [first, second = ''] = path.split('/');
    const found = first === top ? levelOf.get(second.replace(/\.tsx?$/, '')) : null;
    if (found === undefined) throw new Error(`${path} is in a room that has no level: give it one`);
    return found;
  };
  const isSameRoom = (one: string, other: string) => one.split('/')[1] === other.split('/')[1];
  return [...all].flatMap(([path, targets]) => {
    const from = level(path);
    if (from === null) return [];
    const wrong = targets.filter((target) => {
      const to = level(target);
      return to !== null && to <= from && !isSameRoom(path, target);
    });
    return wrong.map((target) => `${path} > ${target}`);
  });
}

/** Imports from one program into another, or into tests and scripts. Every program may import the contract. */
function acrossBorders(all: Imports): string[] {
  const program = (path: string) => path.split('/')[0];
  return [...all].flatMap(([path, targets]) =>
    targets
      .filter((target) => program(target) !== program(path) && program(target) !== 'contract')
      .map((target) => `${path} > ${target}`),
  );
}

describe('the house', () => {
  it('has no import between programs, types included', () => expect(acrossBorders(imports)).toEqual([]));

  it('has no circle between files, types included', () => expect(named(circlesIn(imports))).toEqual([]));
  it('has no circle between rooms', () => expect(named(circlesIn(betweenRooms(imports)))).toEqual([]));
  test.each(Object.keys(LEVELS) as (keyof typeof LEVELS)[])('in %s rooms import only from below', (top) =>
    expect(againstLevels(top, imports)).toEqual([]),
  );
});

test.each(Object.keys(LEVELS) as (keyof typeof LEVELS)[])(
  'docs/architecture.md has the levels of %s',
  (top) => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/architecture.md'), 'utf8');
    const [, table = ''] = page.split(`| level | rooms of \`${top}/\` |`);
    const rows = [...(table.split('\n\n')[0] ?? '').matchAll(/^\| \d+ \| ([^|]+) \|/gm)];
    const drawn = rows.map(([, rooms = '']) =>
      [...rooms.matchAll(/`([\w-]+)(?:\.ts)?`/g)].map(([, room = '']) => room).sort(),
    );
    expect(drawn).toEqual(LEVELS[top].map((rooms) => [...rooms].sort()));
  },
);

describe('a planted fault is found', () => {
  const planted = (...pairs: [string, string][]) =>
    new Map([
      ...imports,
      ...pairs.map(([path, target]) => [path, [...(imports.get(path) ?? []), target]] as const),
    ]);

  it.each([
    ["import type { Desk } from '../../server/desk/desk.ts';", 'server/desk/desk.ts'],
    ['import type { Desk } from "../../server/desk/desk.ts";', 'server/desk/desk.ts'],
    ["type Desk = import('../../server/desk/desk.ts').Desk;", 'server/desk/desk.ts'],
    ['const desk = await import(`../../server/desk/desk.ts`);', 'server/desk/desk.ts'],
    ["export * from '../../tests/unit/house/imports.ts';", 'tests/unit/house/imports.ts'],
  ])('%s in main crosses a border', (text, target) => {
    const found = importsOf('main/agent/agent.ts', text, () => true);
    expect(acrossBorders(new Map([['main/agent/agent.ts', found]]))).toEqual([
      `main/agent/agent.ts > ${target}`,
    ]);
  });

  it('a type imported back makes a circle', () => {
    const text = "import type { Agent } from '../agent/agent.ts';\n";
    const isFile = (path: string) => imports.has(path);
    const back = importsOf('main/draft/draft-views.ts', text, isFile);
    expect(back).toEqual(['main/agent/agent.ts']);
    const found = circlesIn(planted(['main/draft/draft-views.ts', 'main/agent/agent.ts']));
    expect(named(found).join()).toContain('main/draft/draft-views.ts > main/agent/agent.ts');
  });
  it('two rooms that import each other are a circle even if no two files do', () => {
    const found = circlesIn(betweenRooms(planted(['main/support/turn.ts', 'main/http/retry-delays.ts'])));
    expect(named(found).join()).toContain('main/support > main/http');
  });
  it('an import of the desk by connectors is against the levels', () => {
    const wrong: [string, string] = ['server/connectors/connector.ts', 'server/desk/desk.ts'];
    expect(againstLevels('server', planted(wrong))).toEqual([wrong.join(' > ')]);
  });
});
