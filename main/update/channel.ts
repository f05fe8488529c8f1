// The channel whose releases this computer takes, as IT says by the policy UpdateChannel.
import { DEFAULT_CHANNEL } from '../../contract/releases.ts';
import type { UpdateChannel } from '../settings/policy.ts';

/** The channel files that electron-builder writes; `off` has none. */
const CHANNELS = { stable: DEFAULT_CHANNEL, early: 'beta', off: null } as const;

/** That of everybody where IT says nothing; null where IT updates this computer by its own means. */
export function updateChannel(imposed: UpdateChannel | null): string | null {
  return CHANNELS[imposed ?? 'stable'];
}
