// The names of files. Agent, server and console clean every name by this rule, wherever it comes from.
import { LIMITS } from './constants.ts';

/** A longer suffix is part of the name, not an extension. */
const LONGEST_ENDING = 20;

/** Reserved by Windows for devices, with any extension (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Characters that no file name may contain, and those that reverse the text direction to disguise an extension. */
const UNUSABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Returns the last part of a Windows or POSIX path, as a name that any folder can hold: at most 255 characters with its
 * extension, `_` in place of an unusable character. Cleaning a clean name changes nothing.
 */
export function cleanFileName(pathOrName: string): string {
  const base = pathOrName.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  const clean = withoutEdges(base.replace(UNUSABLE, '_'));
  const isDevice = DEVICES.test(clean.split('.')[0]?.trim() ?? '');
  return withoutEdges(cut(isDevice ? `_${clean}` : clean || 'file', ''));
}

/** Without the spaces and dots that Windows drops at the end, and that hide a file at the start. */
function withoutEdges(name: string): string {
  return name.replace(/^[\s.]+|[\s.]+$/g, '');
}

/** Returns the name, or the same with the first free number where it is taken, as in "report (2).pdf". */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = cut(name, ` (${count})`);
  return free;
}

/** Returns the extension in lower case without the dot; empty where there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot + 1) : '';
  return ending.length <= LONGEST_ENDING ? ending.toLowerCase() : '';
}

/** Returns the name with `mark` before its extension. The stem is cut to fit, never within a character. */
function cut(name: string, mark: string): string {
  const endingLength = endingOf(name).length;
  const ending = endingLength > 0 ? name.slice(-endingLength - 1) : '';
  const room = LIMITS.attachmentName - mark.length - ending.length;
  let stem = '';
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - ending.length))) {
    if (stem.length + segment.length > room) break;
    stem += segment;
  }
  return `${stem || 'file'}${mark}${ending}`;
}
