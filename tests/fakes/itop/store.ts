// The objects of the fake iTop and its clock. Fields can be read through external keys.
import { type ClassModel, classModels } from './classes.ts';
import { plain } from './html.ts';
import { fieldsIn, holds, OqlError, parseOql, type Query } from './oql.ts';

export interface LogEntry {
  /** in the server's local time */
  date: string;
  login: string;
  html: string;
}
interface FileContents {
  data: string;
  mimetype: string;
  filename: string;
}

export interface Stored {
  id: string;
  class: string;
  values: Record<string, string>;
  logs: Record<string, LogEntry[]>;
  /** ids of people */
  contacts: string[];
  file: FileContents | null;
}

export interface Store {
  models: Record<string, ClassModel>;
  /** classes whose objects the account may not see, because of their organisation */
  hidden: Set<string>;
  /** what its answers cannot hold, by class and id: bytes in a log or a file's name that are no UTF-8, or more than PHP's memory */
  damaged: Map<string, 'bytes' | 'memory'>;
  /** how far its clock is ahead of ours, in milliseconds */
  skewMs: number;
  timeZone: string;
  now(): Date;
  /** Returns its local time. */
  local(): string;
  all(className: string): Stored[];
  byId(className: string, id: string): Stored | undefined;
  add(className: string, values: Record<string, string>): Stored;
  /** Adds or replaces an object. Tickets of all classes share one sequence of ids and numbers. */
  put(object: Stored): void;
  remove(object: Stored): void;
  nextId(className: string): string;
  blank(className: string): Stored;
  /** Returns the value of a field, always as text. */
  read(object: Stored, code: string): string;
  search(oql: string): Stored[];
}

export const LOGS = ['public_log', 'private_log'];

export function isTicket(className: string): boolean {
  return className === 'UserRequest' || className === 'Incident';
}

export function createStore(hasItil: boolean): Store {
  const models = classModels(hasItil);
  const objects = new Map<string, Map<string, Stored>>();
  const lastIds = new Map<string, number>();
  const of = (className: string) => {
    const ofClass = objects.get(className) ?? new Map<string, Stored>();
    objects.set(className, ofClass);
    return ofClass;
  };

  const store: Store = {
    models,
    hidden: new Set(),
    damaged: new Map(),
    skewMs: 0,
    timeZone: 'UTC',
    now: () => new Date(Date.now() + store.skewMs),
    local: () =>
      new Intl.DateTimeFormat('sv-SE', {
        timeZone: store.timeZone,
        dateStyle: 'short',
        timeStyle: 'medium',
      }).format(store.now()),
    all: (className) => [...of(className).values()],
    byId: (className, id) => of(className).get(id),
    add(className, values) {
      const object = store.blank(className);
      Object.assign(object.values, values);
      object.id = store.nextId(className);
      store.put(object);
      return object;
    },
    put: (object) => void of(object.class).set(object.id, object),
    remove: (object) => void of(object.class).delete(object.id),
    nextId(className) {
      const series = isTicket(className) ? 'Ticket' : className;
      const id = (lastIds.get(series) ?? 0) + 1;
      lastIds.set(series, id);
      return String(id);
    },
    blank: (className) => ({
      id: '-1',
      class: className,
      values: { ...models[className]?.defaults },
      logs: Object.fromEntries(LOGS.map((log) => [log, []])),
      contacts: [],
      file: null,
    }),
    read: (object, code) => readField(store, object, code),
    search: (oql) => search(store, oql),
  };
  return store;
}

function friendlyName(store: Store, object: Stored): string {
  if (object.class === 'Person') return `${object.values.first_name} ${object.values.name}`;
  return isTicket(object.class) ? (object.values.ref ?? '') : store.read(object, 'name');
}

/** Fields such as `caller_id_friendlyname` and `service_name` are read from the object that the key refers to. */
function readField(store: Store, object: Stored, code: string): string {
  if (code === 'id') return object.id;
  if (code === 'friendlyname') return friendlyName(store, object);
  if (LOGS.includes(code)) return (object.logs[code] ?? []).map(({ html }) => html).join('\n');
  const keys = store.models[object.class]?.keys ?? {};
  for (const [key, target] of Object.entries(keys)) {
    const isName = code === `${key}_friendlyname`;
    if (!isName && code !== `${key.replace(/_id$/, '')}_name`) continue;
    const other = store.byId(target, object.values[key] ?? '0');
    if (!other) return '';
    return isName ? friendlyName(store, other) : (other.values.name ?? '');
  }
  return object.values[code] ?? (code in keys ? '0' : '');
}

export function hasField(store: Store, className: string, code: string): boolean {
  const model = store.models[className];
  if (!model) return false;
  const derived = Object.keys(model.keys).flatMap((key) => [
    `${key}_friendlyname`,
    key.replace(/_id$/, '_name'),
  ]);
  return code === 'id' || code === 'friendlyname' || code in model.attributes || derived.includes(code);
}

/** iTop refuses a query with a class or a field that it does not have. */
function checkNames(store: Store, oql: string, { from, joins, where }: Query): void {
  const sources = [from, ...joins];
  for (const { className } of sources)
    if (!store.models[className]) throw new Error(`class: '${className}' is not a valid class'`);
  const fields = [...joins.flatMap(({ left, right }) => [left, right]), ...fieldsIn(where)];
  for (const { alias, code } of fields) {
    const source = sources.find((one) => one.alias === (alias ?? from.alias));
    if (!source || !hasField(store, source.className, code))
      throw new OqlError(
        `Query failed to execute: query = ${oql}, exception_class = OqlNormalizeException, exception_message = Unknown filter code - found '${code}'`,
      );
  }
}

/** Joins by nested loops: the joined classes have few objects. */
function search(store: Store, oql: string): Stored[] {
  const query = parseOql(oql);
  checkNames(store, oql, query);
  const { from, joins, where } = query;
  type Row = Record<string, Stored>;
  const reader = (row: Row) => (alias: string | null, code: string) => {
    const object = row[alias ?? from.alias];
    return object ? store.read(object, code) : '';
  };
  let rows: Row[] = store.all(from.className).map((object) => ({ [from.alias]: object }));
  for (const join of joins)
    rows = rows.flatMap((row) =>
      store
        .all(join.className)
        .map((object): Row => ({ ...row, [join.alias]: object }))
        .filter((wider) => {
          const read = reader(wider);
          return read(join.left.alias, join.left.code) === read(join.right.alias, join.right.code);
        }),
    );
  const found = rows.filter((row) => holds(where, reader(row))).map((row) => row[from.alias] as Stored);
  return [...new Set(found)].sort((one, other) => Number(other.id) - Number(one.id));
}

/** Formats log entries with `message` and `message_html`. */
export function entriesOf(entries: readonly LogEntry[]): Record<string, string>[] {
  return entries.map(({ date, login, html }) => ({
    date,
    user_login: login,
    user_id: '1',
    message: plain(html).trim(),
    message_html: html,
  }));
}
