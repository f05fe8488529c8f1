// My tickets with 5,000 tickets against 50: the time until the first rows are painted, and until a search answers.
import { expect, type Page } from '@playwright/test';
import { test } from '../e2e/desktop.ts';
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
  watch.found = new Promise((answered) => {
    document.querySelector('input[type=search]')?.addEventListener(
      'input',
      () => {
        const typed = performance.now();
        const look = () => {
          const statuses = [...document.querySelectorAll('[role=status]')].map(
            ({ textContent }) => textContent,
          );
          const isThere = statuses.some((text) => text?.startsWith(`${count} ticket`));
          requestAnimationFrame(isThere ? () => answered(performance.now() - typed) : look);
        };
        look();
      },
      { once: true },
    );
  });
}

function foundAfter(): Promise<number> {
  return (globalThis as unknown as { found: Promise<number> }).found;
}

/** Measures only letters that change the number of results: otherwise the former results would already match. */
async function searchAnswers({ agent }: Ready): Promise<number[]> {
  const form = await agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('tickets'));
  const tickets: Page = await agent.window('tickets');
  const box = tickets.getByRole('searchbox');
  await box.focus();
  const samples: number[] = [];
  for (const search of SEARCHES) {
    let before = -1;
    for (let length = 1; length <= search.length; length++) {
      const count = foundBy(search.slice(0, length));
      if (count !== before) await tickets.evaluate(watchSearch, count);
      await tickets.keyboard.press(search[length - 1] === ' ' ? 'Space' : (search[length - 1] ?? ''));
      if (count !== before) samples.push(await tickets.evaluate(foundAfter));
      before = count;
    }
    await box.fill('');
    await expect(tickets.getByText(/tickets? found/)).toHaveCount(0);
  }
  await tickets.close();
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
  const answers = await searchAnswers(many);
  await many.close();
  record('list', {
    p50: percentile(manyPaints, 0.5),
    ratio: percentile(manyPaints, 0.5) / percentile(fewPaints, 0.5),
    searchP50: percentile(answers, 0.5),
    searchP95: percentile(answers, 0.95),
    fewP50: percentile(fewPaints, 0.5),
  });
});
