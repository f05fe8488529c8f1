// Named steps of a process of a history, at which it dies: the statements of its database and its requests. Nothing of the product
// knows of them: they are seen from outside, by wrapping better-sqlite3, pg and fetch.
import BetterSqlite from 'better-sqlite3';
import pg from 'pg';

/** The steps by what their statement says, of agent and server. */
const STATEMENTS = {
  'outbox: append': /insert into outbox\b/i,
  'outbox: accept': /update outbox set state/i,
  'outbox: hold': /update outbox set attempts/i,
  'outbox: remove': /delete from outbox/i,
  'draft: save': /insert (or replace )?into draft\b/i,
  'draft: close': /delete from draft\b/i,
  'changes: ticket': /insert (or replace )?into ticket\b/i,
  'changes: value': /insert (or replace )?into fact\b/i,
  'intake: command': /insert into "command"/i,
  'intake: ticket': /insert into "ticket"/i,
  'intake: comment': /insert into "comment"/i,
  'intake: file': /insert into "attachment"/i,
  'intake: upload': /insert into "upload"/i,
  'intake: delivery': /insert into "delivery"/i,
  'delivery: move': /update "delivery"/i,
  'delivery: link': /update "link"/i,
  'feed: change': /insert into "change"/i,
  commit: /^\s*commit\b/i,
} as const;

export type StepName =
  | keyof typeof STATEMENTS
  | 'sync: request'
  | 'upload: request'
  | 'desk: request'
  | 'file: copy'
  | 'file: load';

/** Steps that an agent takes. */
export const AGENT_STEPS: readonly StepName[] = [
  'outbox: append',
  'outbox: accept',
  'outbox: remove',
  'draft: save',
  'draft: close',
  // twice: what comes back is written seldom
  'changes: ticket',
  'changes: ticket',
  'changes: value',
  'commit',
  'sync: request',
  'upload: request',
  'file: copy',
  'file: load',
];

/** Steps that a server takes. */
export const SERVER_STEPS: readonly StepName[] = [
  'intake: command',
  'intake: ticket',
  'intake: comment',
  'intake: file',
  'intake: upload',
  'intake: delivery',
  'delivery: move',
  'delivery: link',
  'feed: change',
  'commit',
  'desk: request',
];

/** The `nth` time that a step is taken from now on, before it or after. */
export interface Moment {
  step: StepName;
  side: 'before' | 'after';
  nth: number;
}

let fatal: Moment | null = null;

/** This process dies at that moment. */
export function dieAt(moment: Moment | null): void {
  fatal = moment && { ...moment };
}

function pass(step: StepName, side: Moment['side']): void {
  if (fatal?.step !== step || fatal.side !== side) return;
  fatal.nth -= 1;
  if (fatal.nth <= 0) process.kill(process.pid, 'SIGKILL');
}

/** Carries out a step that takes time. */
export async function step<T>(name: StepName, act: () => Promise<T>): Promise<T> {
  pass(name, 'before');
  const done = await act();
  pass(name, 'after');
  return done;
}

function stepNow<T>(name: StepName | null, act: () => T): T {
  if (name === null) return act();
  pass(name, 'before');
  const done = act();
  pass(name, 'after');
  return done;
}

const known = new Map<string, StepName | null>();

function nameOf(sql: string): StepName | null {
  const before = known.get(sql);
  if (before !== undefined) return before;
  const entries = Object.entries(STATEMENTS) as [keyof typeof STATEMENTS, RegExp][];
  const name = entries.find(([, pattern]) => pattern.test(sql))?.[0] ?? null;
  known.set(sql, name);
  return name;
}

/** Databases that this process has opened with SQLite. */
export const opened = new Set<BetterSqlite.Database>();

/** Call it once in a process, before the product opens anything. */
export function watchDatabases(): void {
  const { prepare, exec, transaction } = BetterSqlite.prototype;
  BetterSqlite.prototype.prepare = function watched(this: BetterSqlite.Database, sql: string) {
    opened.add(this);
    const statement = prepare.call(this, sql);
    const name = nameOf(sql);
    if (name === null) return statement;
    for (const method of ['run', 'get', 'all'] as const) {
      const own = statement[method].bind(statement) as (...values: unknown[]) => unknown;
      Object.assign(statement, { [method]: (...values: unknown[]) => stepNow(name, () => own(...values)) });
    }
    return statement;
  } as typeof prepare;
  BetterSqlite.prototype.exec = function watched(this: BetterSqlite.Database, sql: string) {
    return stepNow(nameOf(sql), () => exec.call(this, sql));
  };
  // its statements are prepared below the wrapper
  BetterSqlite.prototype.transaction = function watched(
    this: BetterSqlite.Database,
    act: (...values: unknown[]) => unknown,
  ) {
    const whole = transaction.call(this, (...values: unknown[]) => {
      const done = act(...values);
      pass('commit', 'before');
      return done;
    });
    return (...values: unknown[]) => {
      const done = whole(...values);
      pass('commit', 'after');
      return done;
    };
  } as typeof transaction;

  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function watched(this: pg.Client, ...given: unknown[]) {
    const [first] = given;
    const sql = typeof first === 'string' ? first : String((first as { text?: string } | null)?.text ?? '');
    const name = nameOf(sql);
    if (name !== null) pass(name, 'before');
    const answer = (query as (...all: unknown[]) => unknown).apply(this, given);
    if (name !== null && answer instanceof Promise)
      void answer.then(() => pass(name, 'after')).catch(() => {});
    return answer;
  } as typeof query;
}
