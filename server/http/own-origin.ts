// Prevents CSRF by verifying the origin (OWASP CSRF Prevention).
import type { FastifyRequest } from 'fastify';
import { fail } from './errors.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Returns a hook that rejects changes from another site with foreign-origin: the browser must send `Sec-Fetch-Site:
 * same-origin`, or an Origin that is the public address. Only where none is configured the address of the request counts too:
 * behind a proxy it comes from X-Forwarded-Host, which a client may have written.
 */
export function requireOwnOrigin(publicUrl: () => string, isConfigured: boolean) {
  return async (request: FastifyRequest): Promise<void> => {
    if (SAFE_METHODS.has(request.method)) return;
    const site = request.headers['sec-fetch-site'];
    if (site === 'same-origin') return;
    const { origin } = request.headers;
    const own = [
      new URL(publicUrl()).origin,
      ...(isConfigured ? [] : [`${request.protocol}://${request.host}`]),
    ];
    if (site !== undefined || origin === undefined || !own.includes(origin)) fail('foreign-origin');
  };
}
