import { expect, test } from 'vitest';
import { operate } from '../fakes/itop/operations.ts';
import { createStore } from '../fakes/itop/store.ts';

const ACCOUNT = { login: 'An account', lacks: new Set<string>() };

function prepared(hasItil = true) {
  const store = createStore(hasItil);
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
  const person = { first_name: 'A', name: 'Person', org_id: '1', email: 'a+b@contoso.example' };
  expect(messageOf('core/create', 'Person', { fields: person })).toBe(
    "Error: Unexpected value for attribute 'Email' (email) : Wrong format [a+b@contoso.example]: issues = {0=>Unexpected value for attribute 'Email' (email) : Wrong format [a+b@contoso.example]}, class = Person, id = -1",
  );
  const contacts_list = [{ contact_id: '99999' }];
  expect(messageOf('core/update', 'UserRequest', { key: '1', fields: { contacts_list } })).toBe(
    'Error: contacts_list: contact_id: Invalid object Contact::99999',
  );
  expect(messageOf('core/get', 'UserRequest', { key: 'SELECT UserRequest WHERE nope = 1' })).toContain(
    "exception_class = OqlNormalizeException, exception_message = Unknown filter code - found 'nope'",
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

test('the fake without the ITIL modules assigns no ticket of which nobody said what it is', () => {
  const { call } = prepared(false);
  const assign = (fields: object) =>
    call('core/apply_stimulus', 'UserRequest', {
      key: '1',
      stimulus: 'ev_assign',
      fields,
      output_fields: 'status,request_type',
    });
  expect(assign({}).message).toBe('Missing mandatory attribute(s) for applying the stimulus: request_type.');
  expect(JSON.stringify(assign({ request_type: 'incident' }).objects)).toContain(
    '"fields":{"status":"assigned","request_type":"incident"}',
  );
});

test('in the fake, items replace a whole log, and a set of contacts replaces another', () => {
  const { call } = prepared();
  const update = (fields: object, output_fields: string) =>
    JSON.stringify(call('core/update', 'UserRequest', { key: '1', fields, output_fields }));
  update({ public_log: 'one' }, 'id');
  expect(update({ public_log: { add_item: { message: 'two' } } }, 'public_log')).toMatch(/"one".*"two"/);
  expect(update({ public_log: { items: [{ message: 'three' }] } }, 'public_log')).not.toContain('"one"');
  const twice = [{ contact_id: '1' }, { contact_id: '1' }];
  expect(update({ contacts_list: twice }, 'contacts_list').match(/"contact_id":"1"/g)).toHaveLength(1);
  expect(update({ contacts_list: [] }, 'contacts_list')).toContain('"contacts_list":[]');
});

test('in the fake, a new ticket has its origin, and its priority follows from impact and urgency', () => {
  const { call } = prepared();
  const update = (fields: object) => {
    const answer = call('core/update', 'UserRequest', {
      key: '1',
      fields,
      output_fields: 'origin,priority',
    });
    return JSON.stringify(answer.objects);
  };
  expect(update({})).toContain('"fields":{"origin":"phone","priority":"4"}');
  expect(update({ impact: '2', urgency: '2' })).toContain('"priority":"2"');
});

/** Recorded from iTop 3.2.0: HTML written to a log, and what is read. */
test.each([
  ['<p>a<br/>b</p>', '<p>a<br>b</p>'],
  ['<p>&quot;x&quot; &#39;y&#39; &amp; z & <</p>', '<p>"x" \'y\' &amp; z &amp; &lt;</p>'],
  ['<p class="guichet" data-x="1" onclick="x()">t</p>', '<p class="guichet">t</p>'],
  ['<h1>H</h1><h5>and its content</h5>', '<h1>H</h1>'],
  ['<!-- c -->after<script>x</script>', '<p>after</p>'],
  ['text <b>then</b> html', '<p>text <b>then</b> html</p>'],
  ['<p>unclosed <b>bold', '<p>unclosed <b>bold</b></p>'],
  [
    '<a href="javascript:x">j</a><a href="https://x.example/?a=1&b=2">h</a>',
    '<a>j</a><a href="https://x.example/?a=1&amp;b=2">h</a>',
  ],
  ['a\u0007bell', '<p>abell</p>'],
])('the fake reads %s as iTop writes it', (html, read) => {
  const { call } = prepared();
  const fields = { public_log: { add_item: { message: html, format: 'html' } } };
  const answer = call('core/update', 'UserRequest', { key: '1', fields, output_fields: 'public_log' });
  expect(JSON.stringify(answer)).toContain(`"message_html":${JSON.stringify(read)}`);
});

test('in the fake, an entry of plain text is escaped', () => {
  const { call } = prepared();
  const fields = { public_log: { add_item: { message: 'a <b> & "c"\nd', format: 'text' } } };
  const answer = call('core/update', 'UserRequest', { key: '1', fields, output_fields: 'public_log' });
  expect(JSON.stringify(answer)).toContain(JSON.stringify('a &lt;b&gt; &amp; &quot;c&quot;<br/>d'));
});

test('in the fake, a backslash before anything but a backslash or a quote is invalid', () => {
  const { call } = prepared();
  const code = (text: string) =>
    call('core/get', 'Person', { key: `SELECT Person WHERE name = ${text}` }).code;
  expect([String.raw`'a\\b'`, String.raw`'a\'b'`, String.raw`'a\%b'`, "'a'b'"].map(code)).toEqual([
    0, 0, 100, 100,
  ]);
});
