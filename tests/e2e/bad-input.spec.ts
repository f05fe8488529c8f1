// Wrong input and wrong states, and how the agent's windows report them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { test } from './desktop.ts';
import { emptyFolder, startAgent } from './parts.ts';
import { ENROLMENT_KEY, readyAgent, startOwnServer, untilCondition } from './ready-agent.ts';

const IN_FRENCH = { LANGUAGE: 'fr', LANG: 'fr_FR.UTF-8', LC_ALL: 'fr_FR.UTF-8' };

test('an unknown enrolment key is reported in the user’s language', async () => {
  const server = await startOwnServer();
  const agent = await startAgent(emptyFolder('agent'), {
    ...IN_FRENCH,
    GUICHET_SERVER_URL: server.url,
    GUICHET_ENROLMENT_KEY: 'gk_of_somebody_else_entirely',
  });
  await untilCondition(agent, 'needs-attention');
  const form = await agent.openForm();
  await expect(form.getByText('ne connaît pas cette clé d’enrôlement')).toBeVisible();
  await agent.quit();
  await server.stop();
});

test('an empty title and one of 10,000 characters are reported at the field, and no input is lost', async () => {
  const { agent, desk, close } = await readyAgent();
  const form = await agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  await form.getByLabel('Description').fill('What I had already written');
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText('A ticket needs a title')).toBeVisible();
  await expect(form.getByLabel('Title')).toBeFocused();
  await form.getByLabel('Title').fill('x'.repeat(10_000));
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText('250 at most')).toBeVisible();
  await expect(form.getByLabel('Description')).toHaveValue('What I had already written');
  expect(await desk.tickets()).toEqual([]);

  await form.getByLabel('Title').fill('A short one');
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  await close();
});

test('an agent suspended while a ticket is being written says why, keeps the text, and sends it once active', async () => {
  const { agent, desk, close } = await readyAgent();
  const form = await agent.openForm();
  await form.getByLabel('Title').fill('Written before the suspension');
  await desk.suspend();
  await untilCondition(agent, 'needs-attention');
  await expect(form.getByText('Your IT team has suspended Guichet for you')).toBeVisible();
  await desk.activate();
  await untilCondition(agent, 'ready');
  await expect(form.getByLabel('Title')).toHaveValue('Written before the suspension');
  await form.getByRole('button', { name: /^Send/ }).click();
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  await close();
});

test('data written by a newer agent is not changed', async () => {
  const userData = emptyFolder('agent');
  const file = join(userData, 'guichet.sqlite');
  const database = new Database(file);
  database.pragma('user_version = 9990');
  database.exec("create table later (id); insert into later values ('kept')");
  database.close();
  const before = createHash('sha256').update(readFileSync(file)).digest('hex');
  const agent = await startAgent(userData, {
    GUICHET_SERVER_URL: 'http://127.0.0.1:9',
    GUICHET_ENROLMENT_KEY: ENROLMENT_KEY,
  });
  await untilCondition(agent, 'needs-attention');
  const form = await agent.openForm();
  await expect(form.getByText('written by a newer Guichet')).toBeVisible();
  await agent.quit();
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(before);
});
