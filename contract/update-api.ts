// The operations that the agent's updater calls. It is electron-updater's generic provider, which builds the URLs itself.
import { z } from 'zod';
import type { HttpOperation } from './operation.ts';
import { ReleaseFileName, ReleaseVersion } from './releases.ts';
import { UPDATES_PATH } from './update.ts';

/** The operations, by name. */
export const UPDATE_API = {
  readUpdateChannel: {
    method: 'GET',
    path: `${UPDATES_PATH}/:file`,
    params: z.object({ file: z.string().max(100) }),
    answer: { mediaType: 'text/yaml' },
    caller: 'agent',
    summary: 'Read the channel file, such as latest.yml, of the release that this agent is offered',
  },
  readUpdateFile: {
    method: 'GET',
    path: `${UPDATES_PATH}/:version/:name`,
    params: z.object({ version: ReleaseVersion, name: ReleaseFileName }),
    answer: { mediaType: 'application/octet-stream' },
    caller: 'agent',
    summary: 'Fetch a file that the channel file names, its block map, or one range of either',
  },
} as const satisfies Record<string, HttpOperation>;
