// Lets an agent that has one ticket receive many.
import { expect } from '@playwright/test';
import type { Ready } from '../e2e/ready-agent.ts';
import { seedTickets } from './seed-tickets.ts';

/** Adds `count` tickets on the server and waits until the agent lists them all. */
export async function receiveTickets({ agent, desk, server }: Ready, count: number): Promise<void> {
  const form = await agent.window('capture');
  const total = () =>
    form.evaluate(async () => {
      const query = { shelf: 'open', search: '', older: false, limit: 1 } as const;
      const listed = await window.guichet.ask['tickets:list'](query);
      return listed.ok ? listed.value.total : 0;
    });
  const before = await total();
  seedTickets(server.dataDir, count);
  // A reply makes the agent sync, which then reads all changes.
  const [known] = await desk.tickets();
  await desk.reply(known?.id ?? '', 'All of them are coming.');
  await expect.poll(total, { timeout: 120_000 }).toBe(before + count);
}
