// The console's typed request: what each kind of answer becomes.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAsk, Nothing } from '../../../console/api.ts';

const Answer = z.object({ name: z.string() });

/** A network that gives one answer, and remembers what it was asked. */
function answering(response: () => Response) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const ask = createAsk(async (input, init) => {
    asked.push({ url: String(input), init });
    return response();
  });
  return { ask, asked };
}

describe('a request of the console', () => {
  it('gives the value of an answer that is as the contract says', async () => {
    const { ask, asked } = answering(() => Response.json({ name: 'Contoso' }));
    expect(await ask(Answer, '/organisations')).toEqual({ ok: true, value: { name: 'Contoso' } });
    expect(asked[0]?.url).toBe('/v1/console/organisations');
  });

  it('does not let an answer of another form into the pages', async () => {
    const { ask } = answering(() => Response.json({ title: 'Contoso' }));
    expect(await ask(Answer, '/organisations')).toEqual({ ok: false, error: { code: 'internal' } });
  });

  it('keeps code and figures of a refusal, so that it is said in the language in force', async () => {
    const error = { code: 'too-many-requests', message: 'x', details: { retryAfterSeconds: 12 } };
    const { ask } = answering(() => Response.json({ error }, { status: 429 }));
    expect(await ask(Answer, '/session')).toEqual({
      ok: false,
      error: { code: 'too-many-requests', details: { retryAfterSeconds: 12 } },
    });
  });

  it('tells a server that cannot be reached from one that fails', async () => {
    const { ask: down } = answering(() => {
      throw new TypeError('Failed to fetch');
    });
    const { ask: behindProxy } = answering(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const { ask: broken } = answering(() => new Response('oops', { status: 500 }));
    expect(await down(Answer, '/session')).toMatchObject({ error: { code: 'server-unreachable' } });
    expect(await behindProxy(Answer, '/session')).toMatchObject({ error: { code: 'server-unreachable' } });
    expect(await broken(Answer, '/session')).toMatchObject({ error: { code: 'internal' } });
  });

  it('sends JSON only when there is something to send', async () => {
    const { ask, asked } = answering(() => new Response(null, { status: 204 }));
    expect(await ask(Nothing, '/deliveries/1/retry', { method: 'POST' })).toEqual({ ok: true, value: null });
    await ask(Nothing, '/x', { method: 'POST', body: { act: 'take' } });
    expect(asked[0]?.init?.headers).toBeUndefined();
    expect(asked[1]?.init).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: '{"act":"take"}',
    });
  });
});
