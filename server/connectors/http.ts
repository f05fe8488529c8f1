// What every backend spoken to over HTTP has in common: where it is, its clock, Retry-After, and why it did not answer.
import { z } from 'zod';
import type { Reason } from '../../contract/primitives.ts';
import { HOUR, MINUTE, SECOND } from '../clock.ts';

interface AtUrl {
  url: string;
}

/** The host, with a port that is not the scheme's own. */
export function hostOf({ url }: AtUrl): string {
  return new URL(url).host;
}

/** Scheme, host and port. */
export function originOf({ url }: AtUrl): string {
  return new URL(url).origin;
}

/** The clock of the other side as its answers tell it: it may differ from ours. */
export interface FarClock {
  now(): Date;
  /** How far it is ahead of ours, in milliseconds. */
  skew(): number;
  /** Takes the time from an answer's Date header, where it has one. */
  hear(response: Response): void;
}

/** Ours until it has told its own. */
export function createFarClock(ours: () => Date): FarClock {
  let skew = 0;
  return {
    now: () => new Date(ours().getTime() + skew),
    skew: () => skew,
    hear({ headers }) {
      const told = Date.parse(headers.get('date') ?? '');
      if (!Number.isNaN(told)) skew = told - ours().getTime();
    },
  };
}

/**
 * Retry-After in seconds or as a date of the other side's clock (RFC 9110 section 10.2.3), in milliseconds: from a second
 * to an hour, a minute where it is missing or not understood.
 */
export function pauseAskedFor({ headers }: Response, at: Date): number {
  const words = headers.get('retry-after')?.trim() ?? '';
  const pause = /^\d+(\.\d+)?$/.test(words) ? Number(words) * SECOND : Date.parse(words) - at.getTime();
  return Number.isNaN(pause) ? MINUTE : Math.min(Math.max(pause, SECOND), HOUR);
}

const Caused = z.object({ cause: z.object({ code: z.string() }) });

/**
 * Why fetch threw, by the kind of failure alone: its own words may hold the address with all that stands in it. Anything
 * that fetch does not throw is a bug, and is thrown on.
 */
export function whyNoAnswer(who: string, failure: unknown): Reason {
  if (!(failure instanceof DOMException || failure instanceof TypeError)) throw failure;
  if (failure.name === 'TimeoutError')
    return { en: `${who} did not answer in time.`, fr: `${who} n’a pas répondu à temps.` };
  const { data } = Caused.safeParse(failure);
  const code = data?.cause.code;
  return code === undefined
    ? { en: `${who} cannot be reached.`, fr: `${who} est injoignable.` }
    : { en: `${who} cannot be reached: ${code}.`, fr: `${who} est injoignable\u00a0: ${code}.` };
}

/** What is no JSON, such as an empty answer, is undefined. */
export function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
