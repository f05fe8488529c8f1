// My tickets with 5,000 tickets against 50: the time until the first rows are painted, and until a search answers,
// in turn with a bare page that asks its main process.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from '../e2e/desktop.ts';
import { startElectron } from '../e2e/parts.ts';
import { type Ready, readyAgent } from '../e2e/ready-agent.ts';
import { percentile, record } from './figures.ts';
import { receiveTickets } from './receive-tickets.ts';
import { seededTicket } from './seed-tickets.ts';

const RUNS = 30;
const WARM_UP = 3;
const FEW = 50;
const MANY = 5000;
/** Searches, typed letter by letter. */
const SEARCHES = [
  'printer 41',
  'room 123',
  'projector 77',
  'mailbox 399',
  'r-1049',
  'scanner 15',
  'licence 8',
  'network 5',
];

/** Runs in the page before its scripts: `rowsPainted` resolves to the time when the first rows were painted (epoch, ms). */
function whenRowsArePainted(): void {
  const watch = globalThis as unknown as { rowsPainted: Promise<number> };
  watch.rowsPainted = new Promise((painted) => {
    const look = () => {
      const isThere = document.querySelectorAll('li button').length > 3;
      requestAnimationFrame(isThere ? () => painted(performance.timeOrigin + performance.now()) : look);
    };
    look();
  });
}

async function firstPaints({ agent }: Ready): Promise<number[]> {
  const form = await agent.window('capture');
  const samples: number[] = [];
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    const requested = await form.evaluate(() => {
      const at = performance.timeOrigin + performance.now();
      void window.guichet.ask['window:open']('tickets');
      return at;
    });
    const tickets = await agent.window('tickets');
    const painted = await tickets.evaluate(
      () => (globalThis as unknown as { rowsPainted: Promise<number> }).rowsPainted,
    );
    samples.push(painted - requested);
    await tickets.close();
  }
  return samples.slice(WARM_UP);
}

/** Returns the number of tickets with every word of the search in their number or title. */
function foundBy(search: string): number {
  const words = search.toLowerCase().split(' ').filter(Boolean);
  const texts = Array.from({ length: MANY - 1 }, (_, index) => seededTicket(index + 1)).map(
    ({ number, title }) => `${number} ${title}`.toLowerCase(),
  );
  const all = ['r-000001 the first of many', ...texts];
  return all.filter((text) => words.every((word) => text.includes(word))).length;
}

/** Runs in the page before a letter is typed: `found` resolves to the time until `count` results are announced and painted (ms). */
function watchSearch(count: number): void {
  const watch = globalThis as unknown as { found: Promise<number> };
  const isThere = () =>
    [...document.querySelectorAll('[role=status]')].some(({ textContent }) =>
      textContent?.startsWith(`${count} ticket`),
    );
  /** Calls `act` once the next frame is painted: the message arrives after the frame's own work. */
  const afterPaint = (act: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = act;
      port2.postMessage(null);
    });
  watch.found = new Promise((answered) => {
    const begin = () => {
      const typed = performance.now();
      const changes = new MutationObserver(() => {
        if (!isThere()) return;
        changes.disconnect();
        afterPaint(() => answered(performance.now() - typed));
      });
      changes.observe(document.body, { subtree: true, childList: true, characterData: true });
    };
    // before the page's own listener, whose work counts
    document.addEventListener('input', begin, { once: true, capture: true });
  });
}

function foundAfter(): Promise<number> {
  return (globalThis as unknown as { found: Promise<number> }).found;
}

/** Types a letter. Returns the time until `count` results are painted (ms). */
async function typed(page: Page, letter: string, count: number): Promise<number> {
  await page.evaluate(watchSearch, count);
  await press(page, letter);
  return page.evaluate(foundAfter);
}

function press(page: Page, letter: string): Promise<void> {
  return page.keyboard.press(letter === ' ' ? 'Space' : letter);
}

/** The same searches in turn, so that what else the machine does reaches both. */
async function searchAnswers({ agent }: Ready): Promise<{ answers: number[]; bare: number[] }> {
  const form = await agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('tickets'));
  const tickets = await agent.window('tickets');
  const app = await startElectron(join(import.meta.dirname, 'bare-search.cjs'));
  const page = await app.firstWindow();
  const samples: { answers: number[]; bare: number[] } = { answers: [], bare: [] };
  for (const search of SEARCHES) {
    samples.answers.push(...(await typeSearch(tickets, search)));
    samples.bare.push(...(await typeBare(page, search)));
  }
  await app.close();
  await tickets.close();
  return samples;
}

/** Measures only letters that change the number of results: otherwise the former results would already match. */
async function typeSearch(tickets: Page, search: string): Promise<number[]> {
  const box = tickets.getByRole('searchbox');
  await box.focus();
  const samples: number[] = [];
  let before = -1;
  for (let length = 1; length <= search.length; length++) {
    const count = foundBy(search.slice(0, length));
    const letter = search[length - 1] ?? '';
    if (count === before) await press(tickets, letter);
    else samples.push(await typed(tickets, letter, count));
    before = count;
  }
  await box.fill('');
  await expect(tickets.getByText(/tickets? found/)).toHaveCount(0);
  return samples;
}

/** The bare page answers with the number of letters. */
async function typeBare(page: Page, search: string): Promise<number[]> {
  const samples: number[] = [];
  for (const [index, letter] of [...search].entries()) samples.push(await typed(page, letter, index + 1));
  await page.getByRole('searchbox').fill('');
  return samples;
}

/** Starts an agent and waits until it has read `count` tickets. */
async function agentWith(count: number): Promise<Ready> {
  const ready = await readyAgent();
  const form = await ready.agent.openForm();
  await form.getByLabel('Title').fill('The first of many');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible();
  await ready.agent.closeForm();
  await receiveTickets(ready, count - 1);
  await ready.agent.app.context().addInitScript(whenRowsArePainted);
  return ready;
}

test('list', async () => {
  const few = await agentWith(FEW);
  const fewPaints = await firstPaints(few);
  await few.close();
  const many = await agentWith(MANY);
  const manyPaints = await firstPaints(many);
  const { answers, bare } = await searchAnswers(many);
  await many.close();
  record('list', {
    p50: percentile(manyPaints, 0.5),
    ratio: percentile(manyPaints, 0.5) / percentile(fewPaints, 0.5),
    searchP50: percentile(answers, 0.5),
    searchP95: percentile(answers, 0.95),
    searchBareP50: percentile(bare, 0.5),
    searchBareP95: percentile(bare, 0.95),
    fewP50: percentile(fewPaints, 0.5),
  });
});
