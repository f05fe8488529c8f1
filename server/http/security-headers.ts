// Sets the security headers of every answer.
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';

/** Hash of the empty text: Fluent inserts empty style elements and fills them through the CSSOM. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** `isHttps`: the public address is https; only then is Strict-Transport-Security sent. */
export async function setSecurityHeaders(app: FastifyInstance, isHttps: boolean): Promise<void> {
  const headers = headersOf({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        styleSrc: ["'self'", EMPTY_STYLE],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps,
  });
  app.addHook('onRequest', async (_request, { raw }) => {
    for (const [name, value] of headers) raw.setHeader(name, value);
  });
  // answers hold data of people: neither a browser nor a proxy keeps them, unless a route says otherwise
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

/** The headers are the same for every answer: helmet, which builds them anew for each, is asked once. */
function headersOf(options: HelmetOptions): [name: string, value: string][] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(options)(request, response, (failure) => {
    if (failure) throw failure;
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}
