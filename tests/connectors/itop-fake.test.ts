import { expect, test } from 'vitest';
import { operate } from '../fakes/itop/operations.ts';
import { createStore } from '../fakes/itop/store.ts';

const ACCOUNT = { login: 'An account', lacks: new Set<string>() };

function prepared() {
  const store = createStore(true);
  const org_id = store.add('Organization', { name: 'Demo' }).id;
  const caller_id = store.add('Person', { first_name: 'A', name: 'Requester', org_id }).id;
  const call = (operation: string, className: string, more: Record<string, unknown>) =>
    operate(store, ACCOUNT, { operation, class: className, comment: 't', output_fields: 'id', ...more });
  const fields = { org_id, caller_id, title: 'Printer', description: '<p>Paper jam</p>' };
  call('core/create', 'UserRequest', { fields });
  return { call, fields };
}

/** Recorded from iTop 3.2.0. */
test('the fake refuses with iTop’s messages', () => {
  const { call, fields } = prepared();
  const messageOf = (...arguments_: Parameters<typeof call>) => call(...arguments_).message;
  expect(messageOf('core/create', 'UserRequest', { fields: { ...fields, title: '' } })).toBe(
    "Error: Unexpected value for attribute 'Title' (title) : Null not allowed: issues = {0=>Unexpected value for attribute 'Title' (title) : Null not allowed}, class = UserRequest, id = -1",
  );
  const caller_id = { email: 'nobody@nowhere.example' };
  expect(messageOf('core/create', 'UserRequest', { fields: { ...fields, caller_id } })).toBe(
    'Error: caller_id: No item found with criteria: email: nobody@nowhere.example (nobody@nowhere.example)',
  );
  expect(
    messageOf('core/apply_stimulus', 'UserRequest', { key: '1', stimulus: 'ev_close', fields: {} }),
  ).toBe("Invalid stimulus: 'ev_close' on the object R-000001 in state 'new'");
  expect(messageOf('core/get', 'Nope', { key: 'SELECT Nope' })).toBe(
    "Error: class: 'Nope' is not a valid class'",
  );
  expect(call('core/get', 'UserRequest', { key: 999_999 })).toEqual({
    code: 0,
    message: 'Found: 0',
    objects: null,
  });
});

test('in the fake, items replace a whole log, and a set of contacts replaces another', () => {
  const { call } = prepared();
  const update = (fields: object, output_fields: string) =>
    JSON.stringify(call('core/update', 'UserRequest', { key: '1', fields, output_fields }));
  update({ public_log: 'one' }, 'id');
  expect(update({ public_log: { add_item: { message: 'two' } } }, 'public_log')).toMatch(/"one".*"two"/);
  expect(update({ public_log: { items: [{ message: 'three' }] } }, 'public_log')).not.toContain('"one"');
  update({ contacts_list: [{ contact_id: '1' }] }, 'id');
  expect(update({ contacts_list: [] }, 'contacts_list')).toContain('"contacts_list":[]');
});

test('in the fake, a backslash before anything but a backslash or a quote is invalid', () => {
  const { call } = prepared();
  const code = (text: string) =>
    call('core/get', 'Person', { key: `SELECT Person WHERE name = ${text}` }).code;
  expect([String.raw`'a\\b'`, String.raw`'a\'b'`, String.raw`'a\%b'`, "'a'b'"].map(code)).toEqual([
    0, 0, 100, 100,
  ]);
});
