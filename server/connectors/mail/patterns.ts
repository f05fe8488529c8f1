// Matches administrators' patterns in linear time: anybody can send mails to be matched.
import { RE2JS } from 're2js';
import type { MailSettings } from '../../../contract/mail-settings.ts';
import type { Reason } from '../../../contract/primitives.ts';
import { err, ok, type Result } from '../../../contract/result.ts';
import { REASONS } from './sentences.ts';

/** Returns the match of a pattern, or null. */
export type Find = (text: string) => string | null;

/** Longest text that is searched, in characters: acknowledgements have their number near the start. */
const MOST = 100_000;

/** The match is the first group, or the whole match without groups. An invalid pattern matches nothing. */
export function createFind(pattern: string | null): Find {
  const compiled = pattern === null ? null : compile(pattern);
  if (!compiled?.ok) return () => null;
  return (text) => {
    const matcher = compiled.expression.matcher(text.slice(0, MOST));
    if (!matcher.find()) return null;
    return matcher.group(matcher.groupCount() > 0 ? 1 : 0)?.trim() || null;
  };
}

/** Returns why a pattern cannot be used, or null. */
export function patternProblem(pattern: string): Reason | null {
  const compiled = compile(pattern);
  if (!compiled.ok) return REASONS.patternNotRead(pattern, compiled.detail);
  return compiled.expression.groupCount() === 1 ? null : REASONS.patternNeedsGroup(pattern);
}

const PATTERN_FIELDS = ['numberPattern', 'statusPattern', 'wordsPattern'] as const;
type PatternField = (typeof PATTERN_FIELDS)[number];

/** Returns the first unusable pattern of these settings and the reason, or null. */
export function unusablePattern(
  settings: Pick<MailSettings, PatternField>,
): { field: PatternField; pattern: string; problem: Reason } | null {
  for (const field of PATTERN_FIELDS) {
    const pattern = settings[field];
    const problem = pattern === null ? null : patternProblem(pattern);
    if (pattern !== null && problem !== null) return { field, pattern, problem };
  }
  return null;
}

/** pattern-unusable, which names the pattern and its field, where one of the settings' patterns would find nothing. */
export function checkPatterns(settings: MailSettings): Result<void> {
  const unusable = unusablePattern(settings);
  if (unusable === null) return ok(undefined);
  const { field, pattern, problem } = unusable;
  const issues = [{ path: `settings.${field}`, message: problem.en }];
  return err('pattern-unusable', { name: pattern, issues });
}

function compile(pattern: string): { ok: true; expression: RE2JS } | { ok: false; detail: string } {
  try {
    return { ok: true, expression: RE2JS.compile(pattern) };
  } catch (failure) {
    return { ok: false, detail: failure instanceof Error ? failure.message : 'unknown' };
  }
}
