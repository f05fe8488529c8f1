// The channel whose releases this computer takes, as IT says by the policy UpdateChannel.
import { z } from 'zod';
import { DEFAULT_CHANNEL } from '../../contract/releases.ts';

/** The names of the policy, and the channel files that electron-builder writes for them; `off` has none. */
const CHANNELS = { stable: DEFAULT_CHANNEL, early: 'beta', off: null } as const;

const Imposed = z.object({ updateChannel: z.enum(['stable', 'early', 'off']).catch('stable') });

/** That of everybody where nothing usable is said; null where IT updates this computer by its own means. */
export function updateChannel(policy: object): string | null {
  return CHANNELS[Imposed.parse(policy).updateChannel];
}
