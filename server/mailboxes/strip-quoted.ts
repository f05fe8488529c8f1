// Removes quoted text and signatures from a reply.

/** Lines that separate the reply from the quoted mail: Outlook, Octopus, and help desks with a reply marker. */
const DIVIDERS = [
  /^-{2,}\s*(original message|message d[’']origine|forwarded message|message transféré)\s*-{2,}$/i,
  /^_{20,}$/,
  /^#{1,3}-.*-#{1,3}$/,
  // a signature (RFC 3676, 4.3), whose trailing space is sometimes lost in transit
  /^--$/,
];
/** The first lines of a mail quoted by Outlook, which have no other mark. */
const FROM = /^\*?(from|de)\s?:/i;
const SENT = /^\*?(sent|date|envoyé|envoyé le)\s?:/i;
/** Most lines between "From:" and the date. */
const HEADER_LINES = 4;
/** Most lines of "On … wrote:". */
const ATTRIBUTION_LINES = 3;

/** Returns plain text; the whole text where nothing would be left. */
export function stripQuoted(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const end = lines.findIndex((_, index) => endsHere(lines, index));
  const reply = withoutQuotes(end < 0 ? lines : lines.slice(0, end))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return reply === '' ? text.trim() : reply;
}

function endsHere(lines: string[], index: number): boolean {
  const line = lines[index]?.trim() ?? '';
  if (DIVIDERS.some((divider) => divider.test(line))) return true;
  return (
    FROM.test(line) && lines.slice(index + 1, index + 1 + HEADER_LINES).some((next) => SENT.test(next.trim()))
  );
}

function withoutQuotes(lines: string[]): string[] {
  const reply: string[] = [];
  let isQuoting = false;
  for (const line of lines) {
    const isQuote = line.trimStart().startsWith('>');
    // only the first line of a quote has an attribution above it; blank lines do not end a quote
    if (isQuote && !isQuoting) dropAttribution(reply);
    if (!isQuote) reply.push(line);
    isQuoting = isQuote || (isQuoting && line.trim() === '');
  }
  return reply;
}

/** Removes "On …, A technician wrote:" above the start of a quote; it may have several lines. */
function dropAttribution(lines: string[]): void {
  let last = lines.length - 1;
  while (last >= 0 && lines[last]?.trim() === '') last -= 1;
  if (!/(wrote|écrit)\s?:$/i.test(lines[last]?.trim() ?? '')) return;
  let first = last;
  while (!/^(on|le)\s/i.test(lines[first]?.trim() ?? '')) {
    first -= 1;
    if (first < 0 || last - first >= ATTRIBUTION_LINES || lines[first]?.trim() === '')
      return void lines.splice(last);
  }
  lines.splice(first);
}
