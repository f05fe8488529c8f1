// Applies the fields of a call to an object, and formats the fields of an object for an answer.
import { sanitize, textEntry } from './html.ts';
import { entriesOf, hasField, isTicket, LOGS, type LogEntry, type Store, type Stored } from './store.ts';

/** rest.php answers it with code 100, and "Error: " before the message. */
export class RestError extends Error {}

type Json = Record<string, unknown>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a copy with the fields, so that a failure half-way changes nothing. */
export function withFields(store: Store, object: Stored, fields: Json, login: string): Stored {
  const copy = structuredClone(object);
  for (const [code, value] of Object.entries(fields)) {
    try {
      setField(store, copy, code, value, login);
    } catch (error) {
      if (error instanceof RestError) throw new RestError(`${code}: ${error.message}`);
      throw error;
    }
  }
  return copy;
}

function setField(store: Store, object: Stored, code: string, value: unknown, login: string): void {
  const model = store.models[object.class];
  if (!model || !(code in model.attributes)) throw new RestError('Unknown attribute');
  if (LOGS.includes(code)) object.logs[code] = withEntry(store, object.logs[code] ?? [], value, login);
  else if (code === 'contacts_list') object.contacts = contactsOf(store, value);
  else if (code === 'contents') object.file = fileOf(value);
  else if (code in model.keys) object.values[code] = keyOf(store, model.keys[code] ?? '', value);
  else object.values[code] = model.html.includes(code) ? sanitize(String(value)) : String(value);
}

/** A string or `add_item` appends an entry; `items` replaces all entries. */
function withEntry(store: Store, entries: readonly LogEntry[], value: unknown, login: string): LogEntry[] {
  const entryOf = (item: unknown): LogEntry => {
    if (!isJson(item)) return { date: store.local(), login, html: sanitize(String(item)) };
    if (item.message === undefined) throw new RestError("Missing mandatory entry: 'message'");
    const message = String(item.message);
    const html = item.format === 'text' ? textEntry(message) : sanitize(message);
    return { date: String(item.date ?? store.local()), login, html };
  };
  if (isJson(value) && Array.isArray(value.items)) return value.items.map(entryOf);
  const isEmpty = value === '';
  return isEmpty ? [...entries] : [...entries, entryOf(isJson(value) ? value.add_item : value)];
}

function contactsOf(store: Store, value: unknown): string[] {
  if (!Array.isArray(value)) throw new RestError('A link set must be defined by an array of objects');
  const ids = value.map((link: unknown) => contactOf(store, isJson(link) ? link.contact_id : null));
  return [...new Set(ids)];
}

function contactOf(store: Store, id: unknown): string {
  const key = String(id);
  if (!store.byId('Person', key) || store.hidden.has('Person'))
    throw new RestError(`contact_id: Invalid object Contact::${key}`);
  return key;
}

function fileOf(value: unknown): Stored['file'] {
  if (!isJson(value)) throw new RestError('Wrong format for a blob');
  return {
    data: String(value.data),
    mimetype: String(value.mimetype),
    filename: String(value.filename).slice(0, 255),
  };
}

/** Finds an object by id, by criteria, or by a query; throws unless there is exactly one. */
function keyOf(store: Store, className: string, value: unknown): string {
  if (isJson(value)) {
    const found = store
      .all(className)
      .filter((one) =>
        Object.entries(value).every(([code, wanted]) => store.read(one, code) === String(wanted)),
      );
    const criteria = Object.entries(value).map(([code, wanted]) => `${code}: ${wanted} (${wanted})`);
    return only(found, `with criteria: ${criteria.join(', ')}`);
  }
  const key = String(value);
  if (key === '0') return '0';
  if (!/^\d+$/.test(key)) return only(store.search(key), `for query: ${key}`);
  if (!store.byId(className, key) || store.hidden.has(className))
    throw new RestError(`Invalid object ${className}::${key}`);
  return key;
}

function only(found: readonly Stored[], how: string): string {
  const [one, other] = found;
  if (other) throw new RestError(`Several items found (${found.length}) ${how}`);
  if (!one) throw new RestError(`No item found ${how}`);
  return one.id;
}

/** Throws where the object cannot be written, with the message of DBInsert and DBUpdate. */
export function checkToWrite(store: Store, object: Stored): void {
  const model = store.models[object.class];
  if (!model) return;
  const issues: string[] = [];
  const issue = (code: string, what: string) =>
    issues.push(`Unexpected value for attribute '${model.attributes[code]}' (${code}) : ${what}`);
  for (const code of model.mandatory) if (isEmpty(object.values[code])) issue(code, 'Null not allowed');
  for (const [code, values] of Object.entries(model.enums)) {
    const value = object.values[code] ?? '';
    if (value !== '' && !values.includes(value)) issue(code, `Value not allowed [${value}]`);
  }
  for (const [code, format] of Object.entries(model.formats)) {
    const value = object.values[code] ?? '';
    if (value !== '' && !format.test(value)) issue(code, `Wrong format [${value}]`);
  }
  for (const [code, most] of Object.entries(model.sizes)) {
    const length = [...(object.values[code] ?? '')].length;
    if (length > most) issue(code, `String too long (found ${length}, limited to ${most})`);
  }
  const list = issues.map((text, index) => `${index}=>${text}`).join(', ');
  if (issues[0])
    throw new RestError(`${issues[0]}: issues = {${list}}, class = ${object.class}, id = ${object.id}`);
}

function isEmpty(value: string | undefined): boolean {
  return value === undefined || value === '' || value === '0';
}

/** Returns the requested fields as JSON. */
export function shown(store: Store, object: Stored, outputFields: string): Json {
  const attributes = Object.keys(store.models[object.class]?.attributes ?? {});
  const codes = outputFields === '*' ? attributes : outputFields.split(',').map((code) => code.trim());
  return Object.fromEntries(codes.map((code) => [code, showField(store, object, code)]));
}

function showField(store: Store, object: Stored, code: string): unknown {
  if (LOGS.includes(code)) return { entries: entriesOf(object.logs[code] ?? []) };
  if (code === 'contents') return { ...object.file, downloads_count: 0 };
  if (code !== 'contacts_list') {
    if (!hasField(store, object.class, code))
      throw new RestError(`output_fields: invalid attribute code '${code}'`);
    const value = store.read(object, code);
    return value === '' && code in (store.models[object.class]?.enums ?? {}) ? null : value;
  }
  return object.contacts.map((id) => {
    const person = store.byId('Person', id);
    return { contact_id: id, contact_email: person?.values.email ?? '', role_code: 'manual' };
  });
}

/** Priorities by urgency, by impact. */
const PRIORITIES: Record<string, Record<string, string>> = {
  1: { 1: '1', 2: '1', 3: '2', 4: '4' },
  2: { 1: '1', 2: '2', 3: '3', 4: '4' },
  3: { 1: '2', 2: '3', 3: '3', 4: '4' },
};

/** Sets the fields that iTop sets itself. */
export function stamp(store: Store, object: Stored, isNew: boolean): void {
  if (object.class === 'Attachment' && isNew) object.values.creation_date ??= store.local();
  if (!isTicket(object.class)) return;
  const { impact = '', urgency = '' } = object.values;
  object.values.priority = PRIORITIES[impact]?.[urgency] ?? '';
  object.values.last_update = store.local();
  if (!isNew) return;
  object.values.start_date = store.local();
  const letter = object.class === 'Incident' ? 'I' : 'R';
  object.values.ref = `${letter}-${object.id.padStart(6, '0')}`;
}
