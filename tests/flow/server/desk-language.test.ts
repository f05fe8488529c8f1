// Texts that Guichet adds to a ticket are in the language of the backend's technicians, or in both when it is unknown.
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

/** Category and first fact label that a backend with these settings receives. */
async function received(settings: Record<string, unknown>) {
  const atera = createBackend('A', ELSEWHERE);
  desk = (await openWithBackends({ atera }, 'atera')).desk;
  await desk.alter("UPDATE backend SET settings = ? WHERE name = 'atera'", JSON.stringify(settings));
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
  const agent = await desk.activeAgent('requester@contoso.example');
  const facts = [{ name: 'memory', value: '6.2 GB' }];
  await agent.sync([ticketCommand({ categoryId: 'slow', facts })]);
  await desk.delivered();
  const { category, facts: sentFacts } = atera.ticket().content;
  return [category?.name, sentFacts[0]?.label];
}

test('French technicians get French, English ones English', async () => {
  expect(await received({ kind: 'atera', language: 'fr' })).toEqual([
    'Network (fr) > Wi-Fi (fr) > Leaf slow (fr)',
    'Mémoire libre',
  ]);
  await desk?.close();
  expect(await received({ kind: 'atera' })).toEqual(['Network > Wi-Fi > Leaf slow', 'Free memory']);
});

test('technicians of unknown language get both', async () => {
  const [category, fact] = await received({
    kind: 'itop',
    url: 'https://itop.contoso.example',
    user: 'guichet',
  });
  expect(fact).toBe('Mémoire libre / Free memory');
  expect(category).toBe('Network (fr) > Wi-Fi (fr) > Leaf slow (fr) / Network > Wi-Fi > Leaf slow');
});

test('facts have the same labels for technicians as in the form', () => {
  const labels = FACT_NAMES.map((name) => ({ en: factLabel(name, 'en'), fr: factLabel(name, 'fr') }));
  expect(labels).toEqual(FACT_NAMES.map(labelOfFact));
  expect(labels).toContainEqual({ en: 'Free memory', fr: 'Mémoire libre' });
  expect([factLabel('newer', 'fr'), factLabel('newer', null)]).toEqual(['newer', 'newer']);
});
