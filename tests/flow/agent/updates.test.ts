// Updates from end to end: a real server, the real electron-updater, and installers that are not run.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createInstallerSource } from '../../../main/update/installer-source.ts';
import { silentLog } from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import type { FakeAgent } from '../../fakes/server/agent.ts';
import { type BuiltRelease, buildRelease, offerRelease, stageRelease } from '../../fakes/server/releases.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';
import { holdByDescriptor, PUBLISHER, windowsUpdater } from '../../fakes/windows-updater.ts';

let desk: TestServer;
let agent: FakeAgent;
const folders: string[] = [];
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent();
});
afterEach(async () => {
  await desk.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An agent of this version. `signer`: the problem that the signature check reports, or null. */
function installed(
  version: string,
  {
    signer = null,
    folder,
    onVerify = () => {},
    serverUrl = desk.url,
    present,
  }: {
    signer?: string | null;
    folder?: string;
    onVerify?: () => void;
    serverUrl?: string;
    present?: Buffer;
  } = {},
) {
  const fake = windowsUpdater(version, folder, present);
  folders.push(fake.folder);
  const verified: string[] = [];
  const clock = manualClock();
  const logged: string[] = [];
  const note = (message: string) => void logged.push(message);
  const source = createInstallerSource({
    updater: fake.updater,
    serverUrl,
    clock,
    channel: 'latest',
    version,
    publishers: [PUBLISHER],
    async verify(publishers, file) {
      expect(publishers).toEqual([PUBLISHER]);
      verified.push(file);
      onVerify();
      return signer;
    },
    credentials: () => ({ agentId: agent.id, secret: agent.secret }),
    hold: holdByDescriptor,
    start: fake.start,
    prepare: async () => {},
    log: { ...silentLog, warn: note, error: note },
  });
  return { ...fake, source, clock, verified, logged };
}

async function offer(
  version: string,
  changes: Parameters<typeof offerRelease>[3] = {},
  content = randomBytes(70_000),
) {
  const built = buildRelease(version, { content, more: 'isAdminRightsRequired: true' });
  const id = await offerRelease(desk.url, await desk.administrator(), built, changes);
  return { built, id, file: join(desk.dataDir, 'releases', id, built.installer) };
}

/** A proxy that forwards the channel file, and breaks the connection, or falls silent, in the middle of an installer. */
async function openBadProxy(how: 'cut' | 'silent', content: Buffer) {
  const server = createServer(async ({ url = '', headers }, answer) => {
    if (!url.endsWith('.exe')) {
      const authorization = headers.authorization ?? '';
      const response = await fetch(desk.url + url, { headers: { authorization } });
      answer.writeHead(response.status).end(await response.text());
      return;
    }
    answer.writeHead(200, { 'content-length': content.length });
    answer.write(content.subarray(0, 30_000), () => how === 'cut' && answer.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The installers in a folder, without electron-updater's other files. */
const installersIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.exe'));

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code);

describe('an offered release', () => {
  test('of the same or an earlier version is no update', async () => {
    await offer('1.2.0');
    for (const version of ['1.2.0', '1.3.0']) {
      expect(await installed(version).source.find()).toEqual({ ok: true, value: null });
    }
  });

  test('of a newer version is downloaded, verified, and installed silently', async () => {
    const { built } = await offer('1.2.0');
    const { source, started, verified, folder } = installed('1.0.0');
    expect(await source.find()).toEqual({ ok: true, value: { version: '1.2.0', needsRights: true } });
    expect(await source.install({ relaunch: true })).toBe(false);
    expect(code(await source.fetch())).toBe('ok');
    expect(new Set(verified).size).toBeGreaterThan(0);
    expect(installersIn(folder).some((name) => name.endsWith(built.installer))).toBe(true);
    expect(await source.install({ relaunch: true })).toBe(true);
    expect(started).toEqual([
      { args: ['--updated', '/S', '--force-run'], needsRights: true, content: built.content },
    ]);
  });

  test('is not found by an agent outside its share', async () => {
    const { id } = await offer('1.2.0', { percentage: 0 });
    const { source, logged } = installed('1.0.0');
    expect(await source.find()).toEqual({ ok: true, value: null });
    expect(logged).toEqual([]);
    await stageRelease(await desk.administrator(), id, { percentage: 100 });
    expect(await source.find()).toMatchObject({ value: { version: '1.2.0' } });
  });

  test('paused before the download is not fetched', async () => {
    const { id } = await offer('1.2.0');
    const { source, folder } = installed('1.0.0');
    await source.find();
    await stageRelease(await desk.administrator(), id, { paused: true });
    expect(code(await source.fetch())).toBe('server-unreachable');
    expect(installersIn(folder)).toEqual([]);
    expect(await source.find()).toEqual({ ok: true, value: null });
  });
});

describe('what must not be installed', () => {
  async function refusedAfter(change: (offered: { built: BuiltRelease; file: string }) => void) {
    const offered = await offer('1.2.0');
    change(offered);
    const one = installed('1.0.0');
    await one.source.find();
    const fetched = await one.source.fetch();
    expect(await one.source.install({ relaunch: true })).toBe(false);
    expect(one.started).toEqual([]);
    expect(installersIn(one.folder)).toEqual([]);
    return { fetched, ...one };
  }

  test('a file with another hash', async () => {
    const { fetched, logged } = await refusedAfter(({ file, built }) =>
      writeFileSync(file, Buffer.alloc(built.content.length, 1)),
    );
    expect(code(fetched)).toBe('update-refused');
    expect(logged.at(-1)).toBe('an update was refused: ERR_CHECKSUM_MISMATCH');
  });

  test('a file that is too short', async () => {
    const { fetched } = await refusedAfter(({ file }) => truncateSync(file, 30_000));
    expect(code(fetched)).toBe('server-unreachable');
  });

  test.each(['cut', 'silent'] as const)('a file whose connection is %s in the middle', async (how) => {
    const { built } = await offer('1.2.0');
    const line = await openBadProxy(how, built.content);
    const { source, clock, folder } = installed('1.0.0', { serverUrl: line.url });
    await source.find();
    const fetching = source.fetch();
    await until(() => installersIn(folder).length > 0 || how === 'cut', 'the download has begun');
    clock.advance(3 * 60_000);
    expect(code(await fetching)).toBe('server-unreachable');
    expect(await source.install({ relaunch: true })).toBe(false);
    await until(() => installersIn(folder).length === 0, 'the partial file is deleted');
    line.close();
  });

  test('a file that another publisher signed', async () => {
    await offer('1.2.0');
    const { source, folder, logged } = installed('1.0.0', { signer: 'another publisher signed it' });
    await source.find();
    expect(code(await source.fetch())).toBe('update-refused');
    expect(await source.install({ relaunch: true })).toBe(false);
    expect(installersIn(folder)).toEqual([]);
    expect(logged.at(-1)).toMatch(/^an update was refused: /);
  });

  test('a file of an earlier run whose signature is no longer valid', async () => {
    await offer('1.2.0');
    const before = installed('1.0.0');
    await before.source.find();
    expect(code(await before.source.fetch())).toBe('ok');
    const { source, started } = installed('1.0.0', {
      signer: 'its signature is not valid',
      folder: before.folder,
    });
    await source.find();
    expect(code(await source.fetch())).toBe('update-refused');
    expect(await source.install({ relaunch: false })).toBe(false);
    expect(started).toEqual([]);
  });
});

describe('between the check and the start', () => {
  /** An agent with a verified installer, and the path of that file in the user's own folder. */
  async function ready(onVerify = () => {}) {
    const { built } = await offer('1.2.0');
    const one = installed('1.0.0', { onVerify });
    await one.source.find();
    expect(code(await one.source.fetch())).toBe('ok');
    const [name = ''] = installersIn(one.folder);
    return { ...one, built, file: join(one.folder, name) };
  }
  /** Puts another file in its place, as a program of the same user can. */
  function swap(file: string, content: Buffer): void {
    writeFileSync(`${file}.other`, content);
    renameSync(`${file}.other`, file);
  }

  test('a file that was swapped hours ago is not started, though it has the publisher’s signature', async () => {
    const { source, file, started, logged } = await ready();
    swap(file, Buffer.from('an earlier release with a known hole, signed by the same publisher'));
    expect(await source.install({ relaunch: true })).toBe(false);
    expect(started).toEqual([]);
    expect(logged.at(-1)).toBe('an update was refused: it is not the file that was announced');
  });

  test('a file that was changed in its place is not started either', async () => {
    const { source, file, started } = await ready();
    truncateSync(file, 100);
    expect(await source.install({ relaunch: true })).toBe(false);
    expect(started).toEqual([]);
  });

  test('a deleted file starts nothing', async () => {
    const { source, file, started } = await ready();
    rmSync(file);
    expect(await source.install({ relaunch: true })).toBe(false);
    expect(started).toEqual([]);
  });

  test('a file that is swapped during the check changes nothing: what was checked is started', async () => {
    let onVerify = () => {};
    const { source, file, started, built } = await ready(() => onVerify());
    onVerify = () => swap(file, Buffer.from('malware'));
    expect(await source.install({ relaunch: true })).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('malware');
    expect(started.map(({ content }) => content)).toEqual([built.content]);
  });
});

test('only the blocks changed since the running version are downloaded', async () => {
  const present = randomBytes(200_000);
  const changed = Buffer.from(present);
  changed.fill(7, 60_000, 70_000);
  await offer('1.0.0', {}, present);
  await offer('1.2.0', {}, changed);
  const { source, updater } = installed('1.0.0', { present });
  const totals: number[] = [];
  updater.on('download-progress', ({ total }) => totals.push(total));
  await source.find();
  expect(code(await source.fetch())).toBe('ok');
  expect(Math.max(...totals)).toBe(10_000);
});

test('a downloaded installer is not downloaded again', async () => {
  const { file } = await offer('1.2.0');
  const before = installed('1.0.0');
  await before.source.find();
  await before.source.fetch();
  truncateSync(file, 0);
  const { source, verified } = installed('1.0.0', { folder: before.folder });
  await source.find();
  expect(code(await source.fetch())).toBe('ok');
  expect(verified).toHaveLength(1);
});

test('a stopped server makes both calls fail, and the log contains no secret', async () => {
  await offer('1.2.0');
  const { source, logged } = installed('1.0.0');
  await source.find();
  await desk.stop();
  expect(code(await source.fetch())).toBe('server-unreachable');
  expect(code(await source.find())).toBe('server-unreachable');
  await desk.start();
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('\n')).not.toContain(agent.secret);
});
