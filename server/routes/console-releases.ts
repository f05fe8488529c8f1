// Releases of the agent, for administrators: added by their channel file, completed by their files, staged, removed.
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
  const tell = () => parts.announce.console('releases');
  return {
    listReleases: async () => listReleases(parts.db),
    addRelease: async ({ staff, body }) => {
      const added = valueOrFail(await addRelease(parts, staff.id, body));
      tell();
      return added;
    },
    stageRelease: async ({ staff, params, body }) => {
      const staged = valueOrFail(await stageRelease(parts, staff.id, params.id, body));
      tell();
      return staged;
    },
    removeRelease: async ({ staff, params }) => {
      valueOrFail(await removeRelease(parts, staff.id, params.id));
      tell();
    },
    sendReleaseFile: async ({ staff, params: { id: releaseId, name }, request }) => {
      const received = await receiveFile(parts, staff.id, { releaseId, name, body: request.raw });
      // the rest of a refused body is read and dropped: unread it would hold up the connection
      if (!received.ok) request.raw.resume();
      valueOrFail(received);
      tell();
    },
  } satisfies Partial<Handlers>;
}
