// Faults of our own, put around the parts of the product from outside: a campaign must find each of them.
import { AsyncLocalStorage } from 'node:async_hooks';
import crypto from 'node:crypto';
import { Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { SyncRequest, SyncResponse } from '../../contract/sync.ts';
import type { Storage } from '../../main/db/storage.ts';
import type { SendCall } from './desk-connector.ts';

export const BUGS = {
  'no-key': 'the backend gets no idempotency key',
  'early-delete': 'a command leaves the outbox before its answer has come',
  'early-cursor': 'the cursor is written before the changes',
  'no-hash-check': 'the hash of an upload is not compared',
  'create-again': 'a create is sent again right after its time-out',
} as const;
export type BugName = keyof typeof BUGS;

export const isBug = (name: string): name is BugName => Object.hasOwn(BUGS, name);

/** The bug that this process was started with. */
export function bugOfProcess(): BugName | null {
  const [, , name = ''] = process.argv;
  return isBug(name) ? name : null;
}

/** Returns what sends the requests of the agent that has this storage. */
export function bugsOfAgent(bug: BugName | null, { db, values }: Storage, send: typeof fetch): typeof fetch {
  if (bug !== 'early-delete' && bug !== 'early-cursor') return send;
  return async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.endsWith('/v1/sync')) return send(request);
    if (bug === 'early-delete') {
      const { commands } = SyncRequest.parse(await request.clone().json());
      for (const { key } of commands) db.prepare('delete from outbox where key = ?').run(key);
    }
    const answer = await send(request);
    if (bug === 'early-cursor') {
      const parsed = SyncResponse.safeParse(
        await answer
          .clone()
          .json()
          .catch(() => null),
      );
      if (parsed.success) values.write('cursor', parsed.data.cursor);
    }
    return answer;
  };
}

/** Returns what sends the calls of the connector to the desk. */
export function bugsOfConnector(bug: BugName | null, send: SendCall): SendCall {
  if (bug === 'no-key') return (call) => send({ ...call, key: '' } as typeof call);
  if (bug === 'create-again')
    return (call) => (call.act === 'create' ? send(call).catch(() => send(call)) : send(call));
  return send;
}

/** Call it before the server starts. */
export function bugsOfServer(bug: BugName | null): void {
  if (bug !== 'no-hash-check') return;
  const expected = new AsyncLocalStorage<string>();
  const { emit } = Server.prototype;
  Server.prototype.emit = function emitWithin(this: Server, event: string | symbol, ...given: unknown[]) {
    const url = event === 'request' ? String((given[0] as { url?: string }).url) : '';
    const [, hash] = /\/uploads\/.*-([0-9a-f]{64})$/.exec(url) ?? [];
    const act = () => (emit as (...all: unknown[]) => boolean).apply(this, [event, ...given]);
    return hash === undefined ? act() : expected.run(hash, act);
  };
  const { createHash } = crypto;
  crypto.createHash = (...given) => {
    const hash = createHash(...given);
    const wished = expected.getStore();
    // of a file, which is piped into it; secrets are given to `update`
    let isFile = false;
    hash.once('pipe', () => {
      isFile = true;
    });
    const digest = hash.digest.bind(hash) as (encoding: 'hex') => string;
    hash.digest = ((encoding: 'hex') =>
      isFile && wished !== undefined ? wished : digest(encoding)) as typeof hash.digest;
    return hash;
  };
  syncBuiltinESMExports();
}
