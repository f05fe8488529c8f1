// Parses the header Authentication-Results (RFC 8601). Senders choose part of its text, so what is not well-formed is refused.

/** What one method found, such as `dkim=pass header.d=example.org`. */
export interface MethodResult {
  /** in lower case, without version */
  method: string;
  /** in lower case */
  result: string;
  /** each `ptype.property`, in lower case, with its value; a property may be there several times */
  properties: readonly Pair[];
}

export interface AuthenticationResults {
  /** the authserv-id: the name of the server that wrote the header, in lower case */
  server: string;
  /** null if they are not well-formed: then they prove nothing */
  results: readonly MethodResult[] | null;
}

interface Pair {
  name: string;
  value: string;
}

/** gap: white space and comments, as one space. quoted: a quoted string, without its quotes. */
interface Token {
  type: 'gap' | 'word' | 'quoted' | '=' | ';';
  text: string;
}

const SPACE = /[ \t\r\n]+/y;
const WORD = /[^ \t\r\n;=()"\\]+/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"/y;
const METHOD = /^([a-z0-9][a-z0-9_-]*)(?:\/\d+)?$/;
const RESULT = /^[a-z0-9][a-z0-9_-]*$/;
/** Microsoft's `action=none` has no ptype. */
const PROPERTY = /^[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)?$/;

/** Returns null where not even the server can be read. */
export function parseAuthenticationResults(header: string): AuthenticationResults | null {
  const tokens = tokensOf(header);
  const [first = [], ...parts] = partsOf(tokens ?? tokensOf(header.split(';', 1)[0] ?? '') ?? []);
  const server = serverOf(first);
  return server === null ? null : { server, results: tokens && resultsOf(parts) };
}

/** Returns null for an open comment or quoted string, and for a stray `)` or `\`. */
function tokensOf(header: string): Token[] | null {
  const tokens: Token[] = [];
  for (let at = 0; at < header.length; ) {
    const found = tokenAt(header, at);
    if (found === null) return null;
    const { end, ...token } = found;
    if (token.type !== 'gap' || tokens.at(-1)?.type !== 'gap') tokens.push(token);
    at = end;
  }
  return tokens;
}

function tokenAt(header: string, at: number): (Token & { end: number }) | null {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(header);
  };
  const character = header[at];
  if (character === '=' || character === ';') return { type: character, text: character, end: at + 1 };
  if (character === '(') {
    const end = endOfComment(header, at);
    return end === null ? null : { type: 'gap', text: ' ', end };
  }
  const quoted = match(QUOTED);
  if (quoted)
    return {
      type: 'quoted',
      text: (quoted[1] ?? '').replace(/\\([\s\S])/g, '$1'),
      end: at + quoted[0].length,
    };
  const word = match(WORD)?.[0];
  if (word !== undefined) return { type: 'word', text: word, end: at + word.length };
  const space = match(SPACE)?.[0];
  return space === undefined ? null : { type: 'gap', text: ' ', end: at + space.length };
}

/**
 * Returns where the comment ends that begins at `start`. Comments nest. One with a quote is refused: a server that copies
 * the sender `"x) ; dmarc=pass ("@example.org` into a comment would let the sender end it.
 */
function endOfComment(header: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < header.length; at += 1) {
    const character = header[at];
    if (character === '"') return null;
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return null;
}

/** Splits at semicolons outside of comments and quoted strings. */
function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === ';') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Reads the authserv-id, behind which a version may stand. */
function serverOf(part: readonly Token[]): string | null {
  const [id, version, ...more] = part.filter(({ type }) => type !== 'gap');
  if ((id?.type !== 'word' && id?.type !== 'quoted') || more.length > 0) return null;
  if (version && (version.type !== 'word' || !/^\d+$/.test(version.text))) return null;
  return id.text.toLowerCase();
}

function resultsOf(parts: readonly Token[][]): MethodResult[] | null {
  const results: MethodResult[] = [];
  for (const part of parts) {
    if (isEmpty(part)) continue;
    const found = methodResultOf(pairsOf(part));
    if (found === null) return null;
    results.push(found);
  }
  return results;
}

/** Nothing behind a last semicolon, or `none`: the server checked nothing. */
function isEmpty(part: readonly Token[]): boolean {
  const text = part.map((token) => (token.type === 'quoted' ? '"' : token.text)).join('');
  return ['', 'none'].includes(text.trim().toLowerCase());
}

/** Only the first pair is method and result: no later one can become them. */
function methodResultOf(pairs: readonly Pair[] | null): MethodResult | null {
  const [first, ...properties] = pairs ?? [];
  const method = METHOD.exec(first?.name ?? '')?.[1];
  const result = first?.value.toLowerCase() ?? '';
  if (method === undefined || !RESULT.test(result)) return null;
  return properties.every(({ name }) => PROPERTY.test(name)) ? { method, result, properties } : null;
}

/** Returns each `name=value` of a part; null if something else is there. Gaps may stand around `=`, `.` and `/`. */
function pairsOf(part: readonly Token[]): Pair[] | null {
  const pairs: Pair[] = [];
  for (let at = 0; at < part.length; ) {
    let name = '';
    for (; at < part.length && part[at]?.type !== '='; at += 1) {
      if (part[at]?.type === 'quoted') return null;
      name += part[at]?.text ?? '';
    }
    name = name
      .trim()
      .toLowerCase()
      .replace(/ ?([./]) ?/g, '$1');
    if (at === part.length) return name === '' ? pairs : null;
    at += part[at + 1]?.type === 'gap' ? 2 : 1;
    let value = '';
    for (; at < part.length && part[at]?.type !== 'gap'; at += 1) value += part[at]?.text ?? '';
    pairs.push({ name, value });
  }
  return pairs;
}
