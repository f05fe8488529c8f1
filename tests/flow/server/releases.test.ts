// Releases of the agent: added by an administrator, verified, and offered by share, organisation and channel.
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Release, Releases } from '../../../contract/releases.ts';
import type { FakeAgent } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import {
  addRelease,
  buildRelease,
  offerRelease,
  sendReleaseFile,
  stageRelease,
} from '../../fakes/server/releases.ts';
import { storedNames, unfinished } from '../../fakes/server/stored-contents.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let admin: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  admin = await desk.administrator();
});
afterEach(() => desk.close());

/** The version offered to the agent, or the error code. */
async function offered(agent: FakeAgent, file = 'latest.yml'): Promise<string> {
  const answer = await agent.ask(`/updates/${file}`);
  return answer.status === 200 ? parse(String(answer.body)).version : codeOf(answer);
}

async function fetchFile(agent: FakeAgent, file: string, range?: string): Promise<Response> {
  const headers = { ...agent.authorization(), ...(range === undefined ? {} : { range }) };
  return fetch(`${desk.url}/updates/${file}`, { headers });
}

const listed = async () => Releases.parse((await admin.ask('/releases')).body);

describe('adding a release', () => {
  test('an agent can read its files, whole and in ranges', async () => {
    const built = buildRelease('1.2.3', { more: 'isAdminRightsRequired: true' });
    const agent = await desk.activeAgent();
    await offerRelease(desk.url, admin, built);
    const answer = await agent.ask('/updates/latest.yml?noCache=1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const feed = parse(String(answer.body));
    expect(feed).toMatchObject({ version: '1.2.3', releaseDate: '2030-01-01T12:00:00.000Z' });
    expect(feed.files).toEqual([
      {
        url: '1.2.3/Guichet%20Setup%201.2.3.exe',
        sha512: parse(built.feed).sha512,
        size: built.content.length,
        isAdminRightsRequired: true,
      },
    ]);
    const whole = await fetchFile(agent, feed.path);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(built.content);
    const part = await fetchFile(agent, feed.path, 'bytes=10-19');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/70000']);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(built.content.subarray(10, 20));
    const beyond = await fetchFile(agent, feed.path, 'bytes=70000-');
    expect(beyond.status).toBe(416);
    const blockMap = await fetchFile(agent, `${feed.path}.blockmap`);
    expect(Buffer.from(await blockMap.arrayBuffer())).toEqual(built.blockMap);
  });

  test('it cannot be offered before its files are complete and match the channel file', async () => {
    const built = buildRelease('1.2.3');
    const agent = await desk.activeAgent();
    const added = Release.parse((await addRelease(admin, built.feed)).body);
    expect(added).toMatchObject({ paused: true, percentage: 0, complete: false });
    expect(added.files.map(({ name, optional }) => [name, optional])).toEqual([
      ['Guichet Setup 1.2.3.exe', false],
      ['Guichet Setup 1.2.3.exe.blockmap', true],
    ]);
    expect(failureOf(await stageRelease(admin, added.id))).toMatchObject({
      status: 409,
      code: 'release-incomplete',
      details: { name: built.installer },
    });
    const changed = Buffer.from(built.content);
    changed.writeUInt8(changed.readUInt8(5) ^ 1, 5);
    const file = { id: added.id, name: built.installer };
    for (const content of [changed, built.content.subarray(1), Buffer.concat([built.content, changed])]) {
      expect(codeOf(await sendReleaseFile(desk.url, admin, { ...file, content }))).toBe(
        'release-file-mismatch',
      );
    }
    const unknown = { ...file, name: 'other.exe', content: built.content };
    expect(codeOf(await sendReleaseFile(desk.url, admin, unknown))).toBe('release-file-unknown');
    expect(codeOf(await stageRelease(admin, added.id))).toBe('release-incomplete');
    expect((await sendReleaseFile(desk.url, admin, { ...file, content: built.content })).status).toBe(204);
    expect(await offered(agent)).toBe('no-update');
    expect((await stageRelease(admin, added.id)).status).toBe(200);
    expect(await offered(agent)).toBe('1.2.3');
  });

  test.each([
    ['no YAML', 'version: [1'],
    ['an HTML page', '<html></html>'],
    ['a file in another folder', buildRelease('1.0.0').feed.replace('url: ', 'url: ../')],
    ['an invalid hash', buildRelease('1.0.0').feed.replace(/sha512: .{6}/g, 'sha512: ')],
    ['no version', buildRelease('1.0.0').feed.replace('version: 1.0.0', 'version: next')],
    ['a file that is no installer', buildRelease('1.0.0').feed.replaceAll('.exe', '.dmg')],
  ])('a channel file with %s is refused', async (_, feed) => {
    expect(failureOf(await addRelease(admin, feed))).toMatchObject({
      status: 422,
      code: 'release-unreadable',
    });
    expect((await listed()).releases).toEqual([]);
  });

  test('a version can be added once, and an older one only with acceptOlder', async () => {
    await addRelease(admin, buildRelease('1.10.0').feed);
    expect(codeOf(await addRelease(admin, buildRelease('1.10.0').feed))).toBe('release-exists');
    const older = buildRelease('1.9.9').feed;
    expect(failureOf(await addRelease(admin, older))).toMatchObject({
      code: 'release-older',
      details: { name: '1.10.0' },
    });
    expect((await addRelease(admin, older, { channel: 'beta' })).status).toBe(200);
    expect((await addRelease(admin, buildRelease('1.9.8').feed, { acceptOlder: true })).status).toBe(200);
    expect((await listed()).releases.map(({ version }) => version)).toEqual(['1.10.0', '1.9.9', '1.9.8']);
  });

  test('an aborted upload leaves no file', async () => {
    const built = buildRelease('1.2.3');
    const { id } = Release.parse((await addRelease(admin, built.feed)).body);
    const name = encodeURIComponent(built.installer);
    const cut = request(`${desk.url}/v1/console/releases/${id}/files/${name}`, {
      method: 'PUT',
      headers: { cookie: admin.cookie, origin: desk.url, 'content-length': built.content.length },
    });
    cut.on('error', () => {});
    cut.write(built.content.subarray(0, 30_000));
    await until(async () => (await unfinished(desk)).length === 1, 'the upload has begun');
    cut.destroy();
    await until(async () => (await unfinished(desk)).length === 0, 'the partial file is deleted');
    expect(await storedNames(desk, `releases/${id}`)).toEqual([]);
    expect((await listed()).releases[0]).toMatchObject({ complete: false });
  });

  test('only a paused release can be removed, with its files', async () => {
    const built = buildRelease('1.2.3');
    const id = await offerRelease(desk.url, admin, built);
    const agent = await desk.activeAgent();
    const remove = () => admin.ask(`/releases/${id}`, { method: 'DELETE' });
    expect(codeOf(await remove())).toBe('release-offered');
    await stageRelease(admin, id, { paused: true });
    expect((await remove()).status).toBe(204);
    expect(await storedNames(desk, `releases/${id}`)).toEqual([]);
    expect(await offered(agent)).toBe('no-update');
    expect(await desk.rows("SELECT act FROM audit WHERE subject_kind = 'release' ORDER BY id")).toEqual(
      [
        'add-release',
        'receive-release-file',
        'receive-release-file',
        'stage-release',
        'stage-release',
        'remove-release',
      ].map((act) => ({ act })),
    );
  });
});

describe('offering a release', () => {
  test('by share: always to the same agents, and to more as the share grows', async () => {
    const id = await offerRelease(desk.url, admin, buildRelease('2.0.0'), { percentage: 0 });
    const agents = await Promise.all(Array.from({ length: 24 }, () => desk.agent()));
    const takers = async (percentage: number) => {
      await stageRelease(admin, id, { percentage });
      const answers = await Promise.all(agents.map((agent) => offered(agent)));
      return agents.filter((_, place) => answers[place] === '2.0.0');
    };
    expect(await takers(0)).toEqual([]);
    const half = await takers(50);
    expect(half.length).toBeGreaterThan(3);
    expect(half.length).toBeLessThan(21);
    expect(await takers(50)).toEqual(half);
    expect((await listed()).releases[0]).toMatchObject({ offered: half.length, running: 0 });
    const most = await takers(80);
    expect(half.every((agent) => most.includes(agent))).toBe(true);
    expect(await takers(100)).toEqual(agents);
  });

  test('by organisation, and not while it is paused', async () => {
    const agent = await desk.activeAgent();
    const [contoso] = await desk.rows('SELECT id FROM organisation');
    const other = await admin.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
    const fabrikam = (other.body as { id: string }).id;
    const id = await offerRelease(desk.url, admin, buildRelease('2.0.0'), { organisationIds: [fabrikam] });
    expect(await offered(agent)).toBe('no-update');
    await stageRelease(admin, id, { organisationIds: [fabrikam, String(contoso?.id)] });
    expect(await offered(agent)).toBe('2.0.0');
    await stageRelease(admin, id, { paused: true });
    expect(await offered(agent)).toBe('no-update');
    expect((await fetchFile(agent, '2.0.0/Guichet%20Setup%202.0.0.exe')).status).toBe(404);
    expect((await fetchFile(agent, '2.0.0/Guichet%20Setup%202.0.0.exe.blockmap')).status).toBe(200);
  });

  test('an agent outside the share is offered the latest release for everybody', async () => {
    const agent = await desk.activeAgent();
    await offerRelease(desk.url, admin, buildRelease('2.0.0'));
    await offerRelease(desk.url, admin, buildRelease('2.1.0'), { percentage: 0 });
    expect(await offered(agent)).toBe('2.0.0');
    expect((await fetchFile(agent, '2.1.0/Guichet%20Setup%202.1.0.exe')).status).toBe(404);
  });

  test('roll forward: agents that run the paused release get its successor first', async () => {
    const [caught, spared] = [await desk.activeAgent(), await desk.activeAgent()];
    const bad = await offerRelease(desk.url, admin, buildRelease('2.0.0'));
    await desk.alter('UPDATE agent SET agent_version = ? WHERE id = ?', '2.0.0', caught.id);
    await stageRelease(admin, bad, { paused: true });
    await offerRelease(desk.url, admin, buildRelease('2.0.1'), { percentage: 0, replacesPaused: true });
    expect(await offered(caught)).toBe('2.0.1');
    expect(await offered(spared)).toBe('no-update');
    const { releases, agents } = await listed();
    expect(agents).toBe(2);
    expect(releases.map(({ version, offered, running }) => [version, offered, running])).toEqual([
      ['2.0.1', 1, 0],
      ['2.0.0', 0, 1],
    ]);
  });

  test('a channel is offered the later of its own release and the stable one', async () => {
    const agent = await desk.activeAgent();
    await offerRelease(desk.url, admin, buildRelease('2.0.0'));
    await offerRelease(desk.url, admin, buildRelease('2.1.0-beta.2'), { channel: 'beta' });
    expect(await offered(agent)).toBe('2.0.0');
    expect(await offered(agent, 'beta.yml')).toBe('2.1.0-beta.2');
    await offerRelease(desk.url, admin, buildRelease('2.1.0'));
    expect(await offered(agent, 'beta.yml')).toBe('2.1.0');
  });
});

test('releases need a known agent, and a retired one is offered none', async () => {
  await offerRelease(desk.url, admin, buildRelease('2.0.0'));
  const agent = await desk.agent();
  expect(await offered(agent)).toBe('2.0.0');
  await desk.changeState('retire', [agent]);
  expect(await offered(agent)).toBe('no-update');
  for (const file of ['latest.yml', '2.0.0/Guichet%20Setup%202.0.0.exe']) {
    expect((await fetch(`${desk.url}/updates/${file}`)).status).toBe(401);
  }
});

test('path traversal reaches no file', async () => {
  const agent = await desk.activeAgent();
  for (const file of ['2.0.0/..%2F..%2Fserver.key', '..%2F/server.key', '2.0.0/.1.part', 'server.key']) {
    expect((await fetchFile(agent, file)).status, file).toBeGreaterThanOrEqual(400);
  }
});

test('releases need an administrator', async () => {
  const technician = await desk.technician();
  const id = await offerRelease(desk.url, admin, buildRelease('2.0.0'));
  expect(codeOf(await technician.ask('/releases'))).toBe('administrator-only');
  expect(codeOf(await addRelease(technician, buildRelease('2.0.1').feed))).toBe('administrator-only');
  expect(codeOf(await stageRelease(technician, id))).toBe('administrator-only');
  const file = { id, name: 'Guichet Setup 2.0.0.exe', content: Buffer.from('other') };
  expect(codeOf(await sendReleaseFile(desk.url, technician, file))).toBe('administrator-only');
});
