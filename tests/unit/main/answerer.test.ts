import { describe, expect, it } from 'vitest';
import { REQUEST_NAMES } from '../../../contract/channels.ts';
import { REQUESTS } from '../../../contract/ipc.ts';
import { err } from '../../../contract/result.ts';
import { createBlockedAgent } from '../../../main/blocked-agent.ts';
import { createAnswerer, type Handlers } from '../../../main/ipc/answerer.ts';
import { silentLog } from '../../fakes/agent-under-test.ts';

const OWN = { frameUrl: 'guichet://app/index.html#/capture', windowId: 1 };
const { handlers } = createBlockedAgent({ code: 'secrets-lost' }, 'en');
const refuse = () => ({ ok: false, error: { code: 'not-found' } }) as const;
const all: Handlers = {
  ...handlers,
  'app:state': refuse,
  'window:open': () => ({ ok: true, value: undefined }),
  'window:close': refuse,
  'tickets:show': refuse,
};
const answer = createAnswerer(all, silentLog);

describe('requests of windows', () => {
  it.each([
    'https://example.org/',
    'guichet://app.example.org/index.html',
    'guichet://apple/',
    'file:///index.html',
    'about:blank',
    null,
  ])('a frame at %s is refused, whatever it asks', async (frameUrl) => {
    for (const name of REQUEST_NAMES) {
      expect(await answer(name, undefined, { frameUrl, windowId: 1 })).toMatchObject({
        ok: false,
        error: { code: 'foreign-origin' },
      });
    }
  });

  it('input that does not have its form never reaches a handler', async () => {
    expect(await answer('window:open', 'elsewhere', OWN)).toMatchObject({
      ok: false,
      error: { code: 'invalid-request' },
    });
    const draft = await answer('draft:submit', { id: 'no uuid', title: 3 }, OWN);
    if (draft.ok) throw new Error('it was accepted');
    expect(draft.error.details?.issues?.map(({ path }) => path)).toEqual(['id', 'title', 'description']);
    expect(await answer('app:state', { more: true }, OWN)).toMatchObject({
      error: { code: 'invalid-request' },
    });
  });

  it('a known window with good input is answered', async () => {
    expect(await answer('window:open', 'tickets', OWN)).toEqual({ ok: true, value: undefined });
  });

  it('a bug is answered as such, and does not leave the window waiting', async () => {
    const failing = createAnswerer(
      {
        ...all,
        'tickets:list': () => {
          throw new Error('a bug');
        },
      },
      silentLog,
    );
    expect(await failing('tickets:list', undefined, OWN)).toEqual(err('agent-failed'));
  });

  it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC'])(
    '%s is told as a full disk, not as a bug',
    async (code) => {
      const full = () => {
        throw Object.assign(new Error('no room'), { code });
      };
      const failing = createAnswerer({ ...all, 'draft:write': full }, silentLog);
      const draft = { id: '019c1234-5678-7abc-8def-0123456789ab', title: '', description: '' };
      expect(await failing('draft:write', draft, OWN)).toEqual(err('storage-failed'));
    },
  );

  it('an agent that cannot open its data says so to every request, and writes nothing', async () => {
    for (const name of REQUEST_NAMES.filter((known) => known.startsWith('tickets:') && known in handlers)) {
      const id = '019c1234-5678-7abc-8def-0123456789ab';
      const input = REQUESTS[name].in.safeParse(undefined).success ? undefined : { id, body: 'x' };
      expect(await answer(name, input, OWN)).toEqual({ ok: false, error: { code: 'secrets-lost' } });
    }
    expect(await answer('draft:current', undefined, OWN)).toEqual({ ok: true, value: null });
  });
});
