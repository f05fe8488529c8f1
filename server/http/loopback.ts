// Detects requests made on this machine.
import type { FastifyRequest } from 'fastify';

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_NAME = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * True for a request from a loopback address to a loopback name, without a proxy. Checking the Host header keeps out
 * sites that point their name at 127.0.0.1 (DNS rebinding).
 */
export function isLoopback(request: FastifyRequest): boolean {
  const { host, forwarded, 'x-forwarded-for': forwardedFor } = request.headers;
  return (
    LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '') &&
    LOOPBACK_NAME.test(host ?? '') &&
    forwarded === undefined &&
    forwardedFor === undefined
  );
}
