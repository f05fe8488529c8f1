// A timer for announcements: reports each start and end, and each outage that begins.
import { type Announcement, isInForce } from '../../contract/announcement.ts';
import { HOUR } from '../../contract/clock.ts';
import type { Clock } from '../support/clock.ts';
import type { AnnouncementStore } from './announcement-store.ts';

/** A timer holds at most 24 days, and the computer may sleep through it. */
const LONGEST_WAIT_MS = HOUR;

export interface AnnouncementWatch {
  /** Starts the timer. Announcements already in force are not reported. */
  start(): void;
  /** Called when the server has sent other announcements. */
  renew(): void;
  stop(): void;
}

/** Calls `onChange` when the announcements in force may have changed, and `onOutage` for each outage that begins. */
export function createAnnouncementWatch(parts: {
  announcements: Pick<AnnouncementStore, 'all'>;
  clock: Clock;
  onChange(): void;
  onOutage(outage: Announcement): void;
}): AnnouncementWatch {
  const { announcements, clock, onChange, onOutage } = parts;
  let known = new Set<string>();
  let cancel = () => {};

  function look(): Announcement[] {
    const now = clock.now().getTime();
    const all = announcements.all();
    const boundaries = all.flatMap(({ from, to }) => [from, ...(to === null ? [] : [to])]).map(Date.parse);
    const next = Math.min(...boundaries.filter((instant) => instant > now));
    cancel();
    if (Number.isFinite(next)) cancel = clock.after(Math.min(next - now, LONGEST_WAIT_MS), notifyChanges);
    return all.filter((announcement) => isInForce(announcement, now));
  }

  function notifyChanges(): void {
    const inForce = look();
    const begun = inForce.filter(({ id }) => !known.has(id));
    const hasEnded = inForce.length - begun.length < known.size;
    known = new Set(inForce.map(({ id }) => id));
    if (begun.length > 0 || hasEnded) onChange();
    for (const announcement of begun) if (announcement.severity === 'outage') onOutage(announcement);
  }

  return {
    start() {
      known = new Set(look().map(({ id }) => id));
    },
    renew() {
      onChange();
      notifyChanges();
    },
    stop: () => cancel(),
  };
}
