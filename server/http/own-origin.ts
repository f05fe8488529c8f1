// Keeps other sites from acting through a signed-in browser (OWASP CSRF Prevention, verifying origin).
import type { FastifyRequest } from 'fastify';
import { fail } from './errors.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A hook that answers foreign-origin to a change that this console did not ask for: the browser must say
 * `Sec-Fetch-Site: same-origin`, or an Origin that is the public address or the one the request went to.
 */
export function requireOwnOrigin(publicUrl: () => string) {
  return async (request: FastifyRequest): Promise<void> => {
    if (READING.has(request.method)) return;
    const site = request.headers['sec-fetch-site'];
    if (site === 'same-origin') return;
    const { origin } = request.headers;
    const own = [new URL(publicUrl()).origin, `${request.protocol}://${request.host}`];
    if (site !== undefined || origin === undefined || !own.includes(origin)) fail('foreign-origin');
  };
}
