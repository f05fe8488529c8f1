// What somebody wrote in a reply, without what they quoted under or above it.

/** A line after which all is the mail that was answered: Outlook, Octopus and the desks that mark the place. */
const DIVIDERS = [
  /^-{2,}\s*(original message|message d[’']origine|forwarded message|message transféré)\s*-{2,}$/i,
  /^_{20,}$/,
  /^#{1,3}-.*-#{1,3}$/,
  // a signature (RFC 3676, 4.3), whose space at the end is lost on the way now and then
  /^--$/,
];
/** The lines Outlook begins a quoted mail with, without any mark. */
const FROM = /^\*?(from|de)\s?:/i;
const SENT = /^\*?(sent|date|envoyé|envoyé le)\s?:/i;
/** How far below "From:" the date stands. */
const HEADER_LINES = 4;
/** "On … wrote:" is broken into as many lines at most. */
const ATTRIBUTION_LINES = 3;

/** Plain text in, plain text out. All of it is given back where nothing would be left. */
export function stripQuoted(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const end = lines.findIndex((_, index) => endsHere(lines, index));
  const own = withoutQuotes(end < 0 ? lines : lines.slice(0, end))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return own === '' ? text.trim() : own;
}

function endsHere(lines: string[], index: number): boolean {
  const line = lines[index]?.trim() ?? '';
  if (DIVIDERS.some((divider) => divider.test(line))) return true;
  return (
    FROM.test(line) && lines.slice(index + 1, index + 1 + HEADER_LINES).some((next) => SENT.test(next.trim()))
  );
}

function withoutQuotes(lines: string[]): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    if (!line.trimStart().startsWith('>')) kept.push(line);
    else dropAttribution(kept);
  }
  return kept;
}

/** Takes away "On …, A technician wrote:" above a quote that begins; it may be several lines. */
function dropAttribution(kept: string[]): void {
  let last = kept.length - 1;
  while (last >= 0 && kept[last]?.trim() === '') last -= 1;
  if (!/(wrote|écrit)\s?:$/i.test(kept[last]?.trim() ?? '')) return;
  let first = last;
  while (!/^(on|le)\s/i.test(kept[first]?.trim() ?? '')) {
    first -= 1;
    if (first < 0 || last - first >= ATTRIBUTION_LINES || kept[first]?.trim() === '')
      return void kept.splice(last);
  }
  kept.splice(first);
}
