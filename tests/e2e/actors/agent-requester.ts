// A requester of a story who has Guichet on their computer.
import { expect, type Page } from '@playwright/test';
import type { OpenableScreen } from '../../../contract/ipc.ts';
import type { RunningAgent } from '../parts.ts';
import type { Post } from '../post.ts';
import { untilCondition } from '../ready-agent.ts';

interface Request {
  title: string;
  description: string;
  /** words that find the category, and its name */
  category: { words: string; name: string };
  /** by the label of the field */
  answers: Record<string, string>;
}

export type AgentRequester = ReturnType<typeof requesterAt>;

export function requesterAt(agent: RunningAgent, post: Post) {
  async function show(screen: OpenableScreen): Promise<Page> {
    const form = await agent.window('capture');
    await form.evaluate((name) => window.guichet.ask['window:open'](name), screen);
    return agent.window(screen);
  }
  return {
    async confirmAddress(person: { email: string; fullName: string }): Promise<void> {
      await untilCondition(agent, 'confirm-address');
      const settings = await show('settings');
      await settings.getByLabel('Full name').fill(person.fullName);
      await settings.getByLabel('E-mail').fill(person.email);
      await settings.getByRole('button', { name: 'Send token' }).click();
      const { text } = await post.letter(person.email, /./);
      const token = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)?.[0] ?? '';
      await settings.getByLabel('Confirmation token').fill(token);
      await settings.getByRole('button', { name: 'Save' }).click();
      await untilCondition(agent, 'ready');
      await agent.close('settings');
    },
    /** Sends the form by hotkey, with a picture of the screen. */
    async ask({ title, description, category, answers }: Request): Promise<void> {
      const form = await agent.openForm();
      await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
      await form.getByLabel('Title').fill(title);
      await form.getByLabel('Description').fill(description);
      await form.getByRole('button', { name: 'Search or browse' }).click();
      await form.getByRole('searchbox', { name: 'Search the catalogue' }).fill(category.words);
      await form.getByRole('button', { name: category.name }).click();
      for (const [label, answer] of Object.entries(answers))
        await form.getByRole('textbox', { name: label, exact: true }).fill(answer);
      await form.keyboard.press('Control+Enter');
      await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible();
      await agent.closeForm();
    },
    async open(title: string): Promise<void> {
      const tickets = await show('tickets');
      await tickets.getByText(title).first().click();
      await expect(tickets.getByRole('heading', { name: title })).toBeVisible();
    },
    async sees(words: string): Promise<void> {
      const tickets = await agent.window('tickets');
      await expect(tickets.getByText(words).first()).toBeVisible();
    },
    async write(words: string): Promise<void> {
      const tickets = await agent.window('tickets');
      await tickets.getByLabel('Message').fill(words);
      await tickets.keyboard.press('Control+Enter');
      await expect(tickets.getByRole('list', { name: 'Conversation' }).getByText(words)).toBeVisible();
    },
    async confirmItWorks(): Promise<void> {
      const tickets = await agent.window('tickets');
      await tickets.getByRole('button', { name: 'It works now' }).click();
      await expect(tickets.getByText('This ticket is closed')).toBeVisible();
    },
  };
}
