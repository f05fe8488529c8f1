// The routes of electron-updater's generic provider: the channel file, and the files that it names.
import { z } from 'zod';
import { ReleaseChannel } from '../../contract/releases.ts';
import { sendContent } from '../http/content-answer.ts';
import { fail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { channelFile, releaseFile } from '../releases/feed.ts';
import type { ContentStore } from '../storage/content-store.ts';
import type { Database } from '../storage/schema.ts';

interface UpdateParts {
  db: Database;
  contents: ContentStore;
}

/** Parses a file name into a channel: `latest.yml` is the channel file of `latest`. */
const ChannelFile = z
  .string()
  .endsWith('.yml')
  .transform((file) => file.slice(0, -'.yml'.length))
  .pipe(ReleaseChannel);

export function agentUpdateHandlers(parts: UpdateParts) {
  return {
    readUpdateChannel: async ({ agent, params, reply }) => {
      const channel = ChannelFile.safeParse(params.file);
      const file = channel.success && (await channelFile(parts.db, agent.id, channel.data));
      if (!file) return fail('no-update');
      return reply.type('text/yaml; charset=utf-8').header('cache-control', 'no-store').send(file);
    },
    readUpdateFile: async ({ agent, params, request, reply }) => {
      const file = await releaseFile(parts, agent.id, params);
      if (!file) return fail('no-update');
      return sendContent(request, reply.type('application/octet-stream'), file);
    },
  } satisfies Partial<Handlers>;
}
