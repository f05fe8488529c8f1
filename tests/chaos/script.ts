// What the person and the technicians of a history do.
import { setTimeout as pass } from 'node:timers/promises';
import { Died } from './asked.ts';
import type { Sent } from './checker.ts';
import { digestOf } from './contents.ts';
import { machineOf } from './installation.ts';
import type { ToSend } from './person.ts';
import type { Plan } from './plan.ts';
import type { Stage } from './stage.ts';

/** Between two looks of a person who waits, in milliseconds. */
const LOOK = 30;
/** Looks for a ticket to write to, once everything is calm. */
const MOST_LOOKS = 200;

/** Sends what the agent of this number has to send, one thing after the other, and writes down what the person was told. */
export async function runScript(
  { scripts }: Plan,
  index: number,
  stage: Stage,
  { sent, isCalm }: { sent: Sent[]; isCalm(): boolean },
): Promise<void> {
  for (const { pause, ...thing } of scripts[index] ?? []) {
    await pass(pause);
    const { kind, text, ticket, files } = thing;
    const isSaved = await sendOne(stage, index, thing, isCalm);
    const seen = files.map((file) => ({ name: file.name, sha256: digestOf(file) }));
    sent.push({ kind, text, ticket, by: machineOf(index), isSaved, files: seen });
  }
}

/** Tries until the person is told that it is saved. Returns false where its ticket never came. */
async function sendOne(
  { agents }: Stage,
  index: number,
  thing: ToSend,
  isCalm: () => boolean,
): Promise<boolean> {
  const slot = agents[index];
  for (let looks = 0; slot && looks < MOST_LOOKS; looks += isCalm() ? 1 : 0) {
    const process = await slot.up();
    const told = await process.ask('send', thing).catch((failure: unknown) => {
      if (failure instanceof Died) return null;
      return { failed: String(failure) };
    });
    if (told === 'saved') return true;
    await pass(LOOK);
  }
  return false;
}

/** A technician answers once the ticket is there; gives up after a second. */
export async function writeReply(
  { at, ticket, text }: Plan['replies'][number],
  { truth }: Stage,
): Promise<void> {
  await pass(at);
  for (let looks = 0; looks < 40; looks += 1) {
    if (await truth.reply(ticket, text)) return;
    await pass(25);
  }
}
