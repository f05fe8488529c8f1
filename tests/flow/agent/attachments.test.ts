// Uploads of attachments: resumed after a break, sent again when damaged, never stuck.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createServerClient } from '../../../main/http/server-client.ts';
import { uploadAttachment } from '../../../main/http/upload.ts';
import { removedAfterEach, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory, sha256 } from '../../fakes/server-in-memory.ts';
import { fakeUploads } from '../../fakes/tus-uploads.ts';
import { unwrap } from './requests.ts';

const started = removedAfterEach();

function uploader() {
  const uploads = fakeUploads();
  const sent: number[] = [];
  const client = createServerClient({
    serverUrl: 'https://help.example.org',
    version: '0.1.0',
    language: () => 'en',
    credentials: () => ({ agentId: 'agent', secret: 'secret' }),
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = Buffer.from(await request.arrayBuffer());
      if (request.method === 'PATCH') sent.push(body.length);
      return uploads.answer('agent', request, body);
    },
  });
  const bytes = Buffer.alloc(2_500_000, 'guichet');
  const attachment = { sha256: sha256(bytes), name: 'guichet.txt', size: bytes.length };
  const upload = () => uploadAttachment(attachment, { client, load: async () => bytes });
  return { uploads, sent, upload, bytes };
}

describe('uploads', () => {
  it('go in chunks of a mebibyte', async () => {
    const { upload, uploads, sent, bytes } = uploader();
    expect(await upload()).toEqual({ ok: true, value: undefined });
    expect(sent).toEqual([1_048_576, 1_048_576, 402_848]);
    expect(uploads.contents()[0]?.equals(bytes)).toBe(true);
  });

  it('resume at the byte where the connection broke', async () => {
    const { upload, uploads, sent, bytes } = uploader();
    uploads.mood.breakAfter = 700_000;
    expect(await upload()).toMatchObject({ ok: false, error: { code: 'server-unreachable' } });
    sent.length = 0;
    expect(await upload()).toMatchObject({ ok: true });
    expect(sent).toEqual([1_048_576, 751_424]);
    expect(uploads.contents()[0]?.equals(bytes)).toBe(true);
  });

  it('send nothing that the server already has', async () => {
    const { upload, sent } = uploader();
    await upload();
    sent.length = 0;
    expect(await upload()).toMatchObject({ ok: true });
    expect(sent).toEqual([]);
  });

  it('start again once the server has removed the file, as it does with unreferenced ones after a week', async () => {
    const { upload, uploads, bytes } = uploader();
    await upload();
    uploads.forget();
    expect(await upload()).toMatchObject({ ok: true });
    expect(uploads.contents()[0]?.equals(bytes)).toBe(true);
  });

  it('start again when the server finds the content damaged', async () => {
    const { upload, uploads } = uploader();
    uploads.mood.damageNext = true;
    expect(await upload()).toMatchObject({ ok: true });
    expect(uploads.contents()).toHaveLength(1);
  });
});

describe('a ticket with a picture', () => {
  it('becomes a draft with the reason when its picture exceeds the server’s limit', async () => {
    const desk = serverInMemory();
    desk.uploads.mood.limit = 10;
    const agent = await startReadyAgent(desk);
    started(agent);
    await agent.submit('Too large');
    await expect.poll(() => agent.toasts.at(-1)?.body).toContain('larger than 1 MB');
    const [refused] = unwrap(await agent.ask('draft:others', undefined));
    unwrap(await agent.ask('draft:open', { id: refused?.id ?? '' }));
    expect(await agent.shown()).toMatchObject({ content: { title: 'Too large' }, attachments: [{}] });
    expect(agent.condition()).toBe('ready');
  });

  it.each(['removed from', 'damaged on'])('becomes a draft when its picture was %s the disk', async (how) => {
    const desk = serverInMemory();
    const agent = await startReadyAgent(desk, { clock: manualClock() });
    started(agent);
    desk.goDown();
    await agent.submit('Picture lost');
    for (const name of readdirSync(join(agent.folder, 'attachments'))) {
      const file = join(agent.folder, 'attachments', name);
      if (how === 'removed from') rmSync(file);
      else writeFileSync(file, 'not what was sealed here');
    }
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => agent.toasts.at(-1)?.body).toContain('could not be read');
    expect(agent.agent.state().waiting).toBe(0);
  });
});
