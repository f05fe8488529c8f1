// Prevents CSRF by verifying the origin (OWASP CSRF Prevention).
import type { FastifyRequest } from 'fastify';
import { fail } from './errors.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Returns a hook that rejects changes from another site with foreign-origin: the browser must send `Sec-Fetch-Site:
 * same-origin`, or an Origin that is the public address or the address of the request.
 */
export function requireOwnOrigin(publicUrl: () => string) {
  return async (request: FastifyRequest): Promise<void> => {
    if (SAFE_METHODS.has(request.method)) return;
    const site = request.headers['sec-fetch-site'];
    if (site === 'same-origin') return;
    const { origin } = request.headers;
    const own = [new URL(publicUrl()).origin, `${request.protocol}://${request.host}`];
    if (site !== undefined || origin === undefined || !own.includes(origin)) fail('foreign-origin');
  };
}
