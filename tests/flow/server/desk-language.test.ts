// What Guichet adds to a request is in the language of the backend's technicians, in both where that is not known.
import { afterEach, expect, test } from 'vitest';
import { labelOfFact } from '../../../contract/fact-labels.ts';
import { FACT_NAMES } from '../../../contract/facts.ts';
import { factLabel } from '../../../server/delivery/labels.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { catalogueOf } from '../../fakes/server/imports.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

/** What a backend with these settings is asked for. */
async function asked(settings: Record<string, unknown>) {
  const atera = createBackend('A', ELSEWHERE);
  desk = (await openWithBackends({ atera }, 'atera')).desk;
  desk.alter("UPDATE backend SET settings = ? WHERE name = 'atera'", JSON.stringify(settings));
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
  const agent = await desk.activeAgent('requester@contoso.example');
  const facts = [{ name: 'memory', value: '6.2 GB' }];
  await agent.sync([ticketCommand({ categoryId: 'slow', facts })]);
  await desk.delivered();
  const { category, facts: told } = atera.ticket().content;
  return [category?.name, told[0]?.label];
}

test('a desk of French technicians reads French, one of English technicians English', async () => {
  expect(await asked({ kind: 'atera', language: 'fr' })).toEqual([
    'Network (fr) > Wi-Fi (fr) > Leaf slow (fr)',
    'Mémoire libre',
  ]);
  await desk?.close();
  expect(await asked({ kind: 'atera' })).toEqual(['Network > Wi-Fi > Leaf slow', 'Free memory']);
});

test('a desk whose language is not known reads both', async () => {
  const [category, fact] = await asked({
    kind: 'itop',
    url: 'https://itop.contoso.example',
    user: 'guichet',
  });
  expect(fact).toBe('Mémoire libre / Free memory');
  expect(category).toBe('Network (fr) > Wi-Fi (fr) > Leaf slow (fr) / Network > Wi-Fi > Leaf slow');
});

test('facts are named to technicians as the form names them to requesters', () => {
  const told = FACT_NAMES.map((name) => ({ en: factLabel(name, 'en'), fr: factLabel(name, 'fr') }));
  expect(told).toEqual(FACT_NAMES.map(labelOfFact));
  expect(told).toContainEqual({ en: 'Free memory', fr: 'Mémoire libre' });
  expect([factLabel('newer', 'fr'), factLabel('newer', null)]).toEqual(['newer', 'newer']);
});
