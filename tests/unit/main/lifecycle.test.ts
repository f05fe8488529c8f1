// What the process does when its life does not go as planned.
import { expect, it } from 'vitest';
import { giveUpStart } from '../../../main/lifecycle.ts';
import { texts } from '../../../main/support/texts.ts';
import { silentLog } from '../../fakes/agent-under-test.ts';

it('an agent that cannot start says so in the user’s language and ends, so that it keeps no other out', () => {
  const said: string[] = [];
  const logged: unknown[] = [];
  const app = {
    getName: () => 'Guichet',
    getPath: () => '/home/ada/guichet',
    getLocale: () => 'fr-CA',
    exit: (code?: number) => void said.push(`exit ${code}`),
  };
  const dialog = { showErrorBox: (title: string, text: string) => void said.push(title, text) };
  const log = { ...silentLog, error: (_: string, bug?: unknown) => void logged.push(bug) };
  const bug = new Error('file is not a database');
  giveUpStart({ app, dialog, log, texts })(bug);
  expect(said).toEqual([
    'Guichet',
    expect.stringMatching(/^Guichet n’a pas pu démarrer\..*\/home\/ada\/guichet/),
    'exit 1',
  ]);
  expect(logged).toEqual([bug]);
});
