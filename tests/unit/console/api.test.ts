// The console's client: the Result of each kind of response.
import { describe, expect, it } from 'vitest';
import { createAsk } from '../../../console/api.ts';

const POLICY = { attachmentMegabytes: 25, fileTypes: null };

/** A client whose fetch always returns one response and records its requests. */
function answering(response: () => Response) {
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const ask = createAsk(async (input, init) => {
    requests.push({ url: String(input), init });
    return response();
  });
  return { ask, requests };
}

describe('a request of the console', () => {
  it('returns the value of an answer that matches the contract', async () => {
    const { ask, requests } = answering(() => Response.json({ ...POLICY, ofANewerServer: true }));
    expect(await ask('readReplyPolicy')).toEqual({ ok: true, value: POLICY });
    expect(requests[0]).toMatchObject({ url: '/v1/console/policy', init: { method: 'GET' } });
  });

  it('rejects an answer that does not match the contract', async () => {
    const { ask } = answering(() => Response.json({ attachmentMegabytes: '25' }));
    expect(await ask('readReplyPolicy')).toEqual({ ok: false, error: { code: 'internal' } });
  });

  it('keeps code and details of a refusal, so that its sentence can be shown in either language', async () => {
    const error = { code: 'too-many-requests', message: 'x', details: { retryAfterSeconds: 12 } };
    const { ask } = answering(() => Response.json({ error }, { status: 429 }));
    expect(await ask('readSession')).toEqual({
      ok: false,
      error: { code: 'too-many-requests', details: { retryAfterSeconds: 12 } },
    });
  });

  it('distinguishes a server that cannot be reached from one that fails', async () => {
    const { ask: down } = answering(() => {
      throw new TypeError('Failed to fetch');
    });
    const { ask: behindProxy } = answering(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const { ask: broken } = answering(() => new Response('oops', { status: 500 }));
    expect(await down('readSession')).toMatchObject({ error: { code: 'server-unreachable' } });
    expect(await behindProxy('readSession')).toMatchObject({ error: { code: 'server-unreachable' } });
    expect(await broken('readSession')).toMatchObject({ error: { code: 'internal' } });
  });

  it('sends JSON only when there is something to send', async () => {
    const { ask, requests } = answering(() => new Response(null, { status: 204 }));
    expect(await ask('retryDelivery', { params: { id: '1' } })).toEqual({ ok: true, value: null });
    await ask('resolveTicket', { params: { id: '1' }, body: { solution: 'Restarted' } });
    expect(requests[0]?.init?.headers).toBeUndefined();
    expect(requests[1]?.init).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"solution":"Restarted"}',
    });
  });

  it('encodes parameters in the address, and leaves out those that are undefined', async () => {
    const { ask, requests } = answering(() => Response.json({ tickets: [], next: null }));
    await ask('readTicket', { params: { id: '../session?a=b' } });
    await ask('listTickets', { query: { search: 'R&D 100%', after: undefined } });
    await ask('listTickets');
    expect(requests.map(({ url }) => url)).toEqual([
      '/v1/console/tickets/..%2Fsession%3Fa%3Db',
      '/v1/console/tickets?search=R%26D+100%25',
      '/v1/console/tickets',
    ]);
  });
});
