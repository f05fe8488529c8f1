// Values that break code which trusts its input, and changes that make a valid input wrong.
import fc from 'fast-check';

const TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\r\nSet-Cookie: a=b',
  '\u202Egnp.exe',
  '\u2066\u2069\u200F',
  '\ud800',
  'a\udfffb',
  '\ufeff',
  '\ufffe',
  'İ',
  'ﬃ',
  'é'.normalize('NFD').repeat(50),
  '😀'.repeat(100),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  'C:\\CON',
  '%00%2e%2e%ff',
  "'; DROP TABLE ticket; --",
  '%_\\',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '{{7*7}}<%= 7*7 %>{title}',
  '%s%n%x',
  'null',
  'true',
  '-0',
  '1e999',
  '9'.repeat(400),
  '0000-00-00T00:00:00Z',
  '2030-02-30T25:61:61.000Z',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00Z',
  '[['.repeat(200),
  '('.repeat(500),
  'a'.repeat(251),
  'a'.repeat(10_000),
];
const NUMBERS: readonly number[] = [
  ...[
    0,
    -0,
    1,
    -1,
    0.1,
    -0.5,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 53),
  ],
  ...[1e21, 1e308, -1e308, 5e-324],
];

/** Depths on both sides of what the server admits. */
const DEPTHS = [5, 31, 33, 200];

export const nastyText = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Objects with keys that mean something to JavaScript. `JSON.parse` makes them own fields. */
const PROTOTYPES = [
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"toString":null,"valueOf":1,"hasOwnProperty":2}',
  '{"then":"a"}',
  '{"length":4294967295}',
  // no number that a length could be compared with
  '{"length":{"toString":null}}',
].map((text) => JSON.parse(text) as unknown);

const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: nastyText },
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 3, arbitrary: fc.constantFrom(null, true, false, [], {}, [null], [[]]) },
  { weight: 2, arbitrary: fc.constantFrom(...PROTOTYPES) },
  { weight: 1, arbitrary: fc.constantFrom(...DEPTHS).map(nested) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 2_000 }, () => 0)) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** One change of an input. `place` chooses among all its places. */
export interface Change {
  how: 'replace' | 'remove' | 'add' | 'repeat';
  place: number;
  key: string;
  value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  how: fc.constantFrom('replace', 'replace', 'remove', 'add', 'repeat'),
  place: fc.nat(1_000),
  key: fc.oneof(fc.constantFrom('__proto__', 'constructor', 'id', 'role', 'state', 'extra'), nastyText),
  value: nastyValue,
});

/** No change for half of the inputs. */
export const changes: fc.Arbitrary<Change[]> = fc.oneof(
  fc.constant<Change[]>([]),
  fc.array(change, { minLength: 1, maxLength: 3 }),
);

type Container = Record<string, unknown> | unknown[];

/** Every place of a value: a container and a key of it. The value itself is the only field of the first one. */
function placesOf(root: Container): [Container, string][] {
  const places: [Container, string][] = [];
  const visit = (container: Container) => {
    for (const key of Object.keys(container)) {
      places.push([container, key]);
      const inner = (container as Record<string, unknown>)[key];
      const isPlain = typeof inner === 'object' && inner !== null && !(inner instanceof Uint8Array);
      if (isPlain && places.length < 500) visit(inner as Container);
    }
  };
  visit(root);
  return places;
}

/** Sets an own field, also one named `__proto__`. */
function setField(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

function applyOne(root: Container, { how, place, key, value }: Change): void {
  const places = placesOf(root);
  const [container, field] = places[place % places.length] ?? [root, 'value'];
  const inner = (container as Record<string, unknown>)[field];
  const isContainer = typeof inner === 'object' && inner !== null && !(inner instanceof Uint8Array);
  if (how === 'remove') Reflect.deleteProperty(container, field);
  else if (how === 'add' && isContainer && !Array.isArray(inner)) setField(inner as Container, key, value);
  else if (how === 'repeat' && Array.isArray(inner)) inner.push(...inner, ...inner);
  else setField(container, field, value);
}

/** Returns the input with these changes. */
export function changed(input: unknown, made: readonly Change[]): unknown {
  if (made.length === 0) return input;
  const root: Record<string, unknown> = { value: structuredClone(input) };
  for (const one of made) applyOne(root, structuredClone(one));
  return root.value;
}
