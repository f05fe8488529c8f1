// Shows the description of the API: /v1/openapi.json answers it, and /docs is a page to read it.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { describeApi } from './describe-api.ts';

/** From then on `app.swagger()` answers the description, made when it is first asked for. */
export async function showDescription(app: FastifyInstance): Promise<void> {
  // the table describes the routes, which therefore have no tags of their own
  await app.register(swagger, { openapi: {}, hideUntagged: true, transformObject: describeApi });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'Guichet API' },
    // without the bar of the library, and to read only: a call needs a session or a secret
    uiConfig: { layout: 'BaseLayout', supportedSubmitMethods: [] },
  });
}
