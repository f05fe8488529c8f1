// Keeps no files of mails, or only says which they are.
import type { KindParts } from '../../../server/connectors/connector-kind.ts';

export const keepNoFiles: KindParts['keepFiles'] = async () => ({ files: [], leftOut: [] });

/** Names the files without reading them. */
export const nameFiles: KindParts['keepFiles'] = async (found) => ({
  files: found.map(({ name, mediaType, encodedSize }, index) => ({
    ...{ sha256: String(index).padStart(64, '0'), name: name || `file-${index + 1}` },
    ...{ mediaType, size: encodedSize },
  })),
  leftOut: [],
});
