// Every IPC channel of the agent, with valid and broken inputs, and from foreign frames: a declared result, and no bug.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ATTACH_FILES, REQUEST_NAMES, type RequestName } from '../../../contract/channels.ts';
import { ErrorCode } from '../../../contract/errors.ts';
import { AttachFiles, REQUESTS } from '../../../contract/ipc.ts';
import type { Result } from '../../../contract/result.ts';
import { createDispatcher, createFilesDispatcher, type Sender } from '../../../main/ipc/dispatcher.ts';
import type { Log } from '../../../main/support/log.ts';
import { type AgentUnderTest, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { withoutWindows } from '../../fakes/without-windows.ts';
import { createTally, fuzz, inputsFor, PATIENCE } from './campaign.ts';
import { changed, changes, nastyText } from './nasty.ts';
import { inputsOf, type Known } from './schema-inputs.ts';

/** Of all inputs of the campaign. */
const SHARE = 0.1;
const CHANNELS = [...REQUEST_NAMES, ATTACH_FILES];

const FRAMES: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 12, arbitrary: fc.constant('guichet://app/index.html#/capture') },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.constantFrom(
        null,
        '',
        'about:blank',
        'file:///c:/a.html',
        'guichet://app.example',
        'guichet://apps/',
        'GUICHET://app/',
      ),
      nastyText,
    ),
  },
);
const isOwn = (url: string | null) => url === 'guichet://app' || (url?.startsWith('guichet://app/') ?? false);

const bugs: string[] = [];
const log: Log = {
  info() {},
  warn() {},
  error: (...said: unknown[]) => void bugs.push(said.map(String).join(' ')),
};
const noteRejection = (reason: unknown) => void bugs.push(`nobody handled ${String(reason)}`);
const tally = createTally('IPC');

let agent: AgentUnderTest;
let known: Known;
let ask: (channel: string, input: unknown, sender: Sender) => Promise<Result<unknown>>;

/** An agent with a ticket. */
async function begin(): Promise<void> {
  const server = serverInMemory();
  agent = await startReadyAgent(server, { log });
  const ticketId = await agent.submit('The printer is on fire');
  await expect.poll(() => server.tickets().length).toBe(1);
  known = {
    uuid: [ticketId],
    sha256: ['a'.repeat(64)],
    email: ['requester@example.org', 'somebody@example.org'],
    text: ['printer', 'a', 'Ctrl+F12'],
  };
  const request = createDispatcher(withoutWindows(agent.agent), log);
  const attach = createFilesDispatcher(agent.agent.attachFiles, log);
  ask = (channel, input, sender) =>
    channel === ATTACH_FILES ? attach(input, sender) : request(channel as RequestName, input, sender);
}

let begun: Promise<void> | null = null;
/** Called in a test, because waiting for the agent polls. */
const ready = () => {
  begun ??= begin();
  return begun;
};

beforeAll(() => void process.on('unhandledRejection', noteRejection));

afterAll(async () => {
  await agent?.remove();
  process.off('unhandledRejection', noteRejection);
  tally.print();
});

function schemaOf(channel: string) {
  return channel === ATTACH_FILES ? AttachFiles : REQUESTS[channel as RequestName].in;
}

test.each(CHANNELS)(
  '%s answers whatever a window sends, and nothing to a foreign frame',
  async (channel) => {
    await ready();
    // the channels before may have sent or discarded the draft
    const draft = await agent.compose({ title: 'Another one' });
    const ids = [...known.uuid, draft.id, ...draft.attachments.map(({ id }) => id)];
    const calls = fc.tuple(inputsOf(schemaOf(channel), { ...known, uuid: ids }), changes, FRAMES);
    await fuzz(channel, inputsFor(SHARE, CHANNELS.length), calls, async ([input, made, frameUrl]) => {
      const result = await ask(channel, changed(input, made), { frameUrl, windowId: 1 });
      tally.count(result.ok ? 'done' : result.error.code);
      if (!result.ok) ErrorCode.parse(result.error.code);
      const outcome = result.ok ? 'done' : result.error.code;
      if (!isOwn(frameUrl) && outcome !== 'foreign-origin') throw new Error(`${frameUrl}: ${outcome}`);
      if (outcome === 'agent-failed') throw new Error('the agent failed');
      if (result.ok && channel !== ATTACH_FILES) REQUESTS[channel as RequestName].out.parse(result.value);
      const found = bugs.splice(0);
      if (found.length > 0) throw new Error(found.join('\n'));
    });
  },
  PATIENCE,
);
