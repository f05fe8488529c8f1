// Requests to an identity provider: to allowed addresses only, without redirects, with bounded answers.
import type { CustomFetch } from 'openid-client';
import { fetchOutside, type Resolve } from '../link-local.ts';
import { mayBeAsked } from './provider-address.ts';

/** In bytes. Discovery documents and key sets of large providers have some 20 kB. */
const LONGEST_ANSWER = 256 * 1024;

/** The provider named an address that must not be asked, or answered more than it may. */
export class ProviderOutOfBounds extends Error {}

/** The time-out is in the signal of each request. Throws ProviderOutOfBounds, and what `fetch` throws. */
export function createProviderFetch(fetch: typeof globalThis.fetch, resolve?: Resolve): CustomFetch {
  // a redirect is answered as it is, which no step of the sign-in accepts
  const ask = fetchOutside(fetch, resolve);
  return async (url, { method, headers, body = null, signal }) => {
    if (!mayBeAsked(url)) throw new ProviderOutOfBounds('an address that must not be asked');
    const answer = await ask(url, {
      method,
      headers,
      body: body as NonNullable<RequestInit['body']> | null,
      ...(signal && { signal }),
    });
    const bytes = await readBounded(answer);
    const { status } = answer;
    return new Response(bytes.length === 0 ? null : bytes, { status, headers: answer.headers });
  };
}

async function readBounded({ body }: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    // leaving the loop cancels the stream
    if (length > LONGEST_ANSWER) throw new ProviderOutOfBounds('an answer that is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
