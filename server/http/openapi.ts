// The description of the API, made from the same schemas that parse it: /v1/openapi.json, and /docs to read it.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** Registered before the routes, which it collects. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Guichet',
        version: '1',
        description:
          'What agents and the console ask of a Guichet server. Every failure answers an ApiError.',
      },
      tags: [
        { name: 'agent', description: 'Asked by the agent on a device, for one Windows user' },
        { name: 'console', description: 'Asked by the web console, for signed-in staff' },
        { name: 'server', description: 'About the server itself' },
      ],
      components: {
        securitySchemes: {
          agent: { type: 'http', scheme: 'bearer', description: 'agentId.secret, after enrolment' },
          staff: { type: 'apiKey', in: 'cookie', name: 'guichet_session' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'Guichet API' },
    // without the bar of the library, and to read only: a call needs a session or a secret
    uiConfig: { layout: 'BaseLayout', supportedSubmitMethods: [] },
  });
  app.get(
    '/v1/openapi.json',
    {
      schema: {
        tags: ['server'],
        summary: 'This description, as OpenAPI 3.1',
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async () => app.swagger(),
  );
}
