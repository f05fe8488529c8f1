// The operations of iTop's REST services 1.3, with its error codes and messages.
import { checkToWrite, RestError, shown, stamp, withFields } from './fields.ts';
import { mandatoryFieldsOf, stateAfter } from './lifecycle.ts';
import { OqlError } from './oql.ts';
import type { Store, Stored } from './store.ts';

type Json = Record<string, unknown>;

export interface Account {
  login: string;
  /** rights that the account lacks, such as "create Person" */
  lacks: Set<string>;
}

const VERBS = ['core/create', 'core/update', 'core/apply_stimulus', 'core/get', 'core/delete'];

export function operate(store: Store, account: Account, call: Json): Json {
  try {
    return answer(store, account, call);
  } catch (error) {
    if (error instanceof RestError || error instanceof OqlError) return no(100, `Error: ${error.message}`);
    throw error;
  }
}

export function no(code: number, message: string): Json {
  return { code, message };
}

function answer(store: Store, account: Account, call: Json): Json {
  const verb = param(call, 'operation');
  switch (verb) {
    case 'list_operations': {
      const operations = VERBS.map((one) => ({ verb: one, description: one, extension: 'CoreServices' }));
      return { code: 0, message: `Operations: ${VERBS.length}`, version: '1.3', operations };
    }
    case 'core/get':
      return get(store, account, call);
    case 'core/create':
      return create(store, account, call);
    case 'core/update':
      return update(store, account, call);
    case 'core/apply_stimulus':
      return stimulate(store, account, call);
    case 'core/delete':
      return remove(store, account, call);
    default:
      return no(11, `Error: Unknown verb '${verb}' in version '1.3'`);
  }
}

function param(call: Json, name: string): string {
  const value = call[name];
  if (value === undefined) throw new RestError(`Missing parameter '${name}'`);
  return String(value);
}

function fieldsOf(call: Json): Json {
  const { fields } = call;
  if (typeof fields !== 'object' || fields === null) throw new RestError("Missing parameter 'fields'");
  return fields as Json;
}

function classOf(store: Store, call: Json): string {
  const name = param(call, 'class');
  if (!store.models[name]) throw new RestError(`class: '${name}' is not a valid class'`);
  return name;
}

function lacksRight({ lacks }: Account, action: string, gerund: string, className: string): Json | null {
  if (!lacks.has(`${action} ${className}`)) return null;
  return no(1, `The current user does not have enough permissions for ${gerund} data of class ${className}`);
}

/** The message counts all matches, whatever the limit. */
function get(store: Store, account: Account, call: Json): Json {
  const className = classOf(store, call);
  const key = param(call, 'key');
  const one = /^\d+$/.test(key) ? store.byId(className, key) : null;
  const matches = one === null ? store.search(key) : one === undefined ? [] : [one];
  const found = store.hidden.has(className) ? [] : matches;
  const refusal = lacksRight(account, 'read', 'reading', className);
  if (refusal) return refusal;
  const limit = Number(call.limit ?? 0);
  const from = (Number(call.page ?? 1) - 1) * limit;
  const page = limit > 0 ? found.slice(from, from + limit) : found;
  const damage = damageOf(store, page, String(call.output_fields ?? '*'));
  if (damage === 'memory') throw new Error('Allowed memory size exhausted');
  if (damage === 'bytes') return { ...no(100, NOT_ENCODED), objects: null };
  const objects = page.map((object) => objectOf(store, object, '', String(call.output_fields ?? '*')));
  return {
    code: 0,
    message: `Found: ${found.length}`,
    objects: objects.length > 0 ? Object.fromEntries(objects) : null,
  };
}

/** Recorded from iTop: all of its answer follows in hexadecimal digits. */
const NOT_ENCODED =
  'json encoding failed with message: Malformed UTF-8 characters, possibly incorrectly encoded. Full response structure for debugging purposes (print_r+bin2hex): 00';

/** A damaged log, or a damaged name at a file, fails the answer where it is asked for. */
function damageOf({ damaged }: Store, page: readonly Stored[], outputFields: string) {
  return page
    .filter((object) => (object.class === 'Attachment' ? /\*|_friendlyname/ : /\*|_log/).test(outputFields))
    .map((object) => damaged.get(`${object.class}::${object.id}`))
    .find((one) => one !== undefined);
}

function objectOf(store: Store, object: Stored, message: string, outputFields: string): [string, Json] {
  const fields = shown(store, object, outputFields);
  return [`${object.class}::${object.id}`, { code: 0, message, class: object.class, key: object.id, fields }];
}

function writeAnswer(store: Store, object: Stored, message: string, call: Json): Json {
  const objects = Object.fromEntries([objectOf(store, object, message, String(call.output_fields ?? '*'))]);
  return { code: 0, message: null, objects };
}

function create(store: Store, account: Account, call: Json): Json {
  param(call, 'comment');
  const className = classOf(store, call);
  const refusal = lacksRight(account, 'create', 'creating', className);
  if (refusal) return refusal;
  const object = withFields(store, store.blank(className), fieldsOf(call), account.login);
  checkToWrite(store, object);
  object.id = store.nextId(className);
  stamp(store, object, true);
  store.put(object);
  return writeAnswer(store, object, 'created', call);
}

function targetOf(store: Store, className: string, call: Json): Stored {
  const key = param(call, 'key');
  const object = store.byId(className, key);
  if (!object) throw new RestError(`Invalid object ${className}::${key}`);
  return object;
}

function update(store: Store, account: Account, call: Json): Json {
  param(call, 'comment');
  const className = classOf(store, call);
  const refusal = lacksRight(account, 'update', 'modifying', className);
  if (refusal) return refusal;
  const object = withFields(store, targetOf(store, className, call), fieldsOf(call), account.login);
  checkToWrite(store, object);
  stamp(store, object, false);
  store.put(object);
  return writeAnswer(store, object, 'updated', call);
}

/** What is not there is no failure. */
function remove(store: Store, account: Account, call: Json): Json {
  param(call, 'comment');
  const className = classOf(store, call);
  const refusal = lacksRight(account, 'delete', 'deleting', className);
  if (refusal) return refusal;
  const object = store.byId(className, param(call, 'key'));
  if (!object) return { code: 0, message: 'Deleted: 0', objects: null };
  store.remove(object);
  return { code: 0, message: 'Deleted: 1', objects: Object.fromEntries([objectOf(store, object, '', 'id')]) };
}

/** A stimulus that the state does not allow changes nothing, not even the fields of the call. */
function stimulate(store: Store, account: Account, call: Json): Json {
  param(call, 'comment');
  const className = classOf(store, call);
  const refusal = lacksRight(account, 'update', 'modifying', className);
  if (refusal) return refusal;
  const object = withFields(store, targetOf(store, className, call), fieldsOf(call), account.login);
  const [stimulus, state] = [param(call, 'stimulus'), object.values.status ?? ''];
  const next = stateAfter(className, state, stimulus);
  if (next === null) {
    const message = `Invalid stimulus: '${stimulus}' on the object ${object.values.ref} in state '${state}'`;
    return { ...no(100, message), objects: null };
  }
  const missing = mandatoryFieldsOf(className, next).filter((code) => store.read(object, code) === '');
  if (missing.length > 0) {
    const message = `Missing mandatory attribute(s) for applying the stimulus: ${missing.join(', ')}.`;
    return { ...no(100, message), objects: null };
  }
  object.values.status = next;
  if (next === 'resolved') object.values.resolution_date = store.local();
  if (next === 'closed') object.values.close_date = store.local();
  checkToWrite(store, object);
  stamp(store, object, false);
  store.put(object);
  return writeAnswer(store, object, 'updated', call);
}
