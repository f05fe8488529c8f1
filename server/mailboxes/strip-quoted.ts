// Removes quoted text and signatures from a reply.
import { linesAboveMark } from './answer-mark.ts';

/** Lines that separate the reply from the quoted mail: Outlook, and signatures. */
const DIVIDERS = [
  /^-{2,}\s*(original message|message d[’']origine|forwarded message|message transféré)\s*-{2,}$/i,
  // a signature (RFC 3676, 4.3), whose trailing space is sometimes lost in transit
  /^--$/,
];
/** "Write above this line", of other help desks. */
const MARKER = /^#{1,3}-.*-#{1,3}$/;
/** Above a mail quoted by Outlook; templates and people draw such a line too. */
const RULE = /^_{20,}$/;
/** The first lines of a mail quoted by Outlook, which have no other mark. */
const FROM = /^\*?(from|de)\s?:/i;
const SENT = /^\*?(sent|date|envoyé|envoyé le)\s?:/i;
/** Most lines between "From:" and the date. */
const HEADER_LINES = 4;
/** Most lines of "On … wrote:". */
const ATTRIBUTION_LINES = 3;

/** Returns plain text; the whole text where nothing would be left, but nothing of what stands below our mark. */
export function stripQuoted(text: string): string {
  return ownWords(text) || linesAboveMark(linesOf(text)).join('\n').trim();
}

/** The same for a mail that a help desk made: its marker stands above the words of the technician, and is left out. */
export function wordsOfDesk(text: string): string {
  return stripQuoted(
    linesOf(text)
      .filter((line) => !MARKER.test(line.trim()))
      .join('\n'),
  );
}

/** Returns plain text, which is empty where all of it is quoted. */
export function ownWords(text: string): string {
  const all = linesOf(text);
  const above = linesAboveMark(all);
  // the words of a mail program above the quote go with it
  const lines = above.length === all.length ? all : [...above, '>'];
  const end = lines.findIndex((_, index) => endsHere(lines, index));
  return withoutQuotes(end < 0 ? lines : lines.slice(0, end))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function linesOf(text: string): string[] {
  return text.replace(/\r\n?/g, '\n').split('\n');
}

function endsHere(lines: string[], index: number): boolean {
  const line = lines[index]?.trim() ?? '';
  if (MARKER.test(line) || DIVIDERS.some((divider) => divider.test(line))) return true;
  if (RULE.test(line)) return lines.slice(index + 1, index + 3).some((next) => FROM.test(next.trim()));
  return isHead(lines, index);
}

function isHead(lines: string[], index: number): boolean {
  const [line = '', ...next] = lines.slice(index, index + 1 + HEADER_LINES).map((one) => one.trim());
  return FROM.test(line) && next.some((one) => SENT.test(one));
}

function withoutQuotes(lines: string[]): string[] {
  const reply: string[] = [];
  const lastOwn = lines.findLastIndex((line) => line.trim() !== '' && !isMarked(line));
  let isQuoting = false;
  let quotes = false;
  for (const [index, line] of lines.entries()) {
    // only the first line of a quote has an attribution above it; blank lines do not end a quote
    if (isMarked(line) && !isQuoting) {
      // people write the ways through menus with such marks: those are neither below an attribution, nor first, nor last
      const isFirst = reply.every((before) => before.trim() === '');
      quotes = dropAttribution(reply) || quotes || isFirst || index > lastOwn;
    }
    if (!isMarked(line) || !quotes) reply.push(line);
    isQuoting = isMarked(line) || (isQuoting && line.trim() === '');
  }
  return reply;
}

function isMarked(line: string): boolean {
  return line.trimStart().startsWith('>');
}

/** Removes "On …, A technician wrote:" above the start of a quote; it may have several lines. Returns whether it was there. */
function dropAttribution(lines: string[]): boolean {
  let last = lines.length - 1;
  while (last >= 0 && lines[last]?.trim() === '') last -= 1;
  if (!/(wrote|écrit)\s?:$/i.test(lines[last]?.trim() ?? '')) return false;
  let first = last;
  while (!/^(on|le)\s/i.test(lines[first]?.trim() ?? '')) {
    first -= 1;
    if (first < 0 || last - first >= ATTRIBUTION_LINES || lines[first]?.trim() === '') {
      lines.splice(last);
      return true;
    }
  }
  lines.splice(first);
  return true;
}
