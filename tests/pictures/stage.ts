// The set-up of a tour: an agent in one language, its server and its people, and screenshots.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { OpenableScreen } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import { root } from '../e2e/parts.ts';
import { showPattern } from '../e2e/pattern.ts';
import { type Ready, readyAgent } from '../e2e/ready-agent.ts';
import { TEXTS, type TourTexts, textsOf } from './texts.ts';

export interface Stage {
  ready: Ready;
  texts: TourTexts;
  /** the text of a key such as `capture.title` */
  t: (key: string) => string;
  /** Saves `docs/pictures/<name>.<language>.png`, of the whole window or from the element `from` down. */
  keep(page: Page, name: string, from?: Locator): Promise<void>;
  close(): Promise<void>;
}

/** Margin above `from` in a picture, in pixels. */
const ABOVE = 8;

/** Writes a directory file. It has no Windows user names, so that any address can be confirmed. */
export function directory({ colleague, manager, campus }: TourTexts): string {
  const file = join(mkdtempSync(join(tmpdir(), 'guichet-tour-')), 'directory.json');
  const people = [
    { email: 'colleague@example.org', fullName: colleague, site: campus },
    { email: 'manager@example.org', fullName: manager, site: campus },
  ];
  writeFileSync(file, JSON.stringify({ people }));
  return file;
}

/** Sets the user's site, and the language of all windows. */
async function setPersonal({ agent }: Ready, site: string, language: Language): Promise<void> {
  const form = await agent.window('capture');
  await form.evaluate(
    async (chosen) => {
      const read = await window.guichet.ask['settings:read']();
      if (!read.ok) return;
      const place = { phone: '555-0110', room: 'A-101' };
      await window.guichet.ask['settings:write']({ ...read.value.settings, ...place, ...chosen });
    },
    { site, language },
  );
  await expect(form.locator(`html[lang=${language}]`)).toHaveCount(1);
}

/** `agentEnv` is added to the environment of the agent. */
export async function setStage(language: Language, agentEnv: Record<string, string> = {}): Promise<Stage> {
  const texts = TEXTS[language];
  const pattern = await showPattern(texts.pattern);
  const ready = await readyAgent({
    catalogue: join(root, 'docs/examples/catalogue.json'),
    directory: directory(texts),
    email: 'manager@example.org',
    fullName: texts.manager,
    technician: texts.technician,
    agentEnv,
  });
  await setPersonal(ready, texts.site, language);
  return {
    ready,
    texts,
    t: textsOf(language),
    async keep(page, name, from) {
      // moves the pointer away, so that nothing is hovered
      await page.mouse.move(1, 1);
      const path = join(root, 'docs/pictures', `${name}.${language}.png`);
      const top = Math.max(0, ((await from?.boundingBox())?.y ?? 0) - ABOVE);
      const [width, height] = await page.evaluate((): [number, number] => [innerWidth, innerHeight]);
      const clip = { x: 0, y: top, width, height: height - top };
      await page.screenshot({ path, animations: 'disabled', clip });
    },
    async close() {
      await ready.close();
      await pattern.browser.close();
    },
  };
}

/** Opens the form and waits for its screenshot. */
export async function openForm({ ready: { agent }, t }: Stage): Promise<Page> {
  const form = await agent.openForm();
  await expect(form.getByRole('img', { name: t('picture.screenshot') }).first()).toBeVisible();
  return form;
}

/** Waits until all facts are listed under "What is sent". */
export async function allFacts(form: Page): Promise<void> {
  await expect(form.getByText(/\(\d+ (facts|informations)\)/)).toBeVisible({ timeout: 30_000 });
}

export async function show({ ready: { agent } }: Stage, screen: OpenableScreen): Promise<Page> {
  const form = await agent.window('capture');
  await form.evaluate((name) => window.guichet.ask['window:open'](name), screen);
  return agent.window(screen);
}

/** Fills in and sends a ticket. Returns its id. */
export async function send(stage: Stage, title: string, description: string): Promise<string> {
  const { ready, t } = stage;
  const form = await openForm(stage);
  await form.getByLabel(t('capture.title')).fill(title);
  await form.getByLabel(t('capture.description')).fill(description);
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/R-\d+ (created|créé)/)).toBeVisible();
  await ready.agent.closeForm();
  const tickets = await ready.desk.tickets();
  return tickets.find((ticket) => ticket.title === title)?.id ?? '';
}
