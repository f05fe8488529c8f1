// The files of tickets: pictures are shown, also offline; other files are saved in Downloads.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Attachment } from '../../../contract/ticket.ts';
import { type AgentUnderTest, removedAfterEach, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { commentOf, keyOf, ME, ticketOf } from '../../fakes/snapshots.ts';
import { listTickets, openTicket } from './requests.ts';

const started = removedAfterEach();
const BYTES = randomBytes(200_000);

/** An agent with one ticket that has a file of a technician. */
async function withFile(file: Partial<Attachment>) {
  const desk = serverInMemory();
  const agent = started(await startReadyAgent(desk));
  const sha256 = desk.addFile(BYTES);
  const attachment = { sha256, name: 'plan.png', mediaType: 'image/png', size: BYTES.length, ...file };
  desk.addTicket(ME.email, ticketOf({ comments: [commentOf({ attachments: [attachment] })] }));
  desk.nudge();
  await expect.poll(async () => (await listTickets(agent, {})).total).toBe(1);
  const bytes = () => agent.agent.attachmentBytes(keyOf(1), sha256);
  const save = () => agent.ask('tickets:save-file', { id: keyOf(1), sha256 });
  return { desk, agent, sha256, bytes, save };
}
const downloadsOf = (agent: AgentUnderTest) => join(agent.folder, 'downloads');
const sealedFiles = (agent: AgentUnderTest) => readdirSync(join(agent.folder, 'attachments'));

describe('a picture in a ticket', () => {
  it('that was seen is readable offline, and is sealed on disk', async () => {
    const { desk, agent, sha256, bytes } = await withFile({});
    expect(await bytes()).toMatchObject({ mediaType: 'image/png' });
    desk.goDown();
    const again = await bytes();
    expect(Buffer.from(again?.bytes ?? []).equals(BYTES)).toBe(true);
    expect(sealedFiles(agent)).toEqual([sha256]);
    expect(readFileSync(join(agent.folder, 'attachments', sha256)).includes(BYTES.subarray(0, 64))).toBe(
      false,
    );
  });

  it('that was never seen is null offline, not an error', async () => {
    const { desk, bytes } = await withFile({});
    desk.goDown();
    expect(await bytes()).toBeNull();
  });

  it('that arrives damaged, or longer than announced, is neither shown nor stored', async () => {
    const damaged = await withFile({});
    damaged.desk.mood.damagesFiles = true;
    expect(await damaged.bytes()).toBeNull();
    expect(sealedFiles(damaged.agent)).toEqual([]);
    const longer = await withFile({ size: 1000 });
    expect(await longer.bytes()).toBeNull();
  });

  it('of another ticket, or of none, is not requested', async () => {
    const { desk, agent, sha256 } = await withFile({});
    const calls = desk.calls.length;
    expect(await agent.agent.attachmentBytes(keyOf(2), sha256)).toBeNull();
    expect(await agent.agent.attachmentBytes(keyOf(1), 'a'.repeat(64))).toBeNull();
    expect(desk.calls).toHaveLength(calls);
  });

  it('sent from this agent is readable offline', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const id = await agent.submit('With its picture');
    await expect.poll(async () => (await openTicket(agent, id)).stage).toBe('sent');
    desk.goDown();
    const [picture] = (await openTicket(agent, id)).ticket.attachments;
    const bytes = await agent.agent.attachmentBytes(id, picture?.sha256 ?? '');
    expect(bytes?.bytes).toHaveLength(picture?.size ?? 0);
  });

  it('is deleted when the requester changes', async () => {
    const { desk, agent, bytes } = await withFile({});
    await bytes();
    desk.confirm('other@example.org');
    await expect.poll(() => sealedFiles(agent)).toEqual([]);
  });
});

describe('a file that is saved', () => {
  it('gets a free name in Downloads, and its folder is opened', async () => {
    const { agent, save } = await withFile({ name: 'plan.pdf', mediaType: 'application/pdf' });
    expect(await save()).toEqual({ ok: true, value: { name: 'plan.pdf' } });
    expect(await save()).toEqual({ ok: true, value: { name: 'plan (2).pdf' } });
    expect(readFileSync(join(downloadsOf(agent), 'plan (2).pdf')).equals(BYTES)).toBe(true);
    expect(agent.shownInFolder).toEqual(
      ['plan.pdf', 'plan (2).pdf'].map((name) => join(downloadsOf(agent), name)),
    );
    expect(sealedFiles(agent)).toEqual([]);
  });

  it('never lands outside Downloads, whatever its name', async () => {
    const { agent, save } = await withFile({ name: '../../.ssh/authorized_keys', mediaType: 'text/plain' });
    expect(await save()).toEqual({ ok: true, value: { name: 'authorized_keys' } });
    expect(readdirSync(downloadsOf(agent))).toEqual(['authorized_keys']);
  });

  it('that cannot be downloaded is reported', async () => {
    const { desk, save } = await withFile({ name: 'plan.pdf', mediaType: 'application/pdf' });
    desk.goDown();
    expect(await save()).toMatchObject({ ok: false, error: { code: 'attachment-unavailable' } });
  });

  it('gets the next free name when a folder has its name', async () => {
    const { agent, save } = await withFile({ name: 'plan.pdf' });
    mkdirSync(join(downloadsOf(agent), 'plan.pdf'));
    expect(await save()).toEqual({ ok: true, value: { name: 'plan (2).pdf' } });
  });
});
