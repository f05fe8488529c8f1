// The routes of releases: administrators add a channel file, upload the files it names, stage and remove the release.
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { listReleases } from '../releases/release-list.ts';
import {
  addRelease,
  type ReleaseParts,
  receiveFile,
  removeRelease,
  stageRelease,
} from '../releases/release-store.ts';
import type { Announce } from '../tickets/announce.ts';

interface Parts extends ReleaseParts {
  announce: Announce;
}

export function consoleReleaseHandlers(parts: Parts) {
  const notify = () => parts.announce.console('releases', null);
  return {
    listReleases: async () => listReleases(parts.db),
    addRelease: async ({ staff, body }) => {
      const added = valueOrFail(await addRelease(parts, staff.id, body));
      notify();
      return added;
    },
    stageRelease: async ({ staff, params, body }) => {
      const staged = valueOrFail(await stageRelease(parts, staff.id, params.id, body));
      notify();
      return staged;
    },
    removeRelease: async ({ staff, params }) => {
      valueOrFail(await removeRelease(parts, staff.id, params.id));
      notify();
    },
    sendReleaseFile: async ({ staff, params: { id: releaseId, name }, request, authorise }) => {
      const sent = { releaseId, name, body: request.raw, authorise };
      const received = await receiveFile(parts, staff.id, sent);
      // drain a refused body: unread bytes would block the connection
      if (!received.ok) request.raw.resume();
      valueOrFail(received);
      notify();
    },
  } satisfies Partial<Handlers>;
}
