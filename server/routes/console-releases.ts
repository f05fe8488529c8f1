// Releases of the agent, for administrators: added by their channel file, completed by their files, staged, removed.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NewRelease, Release, ReleaseFileName, ReleaseStage, Releases } from '../../contract/releases.ts';
import { valueOrFail } from '../http/errors.ts';
import { requireAdministrator, staffOf } from '../http/staff-session.ts';
import { listReleases } from '../releases/release-list.ts';
import {
  addRelease,
  type ReleaseParts,
  receiveFile,
  removeRelease,
  stageRelease,
} from '../releases/release-store.ts';
import type { Announce } from '../tickets/announce.ts';
import { BY_STAFF, FAILURES, NOTHING } from './answers.ts';

interface Parts extends ReleaseParts {
  announce: Announce;
}

const Path = z.object({ id: z.uuid() });
const RELEASE = { 200: Release, ...FAILURES };

export function consoleReleaseRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', requireAdministrator);
    await app.register(releaseActs(parts));
    await app.register(releaseUploads(parts));
  };
}

function releaseActs(parts: Parts): FastifyPluginAsyncZod {
  const tell = () => parts.announce.console('releases');
  return async (app) => {
    app.get(
      '/releases',
      {
        schema: {
          ...BY_STAFF,
          summary: 'List the releases of the agent, the latest version first',
          response: { 200: Releases, ...FAILURES },
        },
      },
      async () => listReleases(parts.db),
    );
    app.post(
      '/releases',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Add a release by its channel file; it is paused, and its files are sent next',
          body: NewRelease,
          response: RELEASE,
        },
      },
      async (request) => {
        const added = valueOrFail(await addRelease(parts, staffOf(request).id, request.body));
        tell();
        return added;
      },
    );
    app.put(
      '/releases/:id/stage',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Say who is offered a release: channel, share, organisations, paused or not',
          params: Path,
          body: ReleaseStage,
          response: RELEASE,
        },
      },
      async (request) => {
        const { params, body } = request;
        const staged = valueOrFail(await stageRelease(parts, staffOf(request).id, params.id, body));
        tell();
        return staged;
      },
    );
    app.delete(
      '/releases/:id',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Remove a paused release with its files',
          params: Path,
          response: NOTHING,
        },
      },
      async (request, reply) => {
        valueOrFail(await removeRelease(parts, staffOf(request).id, request.params.id));
        tell();
        return reply.code(204).send();
      },
    );
  };
}

function releaseUploads(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    // the body is left unread: it goes to disk as it comes
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', async () => undefined);
    app.put(
      '/releases/:id/files/:name',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Send a file of a release, its bytes being the body; it is kept when size and SHA-512 fit',
          params: Path.extend({ name: ReleaseFileName }),
          response: NOTHING,
        },
      },
      async (request, reply) => {
        const { id: releaseId, name } = request.params;
        const sent = { releaseId, name, body: request.raw };
        const received = await receiveFile(parts, staffOf(request).id, sent);
        // the rest of a refused body is read and dropped: unread it would hold up the connection
        if (!received.ok) request.raw.resume();
        valueOrFail(received);
        parts.announce.console('releases');
        return reply.code(204).send();
      },
    );
  };
}
