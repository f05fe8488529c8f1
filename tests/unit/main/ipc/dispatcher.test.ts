import { describe, expect, it } from 'vitest';
import { REQUEST_NAMES } from '../../../../contract/channels.ts';
import { REQUESTS } from '../../../../contract/ipc.ts';
import { err, ok } from '../../../../contract/result.ts';
import { createBlockedAgent } from '../../../../main/agent/blocked-agent.ts';
import { createDispatcher, createFilesDispatcher, type Handlers } from '../../../../main/ipc/dispatcher.ts';
import { silentLog } from '../../../fakes/agent-under-test.ts';

const ID = '019c1234-5678-7abc-8def-0123456789ab';
const LIST = { shelf: 'open', search: '', older: false, limit: 10 };
const OWN = { frameUrl: 'guichet://app/index.html#/capture', windowId: 1 };
const { handlers } = createBlockedAgent({ code: 'secrets-lost' }, 'en');
const refuse = () => ({ ok: false, error: { code: 'not-found' } }) as const;
const all: Handlers = {
  ...handlers,
  'app:state': refuse,
  'window:open': () => ({ ok: true, value: undefined }),
  'window:close': refuse,
  'tickets:show': refuse,
  'capture:windows': refuse,
  'region:picture': refuse,
  'region:choose': refuse,
  'settings:try-hotkey': refuse,
  'update:restart': refuse,
};
const answer = createDispatcher(all, silentLog);

describe('requests from windows', () => {
  it.each([
    'https://example.org/',
    'guichet://app.example.org/index.html',
    'guichet://apple/',
    'file:///index.html',
    'about:blank',
    null,
  ])('every request of a frame at %s is refused', async (frameUrl) => {
    for (const name of REQUEST_NAMES) {
      expect(await answer(name, undefined, { frameUrl, windowId: 1 })).toMatchObject({
        ok: false,
        error: { code: 'foreign-origin' },
      });
    }
  });

  it('invalid input never reaches a handler', async () => {
    expect(await answer('window:open', 'elsewhere', OWN)).toMatchObject({
      ok: false,
      error: { code: 'invalid-request' },
    });
    const draft = await answer('draft:submit', { id: 'no uuid', act: null }, OWN);
    if (draft.ok) throw new Error('it was accepted');
    expect(draft.error.details?.issues?.map(({ path }) => path)).toEqual(['id', 'content']);
    expect(await answer('app:state', { more: true }, OWN)).toMatchObject({
      error: { code: 'invalid-request' },
    });
  });

  it('nor does input that makes a schema throw', async () => {
    const hidden = { length: { toString: null } };
    expect(await answer('tickets:list', { ...LIST, search: hidden }, OWN)).toMatchObject({
      error: { code: 'invalid-request' },
    });
  });

  it('a known window with valid input gets a response', async () => {
    expect(await answer('window:open', 'tickets', OWN)).toEqual({ ok: true, value: undefined });
  });

  it('a bug becomes an error response, so the window does not wait for ever', async () => {
    const failing = createDispatcher(
      {
        ...all,
        'tickets:list': () => {
          throw new Error('a bug');
        },
      },
      silentLog,
    );
    expect(await failing('tickets:list', LIST, OWN)).toEqual(err('agent-failed'));
  });

  it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC'])(
    '%s is reported as a full disk, not as a bug',
    async (code) => {
      const full = () => {
        throw Object.assign(new Error('no room'), { code });
      };
      const failing = createDispatcher({ ...all, 'draft:save': full }, silentLog);
      expect(await failing('draft:save', { id: ID }, OWN)).toEqual(err('storage-failed'));
    },
  );

  it('an agent that cannot open its data answers every request with that error, and writes nothing', async () => {
    const blocked = { ok: false, error: { code: 'secrets-lost' } };
    const fields = { id: ID, act: 'reopen', sha256: 'a'.repeat(64) };
    for (const name of ['tickets:open', 'tickets:act', 'tickets:save-file', 'draft:save'] as const) {
      const { in: schema } = REQUESTS[name];
      const input = Object.fromEntries(Object.entries(fields).filter(([key]) => key in schema.shape));
      expect(await answer(name, input, OWN)).toEqual(blocked);
    }
    expect(await answer('tickets:list', LIST, OWN)).toEqual(blocked);
    expect(await answer('draft:current', undefined, OWN)).toEqual({ ok: true, value: null });
  });
});

describe('files passed by the preload', () => {
  const files = { id: ID, files: [{ path: '/home/user/a.txt' }, { name: 'b.png', bytes: Uint8Array.of(1) }] };
  const attached = { attached: 2, refused: [] };

  it('are attached to the draft', async () => {
    const received: unknown[] = [];
    const answerFiles = createFilesDispatcher(async (input) => {
      received.push(input);
      return ok(attached);
    }, silentLog);
    expect(await answerFiles(files, OWN)).toEqual(ok(attached));
    expect(received).toEqual([files]);
  });

  it.each([
    ['a frame that is not ours', files, { ...OWN, frameUrl: 'https://example.org/' }, 'foreign-origin'],
    ['files without a draft', { files: files.files }, OWN, 'invalid-request'],
    [
      'a file that is neither a path nor bytes',
      { id: ID, files: [{ name: 'b.png' }] },
      OWN,
      'invalid-request',
    ],
  ])('are refused from %s', async (_, input, asker, code) => {
    const answerFiles = createFilesDispatcher(async () => ok(attached), silentLog);
    expect(await answerFiles(input, asker)).toMatchObject({ ok: false, error: { code } });
  });
});
