// Serves the built console, and its index page for the console's client-side routes.
import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from './errors.ts';

/** Without a built console in `folder`, its addresses answer not-found. */
export async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(path.join(folder, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: folder,
      schemaHide: true,
      setHeaders: (reply, file) => reply.header('cache-control', cacheRule(path.relative(folder, file))),
    });
  }
  // before a body is read: nobody is known yet, and no route limits it
  app.addHook('onRequest', async ({ is404, method }) => {
    if (is404 && method !== 'GET' && method !== 'HEAD') fail('not-found');
  });
  app.setNotFoundHandler(async (request, reply) => {
    if (isBuilt && isPage(request)) return reply.sendFile('index.html');
    return fail('not-found');
  });
}

/** Built assets have a content hash in their name; everything else is revalidated. */
function cacheRule(file: string): string {
  return file.startsWith(`assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function isPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !/^\/v\d+\//.test(url) && (headers.accept ?? '').includes('text/html');
}
