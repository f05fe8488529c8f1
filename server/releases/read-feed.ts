// Reads the channel file that electron-builder writes beside an installer, such as latest.yml.
import { parse } from 'yaml';
import { z } from 'zod';
import { ReleaseFileName, ReleaseVersion } from '../../contract/releases.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { Instant } from '../../contract/words.ts';

/** 64 bytes in base64, as electron-updater compares them. */
const Sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/);
const LARGEST_INSTALLER = 1024 * 1024 * 1024;

const Installer = z.object({
  url: ReleaseFileName.endsWith('.exe'),
  sha512: Sha512,
  size: z.int().min(1).max(LARGEST_INSTALLER),
  isAdminRightsRequired: z.boolean().default(false),
});
export type Installer = z.infer<typeof Installer>;

const Feed = z.object({
  version: ReleaseVersion,
  files: z.array(Installer).min(1).max(10),
  releaseDate: Instant.nullable().catch(null),
});
export type Feed = z.infer<typeof Feed>;

/** Error `release-unreadable`, with the reason. */
export function readFeed(text: string): Result<Feed> {
  try {
    const found = Feed.safeParse(parse(text, { schema: 'core', maxAliasCount: 0 }));
    if (found.success) return ok(found.data);
    const [issue] = found.error.issues;
    return unreadable(issue ? `${issue.path.join('.')} ${issue.message}`.trim() : 'its form');
  } catch {
    return unreadable('no YAML');
  }
}

function unreadable(reason: string): ReturnType<typeof err> {
  return err('release-unreadable', { reason });
}
