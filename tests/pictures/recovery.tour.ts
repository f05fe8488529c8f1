// Takes the pictures of what people see after data was damaged or a server came back older, in both languages, for docs/guide-user.md.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { v7 } from 'uuid';
import { colleague } from '../e2e/colleague.ts';
import { test } from '../e2e/desktop.ts';
import { emptyFolder } from '../e2e/parts.ts';
import { growTo } from '../e2e/whole-window.ts';
import { ticketCommand } from '../fakes/server/agent.ts';
import { type Stage, setStage, show } from './stage.ts';

/** Of SQLite. */
const PAGE_BYTES = 4096;

for (const language of ['en', 'fr'] as const) {
  test(`recovery in ${language}`, async () => {
    const stage = await setStage(language);
    await test.step('the server came back older', () => missing(stage));
    await test.step('the data was damaged', () => begunAnew(stage));
    await stage.close();
  });
}

/** What another computer of the same person sent after the backup. */
async function missing(stage: Stage): Promise<void> {
  const { ready, texts, t, keep } = stage;
  const file = join(ready.server.dataDir, 'guichet.sqlite');
  const backup = join(emptyFolder('backup'), 'guichet.sqlite');
  const other = await colleague(ready, 'manager@example.org', texts.manager);
  await ready.stopServer();
  cpSync(file, backup);
  await ready.startServer();
  await other.sync([ticketCommand({ title: texts.ticket, description: texts.ticketText }, v7())]);
  const tickets = await show(stage, 'tickets');
  await tickets.getByText(texts.ticket).first().click({ timeout: 60_000 });
  await ready.stopServer();
  cpSync(backup, file);
  await ready.startServer();
  await expect(tickets.getByText(t('tickets.missingWhy'))).toBeVisible({ timeout: 60_000 });
  await growTo(tickets.getByRole('region', { name: texts.ticket }), ready.agent);
  await keep(tickets, 'guide-missing');
  await tickets.close();
}

async function begunAnew({ ready, texts, t, keep }: Stage): Promise<void> {
  await ready.stopServer();
  const form = await ready.agent.openForm();
  await form.getByLabel(t('capture.title')).fill(texts.title);
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(t('submitted.savedOffline'))).toBeVisible();
  await ready.restart({
    until: 'offline',
    meanwhile() {
      const file = join(ready.userData, 'guichet.sqlite');
      writeFileSync(file, readFileSync(file).fill(0, 0, PAGE_BYTES));
    },
  });
  const again = await ready.agent.openForm();
  await expect(again.getByText(t('recovery.damaged'))).toBeVisible();
  await keep(again, 'guide-begun-anew');
}
