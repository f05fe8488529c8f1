// What electron-updater's generic provider asks: the channel file, and the files it names. Signed as every call of an agent.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ReleaseFileName, ReleaseVersion, UpdateChannel } from '../../contract/releases.ts';
import { agentOf, requireAgent } from '../http/agent-auth.ts';
import { fail } from '../http/errors.ts';
import { sendFile } from '../http/file-answer.ts';
import { channelFile, releaseFile } from '../releases/feed.ts';
import type { ReleaseFiles } from '../releases/release-files.ts';
import type { Database } from '../storage/schema.ts';
import { BY_AGENT, FAILURES, streamOf } from './answers.ts';

interface UpdateParts {
  db: Database;
  releaseFiles: ReleaseFiles;
}

/** `latest.yml` names the channel `latest`. */
const ChannelFile = z
  .string()
  .endsWith('.yml')
  .transform((file) => file.slice(0, -'.yml'.length))
  .pipe(UpdateChannel);

export function agentUpdateRoutes(parts: UpdateParts): FastifyPluginAsyncZod {
  const signed = requireAgent(parts.db);
  return async (app) => {
    app.get(
      '/updates/:file',
      {
        ...signed,
        schema: {
          ...BY_AGENT,
          summary: 'Read the channel file, such as latest.yml, of the release that this agent is offered',
          params: z.object({ file: z.string().max(100) }),
          response: { 200: z.string(), ...FAILURES },
        },
      },
      async (request, reply) => {
        const channel = ChannelFile.safeParse(request.params.file);
        const file = channel.success && (await channelFile(parts.db, agentOf(request).id, channel.data));
        if (!file) return fail('no-update');
        // past the serializer, which would make a JSON text of it
        return reply.type('text/yaml; charset=utf-8').header('cache-control', 'no-store').send(file);
      },
    );
    app.get(
      '/updates/:version/:name',
      {
        ...signed,
        schema: {
          ...BY_AGENT,
          summary: 'Fetch a file that the channel file names, its block map, or one range of either',
          params: z.object({ version: ReleaseVersion, name: ReleaseFileName }),
          response: { 200: streamOf('application/octet-stream'), ...FAILURES },
        },
      },
      async (request, reply) => {
        const file = await releaseFile(parts, agentOf(request).id, request.params);
        if (!file) return fail('no-update');
        return sendFile(request, reply, file);
      },
    );
  };
}
