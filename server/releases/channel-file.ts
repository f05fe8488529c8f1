// Parses the channel file that electron-builder writes beside an installer, such as latest.yml.
import { parse } from 'yaml';
import { z } from 'zod';
import { checked } from '../../contract/checked.ts';
import { Instant, type Reason } from '../../contract/primitives.ts';
import { ReleaseFileName, ReleaseVersion } from '../../contract/releases.ts';
import { err, ok, type Result } from '../../contract/result.ts';

/** 64 bytes in base64, as electron-updater compares them. */
const Sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/);
const LARGEST_INSTALLER = 1024 * 1024 * 1024;

const Installer = z.object({
  url: ReleaseFileName.endsWith('.exe'),
  sha512: Sha512,
  size: z.int().min(1).max(LARGEST_INSTALLER),
  isAdminRightsRequired: z.boolean().default(false),
});

const ChannelFile = z.object({
  version: ReleaseVersion,
  files: z.array(Installer).min(1).max(10),
  releaseDate: Instant.nullable().catch(null),
});
export type ChannelFile = z.infer<typeof ChannelFile>;

/** Errors: release-unreadable, with the reason. */
export function parseChannelFile(text: string): Result<ChannelFile> {
  try {
    const found = checked(ChannelFile, parse(text, { schema: 'core', maxAliasCount: 0, logLevel: 'error' }));
    if (found.success) return ok(found.data);
    return unreadable(found.error.issues[0]);
  } catch {
    return err('release-unreadable', { reason: { en: 'it is not YAML', fr: 'ce n’est pas du YAML' } });
  }
}

/** zod's messages are in English only. */
function unreadable(issue: z.core.$ZodIssue | undefined): ReturnType<typeof err> {
  const path = issue?.path.join('.') ?? '';
  const reason: Reason = {
    en: `${path} ${issue?.message ?? 'it has an unexpected structure'}`.trim(),
    fr: path === '' ? 'sa forme n’est pas celle attendue' : `${path} n’a pas la forme attendue`,
  };
  return err('release-unreadable', { reason });
}
