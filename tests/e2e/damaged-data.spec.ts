// Local data that is damaged, or whose keys open nothing any more: a ticket can be written at once, and nobody touches a file.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './desktop.ts';
import { confirmAddress, type Ready, readyAgent, untilCondition } from './ready-agent.ts';

let ready: Ready;
test.beforeAll(async () => {
  ready = await readyAgent();
});
test.afterAll(() => ready.close());

const PAGE = 4096;

test('a damaged database is set aside, what waited is sent, and a ticket can be written at once', async () => {
  await ready.stopServer();
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill('Written before the power failed');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/^Saved\./)).toBeVisible();
  await ready.restart({
    until: 'offline',
    meanwhile() {
      const file = join(ready.userData, 'guichet.sqlite');
      // the first page: header and schema
      writeFileSync(file, readFileSync(file).fill(0, 0, PAGE));
    },
  });
  const again = await ready.agent.openForm();
  await expect(again.getByText('The data of Guichet on this computer was damaged')).toBeVisible();
  await expect(again.getByText('Kept: 1 waiting to be sent.')).toBeVisible();
  await again.getByLabel('Title').fill('Written after it');
  await again.keyboard.press('Control+Enter');
  await expect(again.getByText(/^Saved\./)).toBeVisible();
  await ready.startServer();
  await expect(again.getByText('Ticket R-000002 created.')).toBeVisible({ timeout: 90_000 });
  await ready.agent.close('capture');
  const asides = readdirSync(ready.userData).filter((name) => name.startsWith('set-aside-'));
  expect(asides).toHaveLength(1);
  expect(readFileSync(join(ready.userData, 'logs/main.log'), 'utf8')).toContain(
    `the local data was begun anew (damaged): kept {"queued":1,"drafts":0}`,
  );
});

test('after a reset of the password the person writes at once, and proves the address to have it sent', async () => {
  await ready.restart({
    until: 'waiting-for-activation',
    meanwhile() {
      const file = join(ready.userData, 'keys.json');
      const keys = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...keys, dataKey: keys.agentSecret, agentSecret: keys.dataKey }));
    },
  });
  const form = await ready.agent.openForm();
  await expect(
    form.getByText(/can no longer be opened, for example because the Windows password/),
  ).toBeVisible();
  await form.getByLabel('Title').fill('My screen is dark');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/^Saved here\. It is sent once/)).toBeVisible();
  await confirmAddress(ready.agent, ready.desk, { email: 'requester@example.org', fullName: 'A requester' });
  await untilCondition(ready.agent, 'ready');
  await expect(form.getByText(/^Ticket R-\d{6} created\./)).toBeVisible({ timeout: 90_000 });
});
