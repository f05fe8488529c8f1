// Makes inputs for a zod schema: mostly valid ones, with ids that exist, so that they reach the code behind the schema.
import fc from 'fast-check';
import type { z } from 'zod';
import { nastyText } from './nasty.ts';

/** Values that exist, for schemas without a range of their own. */
export interface Known {
  uuid: readonly string[];
  sha256: readonly string[];
  email: readonly string[];
  text: readonly string[];
}

type Schema = z.core.$ZodType;
type Checks = readonly z.core.$ZodCheck[] | undefined;

/** The bounds and the pattern of a schema's checks. */
function boundsOf(checks: Checks) {
  const bounds = {
    least: 0,
    most: Number.POSITIVE_INFINITY,
    pattern: null as RegExp | null,
    at: 0,
    below: 0,
  };
  bounds.at = -9e15;
  bounds.below = 9e15;
  for (const { _zod } of checks ?? []) {
    const def = _zod.def as {
      check: string;
      minimum?: number;
      maximum?: number;
      value?: number;
      pattern?: RegExp;
    };
    if (def.check === 'min_length') bounds.least = def.minimum ?? 0;
    if (def.check === 'max_length') bounds.most = def.maximum ?? 0;
    if (def.check === 'greater_than') bounds.at = Number(def.value);
    if (def.check === 'less_than') bounds.below = Number(def.value);
    if (def.check === 'string_format' && def.pattern) bounds.pattern = def.pattern;
  }
  return bounds;
}

/** Texts of a pattern; where a pattern is too rich to be generated from, simple words. */
function matching(pattern: RegExp): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(pattern, { maxLength: 64 });
  } catch {
    return fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
  }
}

function texts(schema: z.core.$ZodString, known: Known): fc.Arbitrary<string> {
  const def = schema._zod.def as { format?: string; version?: string; checks?: Checks };
  switch (def.format) {
    case 'uuid':
      return fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...known.uuid) },
        { weight: 1, arbitrary: fc.uuid(def.version === 'v7' ? { version: 7 } : {}) },
      );
    case 'email':
      return fc.oneof(fc.constantFrom(...known.email), fc.emailAddress());
    case 'datetime':
      return fc
        .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString());
    case 'cidrv4':
      return fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, bits]) => `${address}/${bits}`);
    case 'cidrv6':
      return fc.tuple(fc.ipV6(), fc.nat(128)).map(([address, bits]) => `${address}/${bits}`);
    case 'url':
      // the reserved port 1 of this machine: whatever calls it is refused at once
      return fc.constantFrom('http://127.0.0.1:1/', 'https://127.0.0.1:1/api');
  }
  const { least, most, pattern } = boundsOf(def.checks);
  if (pattern?.source === '^[0-9a-f]{64}$') return fc.constantFrom(...known.sha256);
  if (pattern) return matching(pattern);
  const longest = Math.min(most, 40);
  return fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom(...known.text).filter(({ length }) => length >= least && length <= most),
    },
    { weight: 4, arbitrary: fc.string({ minLength: least, maxLength: Math.max(least, longest) }) },
    { weight: 1, arbitrary: nastyText },
  );
}

function numbers(checks: Checks): fc.Arbitrary<number> {
  const { at, below } = boundsOf(checks);
  return fc.integer({ min: Math.max(at, -(2 ** 31)), max: Math.min(below, 2 ** 31 - 1) });
}

function objects(shape: Readonly<Record<string, Schema>>, known: Known): fc.Arbitrary<object> {
  const optional = Object.keys(shape).filter((key) => shape[key]?._zod.optin === 'optional');
  const fields = Object.fromEntries(
    Object.entries(shape).map(([key, field]) => [key, inputsOf(field, known)]),
  );
  const requiredKeys = Object.keys(shape).filter((key) => !optional.includes(key));
  return fc.record(fields, { requiredKeys });
}

/** Returns inputs of the schema, before it parses them. Its refinements and transformations may refuse some of them. */
export function inputsOf(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return texts(schema as z.core.$ZodString, known);
    case 'number':
      return numbers(def.checks);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'undefined':
    case 'void':
      return fc.constant(undefined);
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'object':
      return objects(def.shape, known);
    case 'array': {
      const { least, most } = boundsOf(def.checks);
      return fc.array(inputsOf(def.element, known), {
        minLength: least,
        maxLength: Math.min(most, least + 3),
      });
    }
    case 'record':
      return fc.dictionary(
        inputsOf(def.keyType, known) as fc.Arbitrary<string>,
        inputsOf(def.valueType, known),
        {
          maxKeys: 3,
        },
      );
    case 'union':
      return fc.oneof(...def.options.map((option) => inputsOf(option, known)));
    case 'nullable':
      return fc.option(inputsOf(def.innerType, known), { freq: 2 });
    case 'optional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
      return inputsOf(def.innerType, known);
    case 'pipe':
      // what goes in is a plain text where only what comes out has a format
      return inputsOf(def.out._zod.def.type === 'string' ? def.out : def.in, known);
    case 'unknown':
    case 'any':
      return fc.jsonValue({ maxDepth: 3 });
    case 'custom':
      return fc.uint8Array({ maxLength: 50 });
    default:
      throw new Error(`schema-inputs.ts cannot make inputs of a ${def.type} yet: add it there`);
  }
}
