// The release channel of this computer, from the policy UpdateChannel.
import { DEFAULT_CHANNEL } from '../../contract/releases.ts';
import type { UpdateChannel } from '../settings/policy.ts';

/** The channel files that electron-builder writes; `off` has none. */
const CHANNELS = { stable: DEFAULT_CHANNEL, early: 'beta', off: null } as const;

/** The stable channel when IT sets none; null when IT updates this computer itself. */
export function updateChannel(imposed: UpdateChannel | null): string | null {
  return CHANNELS[imposed ?? 'stable'];
}
