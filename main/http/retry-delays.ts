// How long the agent waits for a server that does not answer before it tries again.
import { MINUTE, SECOND } from '../../contract/clock.ts';
import type { Delays } from '../../contract/next-delay.ts';

export const RETRY_DELAYS: Delays = { first: 2 * SECOND, longest: MINUTE };
