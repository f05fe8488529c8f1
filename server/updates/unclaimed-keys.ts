// Comments of a backend that carry a key which nobody here has sent. After a restore their command comes again: recorded before it,
// they would be there twice, and as a technician's.
import { type Clock, DAY } from '../clock.ts';

/** How long their command is waited for, in milliseconds. Then they are another server's. */
const WAITED_FOR = DAY;
/** Keys that are remembered; the oldest are forgotten first, and waited for once more. */
const MOST = 10_000;

export interface UnclaimedKeys {
  /** Whether the command with this key may still come: its comment is left out of this reading, and recorded with its ticket's next news. */
  isAwaited(key: string): boolean;
}

/** Since when each is waited for is in memory: after a restart the time begins anew. */
export function createUnclaimedKeys(clock: Clock): UnclaimedKeys {
  const since = new Map<string, number>();
  return {
    isAwaited(key) {
      const now = clock.now().getTime();
      const first = since.get(key);
      if (first === undefined) since.set(key, now);
      const [oldest] = since.keys();
      if (since.size > MOST && oldest !== undefined) since.delete(oldest);
      // a clock that was set back must not lengthen the wait
      return first === undefined || Math.abs(now - first) < WAITED_FOR;
    },
  };
}
