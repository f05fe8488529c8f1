// Publishes the description of the API: as JSON at /v1/openapi.json, and as a page at /docs.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { describeApi } from './describe-api.ts';
import { fail } from './errors.ts';

/** Afterwards `app.swagger()` returns the description, which is built at the first call. */
export async function showDescription(app: FastifyInstance): Promise<void> {
  // routes have no tags: describeApi builds the description from the table alone
  await app.register(swagger, { openapi: {}, hideUntagged: true, transformObject: describeApi });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'Guichet API' },
    // without the library's top bar and without "Try it out": calls need a session or a secret
    // what only redirects is not there
    uiHooks: { onRequest: refuseRedirect },
    uiConfig: { layout: 'BaseLayout', supportedSubmitMethods: [] },
  });
}

async function refuseRedirect({ routeOptions }: FastifyRequest): Promise<void> {
  if (routeOptions.url === '/docs/static/index.html') fail('not-found');
}
