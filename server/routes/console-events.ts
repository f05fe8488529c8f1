// Tells the console which list is worth reading again.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { EventStreams } from '../http/event-streams.ts';
import { BY_STAFF, FAILURES, sendEvents, streamOf } from './answers.ts';

export function consoleEventRoutes({ streams }: { streams: EventStreams }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/events',
      {
        // its stream would be opened, and never read nor ended
        exposeHeadRoute: false,
        schema: {
          ...BY_STAFF,
          summary:
            'Listen for `changed` events: each one names "devices", "tickets", "announcements" or "backends"',
          response: { 200: streamOf('text/event-stream'), ...FAILURES },
        },
      },
      async (_request, reply) => sendEvents(reply, streams.openConsole()),
    );
  };
}
