// Converts the schemas of the contract to JSON schemas with references, for the description of the API.
import { z } from 'zod';
import * as account from '../../contract/account.ts';
import * as announcement from '../../contract/announcement.ts';
import * as approvals from '../../contract/approvals.ts';
import * as attention from '../../contract/attention.ts';
import { BACKEND_KINDS } from '../../contract/backend-kinds.ts';
import * as backends from '../../contract/backends.ts';
import * as catalogue from '../../contract/catalogue.ts';
import * as colleagues from '../../contract/colleagues.ts';
import * as consoleSchemas from '../../contract/console.ts';
import * as elsewhere from '../../contract/elsewhere.ts';
import * as enrolment from '../../contract/enrolment.ts';
import * as errors from '../../contract/errors.ts';
import * as heldMails from '../../contract/held-mails.ts';
import * as mailEvents from '../../contract/mail-events.ts';
import * as mails from '../../contract/mails.ts';
import * as passkeys from '../../contract/passkeys.ts';
import * as people from '../../contract/people.ts';
import * as primitives from '../../contract/primitives.ts';
import * as relations from '../../contract/relations.ts';
import * as releases from '../../contract/releases.ts';
import * as signIn from '../../contract/sign-in.ts';
import * as staff from '../../contract/staff.ts';
import * as staffProvider from '../../contract/staff-provider.ts';
import * as sync from '../../contract/sync.ts';
import * as teams from '../../contract/teams.ts';
import * as ticket from '../../contract/ticket.ts';

export type Json = Record<string, unknown>;

const MODULES = [
  account,
  announcement,
  approvals,
  attention,
  backends,
  catalogue,
  colleagues,
  consoleSchemas,
  elsewhere,
  enrolment,
  errors,
  heldMails,
  passkeys,
  mailEvents,
  mails,
  people,
  primitives,
  relations,
  releases,
  signIn,
  staff,
  staffProvider,
  sync,
  teams,
  ticket,
];
const REFERENCE = '#/components/schemas/';

/** `input`: in requests, where fields with a default are optional; `output`: in answers, with defaults filled in. */
type Direction = 'input' | 'output';
/** Suffix of a component's name, where the two directions differ. */
const SUFFIXES: Readonly<Record<Direction, string>> = { input: 'Input', output: '' };

type Schemas = ReadonlyMap<string, Json>;

export interface SchemaComponents {
  /** Returns a reference where the contract exports the schema, else the schema itself. */
  refer(schema: z.ZodType, direction: Direction): Json;
  /** Returns the schema itself; its parts may be references. */
  write(schema: z.ZodType, direction: Direction): Json;
  /** Returns the components that `content` refers to, directly or through others, by name. */
  referredIn(content: unknown): Json;
}

/** `unnamed`: schemas that the contract does not export, each with a unique name. */
export function createSchemaComponents(unnamed: ReadonlyMap<z.ZodType, string>): SchemaComponents {
  const names = contractNames();
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of [...unnamed, ...names]) registry.add(schema, { id });
  const output = convert(registry, 'output');
  const input = convert(registry, 'input');
  const differing = namesThatDiffer(input, output);
  const nameOf = (name: string, direction: Direction) =>
    differing.has(name) ? `${name}${SUFFIXES[direction]}` : name;
  const components = new Map(output);
  for (const [name, schema] of input) {
    components.set(
      nameOf(name, 'input'),
      renameReferences(schema, (to) => nameOf(to, 'input')),
    );
  }

  const write: SchemaComponents['write'] = (schema, direction) =>
    components.get(nameOf(registry.get(schema)?.id ?? '', direction)) ?? {};
  return {
    write,
    refer(schema, direction) {
      const name = names.get(schema);
      return name === undefined
        ? write(schema, direction)
        : { $ref: `${REFERENCE}${nameOf(name, direction)}` };
    },
    referredIn: (content) => reachableFrom(content, components),
  };
}

/** Returns the name of every exported schema, the first of several; settings are named after their kind. */
function contractNames(): Map<z.ZodType, string> {
  const names = new Map<z.ZodType, string>(
    BACKEND_KINDS.map(({ settings }) => [settings, settingsName(settings.shape.kind.value)]),
  );
  for (const [name, value] of MODULES.flatMap((module) => Object.entries(module))) {
    if (value instanceof z.ZodType && !names.has(value)) names.set(value, name);
  }
  return names;
}

/** Converts `built-in` to `BuiltInSettings`. */
function settingsName(kind: string): string {
  const parts = kind.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return `${parts.join('')}Settings`;
}

/** What a UUID of any version looks like, as zod writes it beside the format. */
const ANY_UUID = z.toJSONSchema(z.uuid()).pattern;

function convert(registry: z.core.$ZodRegistry<{ id: string }>, io: Direction): Map<string, Json> {
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => `${REFERENCE}${id}`,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // fields of a newer version are ignored, so they are allowed
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // the format says it
      if (jsonSchema.pattern === ANY_UUID) delete jsonSchema.pattern;
      addProperties(jsonSchema);
    },
  });
  return new Map(
    Object.entries(schemas).map(([name, { $schema: _draft, $id: _address, ...schema }]) => [name, schema]),
  );
}

/** Lists the keys of a record over an enumeration as properties, which tools expect beside `required`. */
function addProperties(schema: z.core.JSONSchema.BaseSchema): void {
  const { required, properties, additionalProperties: field } = schema;
  if (!required || properties || typeof field !== 'object') return;
  schema.properties = Object.fromEntries(required.map((name) => [name, field]));
}

/** Returns the names of schemas that differ between the directions, directly or in a schema they refer to. */
function namesThatDiffer(input: Schemas, output: Schemas): Set<string> {
  const references = new Map([...input].map(([name, schema]) => [name, referencesIn(schema)]));
  const differing = new Set(
    [...input.keys()].filter((name) => JSON.stringify(input.get(name)) !== JSON.stringify(output.get(name))),
  );
  let before = -1;
  while (differing.size > before) {
    before = differing.size;
    for (const [name, to] of references) if (to.some((part) => differing.has(part))) differing.add(name);
  }
  return differing;
}

function reachableFrom(content: unknown, components: Schemas): Json {
  const reached = new Map<string, Json>();
  const visit = (from: unknown) => {
    for (const name of referencesIn(from)) {
      const component = components.get(name);
      if (!component || reached.has(name)) continue;
      reached.set(name, component);
      visit(component);
    }
  };
  visit(content);
  return Object.fromEntries([...reached].sort(([one], [other]) => one.localeCompare(other)));
}

function referencesIn(content: unknown): string[] {
  const found: string[] = [];
  renameReferences({ content }, (name) => {
    found.push(name);
    return name;
  });
  return found;
}

/** Returns a copy with renamed references. */
function renameReferences(schema: Json, rename: (name: string) => string): Json {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value === 'string' && value.startsWith(REFERENCE)) {
      return `${REFERENCE}${rename(value.slice(REFERENCE.length))}`;
    }
    return typeof value === 'object' && value !== null ? renameReferences({ ...value }, rename) : value;
  };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, copy(value)]));
}
