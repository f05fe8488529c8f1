// Keeps no files of mails.
import type { KindParts } from '../../../server/connectors/connector-kind.ts';

export const keepNoFiles: KindParts['keepFiles'] = async () => ({ files: [], leftOut: [] });
