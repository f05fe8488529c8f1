// The texts of mails that an administrator writes: what cannot be saved, and what is mailed with them.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../fakes/server/codes.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
let administrator: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
});
afterEach(() => desk.close());

const save = (place: string, text: string) =>
  administrator.ask(`/mails/texts/${place}`, { method: 'PUT', json: { subject: '{{title}}', text } });

test.each([
  ['answered', 'See Guichet.', '{{comment}}'],
  ['resolved', '{comment}', '{{comment}}'],
  ['approval-asked', '{{requester}} asks for {{description}}', '{{link}}'],
  ['merged', 'It goes on.', '{{other}}'],
])(
  'a text of %s without what the mail is sent for is not saved, shown or mailed',
  async (event, text, name) => {
    const refused = await save(`${event}/fr`, text);
    expect(codeOf(refused)).toBe('mail-variable-missing');
    expect(JSON.stringify(refused.body)).toContain(name);
    const draft = { event, language: 'fr', subject: '{{title}}', text };
    for (const what of ['previews', 'samples'])
      expect(codeOf(await administrator.ask(`/mails/${what}`, { json: draft }))).toBe(
        'mail-variable-missing',
      );
    const { body } = await administrator.ask('/mails/texts');
    expect((body as { isStandard: boolean }[]).every(({ isStandard }) => isStandard)).toBe(true);
    expect((await save(`${event}/fr`, `${text} ${name}`)).status).toBe(200);
  },
);
