// The contract suite against the iTop at ITOP_URL, and the story of two tiers with it as the second one.
import { expect, test } from 'vitest';
import { connectorContract, SHORT } from '../connectors/contract.ts';
import { openTestServer } from '../fakes/server/test-server.ts';
import { openSchool, playTwoTiers } from '../fakes/server/two-tiers.ts';
import { type ItopEnvironment, readItop } from './environment.ts';
import { createItopDesk } from './itop-desk.ts';
import { openItop, secretsOf, settingsOf } from './itop-harness.ts';

/** Hundreds of calls to an iTop that may be slow, in milliseconds. */
const LONG = 300_000;
const environment = readItop();
if (environment.isConfigured) {
  const { values } = environment;
  connectorContract('a real iTop', () => openItop(values), SHORT);
  test('a school hands a ticket over to a real iTop, and both are closed', () => tellStory(values), LONG);
}

async function tellStory(values: ItopEnvironment): Promise<void> {
  const harness = await openItop(values);
  const { email } = harness.unknown;
  const [, domain = ''] = email.split('@');
  const desk = await openTestServer({
    environment: { FIRST_EMAIL_DOMAINS: `${domain},example.org` },
    onSqlite: true,
  });
  try {
    expect(harness.cannot).not.toHaveProperty('moves');
    const settings = { ...settingsOf(values), organisations: { Contoso: harness.organisation } };
    const group = { harness, settings, secrets: secretsOf(values) };
    await playTwoTiers(await openSchool(desk, email), group);
  } finally {
    await desk.close();
    await harness.close();
  }
  const left = await createItopDesk(values).find(`SELECT Person WHERE email LIKE '%@${domain}'`, 'email');
  expect(left).toEqual([]);
}
