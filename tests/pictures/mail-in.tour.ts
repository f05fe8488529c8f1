// Takes the pictures of mails to the built-in desk in both languages: its mailbox, for the guide to operation, and mails that wait, for
// docs/guide-technician.md.
import { join } from 'node:path';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import en from '../../console/locales/en.json' with { type: 'json' };
import fr from '../../console/locales/fr.json' with { type: 'json' };
import type { HeldReason } from '../../contract/held-mails.ts';
import { DESK_PASSWORD, openDesk } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { startOwnServer } from '../e2e/ready-agent.ts';
import { TEXTS } from './texts.ts';

const STORY = {
  en: {
    locale: 'en-US',
    name: 'A visitor',
    subject: 'No network in the lecture hall',
    text: 'Good morning,\n\nI give a lecture in B 12 at 2 p.m. and my telephone finds no network. Whom do I ask?',
    file: 'telephone.jpg',
    forged: 'My screen stays black',
    more: 'Please call me back.',
  },
  fr: {
    locale: 'fr-FR',
    name: 'Une visiteuse',
    subject: 'Pas de réseau dans l’amphithéâtre',
    text: 'Bonjour,\n\nje donne un cours en B 12 à 14 h et mon téléphone ne trouve pas de réseau. À qui m’adresser ?',
    file: 'téléphone.jpg',
    forged: 'Mon écran reste noir',
    more: 'Merci de me rappeler.',
  },
} as const;

for (const language of ['en', 'fr'] as const) {
  test(`mails to the desk in ${language}`, async () => {
    const [story, texts, t] = [STORY[language], TEXTS[language], { en, fr }[language]];
    const server = await startOwnServer();
    await openDesk(server, texts.technician);
    hold(server.dataDir, [
      { ...story, reason: 'stranger', from: 'visitor@elsewhere.example' },
      {
        ...{ reason: 'unproven', from: 'colleague@example.org', name: texts.colleague },
        ...{ subject: story.forged, text: story.more },
      },
    ]);
    const browser = await startBrowser();
    const context = await browser.newContext({
      locale: story.locale,
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    const keep = async (name: string) => {
      await page.mouse.move(1, 1);
      await page.waitForFunction(() =>
        document.getAnimations().every(({ playState }) => playState !== 'running'),
      );
      const path = join(root, 'docs/pictures', `${name}.${language}.png`);
      await page.screenshot({ path, animations: 'disabled' });
    };
    await page.goto(server.url);
    await page.getByLabel(t.session.email).fill('admin@example.org');
    await page.getByLabel(t.session.password).fill(DESK_PASSWORD);
    await page.getByRole('button', { name: t.session.signIn }).click();
    await page.getByRole('link', { name: t.tickets.title }).click();
    await page.getByRole('link', { name: t.heldMails.link_other.replace('{{count}}', '2') }).click();
    await expect(page.getByText(story.subject)).toBeVisible();
    await keep('held-mails');
    await page.getByRole('link', { name: t.backends.title }).click();
    await page
      .getByRole('button', { name: t.backends.edit, exact: true })
      .or(page.getByText(t.backends.edit, { exact: true }))
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t.backends.mailbox.reads).check();
    await page.setViewportSize({ width: 1280, height: 1320 });
    await dialog.getByLabel(t.backends.mailbox.address).fill('help@example.org');
    await dialog.getByLabel(t.backends.mail.host, { exact: false }).first().fill('imap.example.org');
    await dialog.getByLabel(t.backends.user).fill('help@example.org');
    await dialog.getByLabel(t.backends.mail.authServer).fill('mx.example.org');
    await dialog.getByLabel(t.backends.mailbox.address).focus();
    await keep('desk-mailbox');
    await browser.close();
    await server.stop();
  });
}

interface Held {
  reason: HeldReason;
  from: string;
  name: string;
  subject: string;
  text: string;
  /** name of a file */
  file?: string;
}

function hold(dataDir: string, mails: readonly Held[]): void {
  const database = new Database(join(dataDir, 'guichet.sqlite'));
  const now = new Date().toISOString();
  const insert = database.prepare(
    `INSERT INTO desk_mail (id, place, hash, sender, sender_name, subject, received_at, taken_at, outcome, reason, text, left_out)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'held', ?, ?, '[]')`,
  );
  const insertFile = database.prepare(
    `INSERT INTO desk_mail_file (mail_id, position, sha256, name, media_type, size) VALUES (?, 0, '', ?, 'image/jpeg', ?)`,
  );
  for (const { reason, from, name, subject, text, file } of mails) {
    const id = v7();
    insert.run(id, id, id, from, name, subject, now, now, reason, text);
    if (file !== undefined) insertFile.run(id, file, 412_000);
  }
  database.close();
}
