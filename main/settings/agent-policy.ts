// The policy in force: the server's combined with the local one.
import type { AgentPolicy } from '../../contract/ipc.ts';
import type { ServerPolicy } from '../../contract/sync.ts';
import type { LocalPolicy } from './policy.ts';

/** Used before the server's first answer. */
const FIRST_POLICY: ServerPolicy = { attachmentMegabytes: 25, fileTypes: null };

/** The stricter of both; `server` is null before the server's first answer. */
export function agentPolicy(server: ServerPolicy | null, local: LocalPolicy): AgentPolicy {
  const { attachmentMegabytes, fileTypes } = server ?? FIRST_POLICY;
  return {
    screenshots: local.screenshots,
    facts: local.facts,
    fileTypes: inBoth(fileTypes, local.fileTypes),
    attachmentMegabytes,
  };
}

/** Null admits any. */
function inBoth(a: string[] | null, b: string[] | null): string[] | null {
  if (a === null) return b;
  return b === null ? a : a.filter((type) => b.includes(type));
}
