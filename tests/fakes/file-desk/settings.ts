// The settings of the file desk: the file of the contract that docs/add-a-connector.md describes.
import { z } from 'zod';

export const FileSettings = z.object({
  kind: z.literal('file'),
  /** absolute path of the folder on the server where tickets are written */
  folder: z.string().trim().startsWith('/').max(500),
});
export type FileSettings = z.infer<typeof FileSettings>;

/** A folder needs no password. */
export const FILE_SECRETS = [] as const;
