// Groups announcements into those in force, to come and over, and sorts each group.
import { isInForce, Severity } from '../../contract/announcement.ts';
import type { PublishedAnnouncement } from '../../contract/console.ts';

export const PHASES = ['inForce', 'toCome', 'over'] as const;
export type Phase = (typeof PHASES)[number];

/** The phase at `now`, in milliseconds since the epoch. */
export function phaseOf(announcement: PublishedAnnouncement, now: number): Phase {
  if (announcement.withdrawnAt !== null) return 'over';
  if (isInForce(announcement, now)) return 'inForce';
  return Date.parse(announcement.from) > now ? 'toCome' : 'over';
}

/** Sorted by severity (worst first) in force, by beginning (next first) to come, and by end (latest first) over. */
export function byPhase(
  announcements: readonly PublishedAnnouncement[],
  now: number,
): Record<Phase, PublishedAnnouncement[]> {
  const of = (phase: Phase) => announcements.filter((one) => phaseOf(one, now) === phase);
  return {
    inForce: of('inForce').sort((a, b) => rankOf(b) - rankOf(a) || b.from.localeCompare(a.from)),
    toCome: of('toCome').sort((a, b) => a.from.localeCompare(b.from)),
    over: of('over').sort((a, b) => endOf(b).localeCompare(endOf(a))),
  };
}

function rankOf({ severity }: PublishedAnnouncement): number {
  return Severity.options.indexOf(severity);
}

function endOf({ from, to, withdrawnAt }: PublishedAnnouncement): string {
  return withdrawnAt ?? to ?? from;
}
