// Serves the built console, and its index page for every address that the console itself routes.
import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from './errors.ts';

/** Without a built console in `folder` its addresses are simply not found. */
export async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(path.join(folder, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: folder,
      schemaHide: true,
      setHeaders: (reply, file) => reply.header('cache-control', cacheRule(path.relative(folder, file))),
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    if (isBuilt && isPage(request)) return reply.sendFile('index.html');
    return fail('not-found');
  });
}

/** Built assets carry a hash of their content in their name; everything else is asked for again. */
function cacheRule(file: string): string {
  return file.startsWith(`assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function isPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !/^\/v\d+\//.test(url) && (headers.accept ?? '').includes('text/html');
}
