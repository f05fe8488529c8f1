// What administrators would set up of a desk that reads a folder: the file of the contract that docs/add-a-connector.md asks for.
import { z } from 'zod';

export const FileSettings = z.object({
  kind: z.literal('file'),
  /** absolute path, on the server, of the folder where tickets are laid */
  folder: z.string().trim().startsWith('/').max(500),
});
export type FileSettings = z.infer<typeof FileSettings>;

/** Whoever may write to the folder needs no password. */
export const FILE_SECRETS = [] as const;
