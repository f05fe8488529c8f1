// Names the browser and the system of a session. Only names of closed lists leave this file: anybody can write anything there.
import type { StaffSession } from '../../contract/account.ts';

/** In characters. Real ones have less than 300. */
const LONGEST = 1000;

/** Browsers name others that they resemble, so the order matters. */
const BROWSER_MARKS = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const;

const SYSTEM_MARKS = [
  ['Windows', /\bWindows NT\b/],
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad)\b/],
  ['macOS', /\bMacintosh\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** `userAgent` is the header of that name. */
export function browserOf(userAgent: string | undefined): Pick<StaffSession, 'browser' | 'system'> {
  const text = (userAgent ?? '').slice(0, LONGEST);
  return {
    browser: BROWSER_MARKS.find(([, mark]) => mark.test(text))?.[0] ?? null,
    system: SYSTEM_MARKS.find(([, mark]) => mark.test(text))?.[0] ?? null,
  };
}
