// The files of a server on a disk that is really full: the answer says so, nothing half stored is named, and it goes on once there is room.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MEGABYTE } from '../../../contract/primitives.ts';
import { MINUTE } from '../../../server/clock.ts';
import { attachmentOf, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { ask } from '../../fakes/server/http.ts';
import { makeSqliteDatabase } from '../../fakes/server/own-database.ts';
import { CAN_MOUNT, mountSmallDisk, type SmallDisk } from '../../fakes/server/small-disk.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

const FILE = randomBytes(5 * MEGABYTE);

let desk: TestServer;
let disk: SmallDisk;
let agent: FakeAgent;

// where none can be mounted, tests/flow/server/intake-failures.test.ts lets each call of a file fail
describe.skipIf(!CAN_MOUNT)('on a full disk', () => {
  beforeEach(async () => {
    desk = await openTestServer({
      async makeDatabase(folder) {
        disk = mountSmallDisk(path.join(folder, 'attachments'), 4);
        return makeSqliteDatabase(folder);
      },
    });
    agent = await desk.activeAgent('requester@contoso.example');
  });
  afterEach(async () => {
    await desk.stop();
    disk.unmount();
    // to be closed: it removes its folder
    await desk.start();
    await desk.close();
  });

  const ready = async () => (await ask(`${desk.url}/readyz`)).body;
  const stored = () => desk.rows('SELECT sha256 FROM blob');
  const command = ticketCommand({ attachments: [attachmentOf(FILE)] });

  function makeRoom(): void {
    disk.resize(20);
    desk.clock.advance(MINUTE);
  }

  test('an upload is answered as such, and goes on where it was', async () => {
    expect(await ready()).toEqual({ status: 'ok', full: [] });
    expect(codeOf(await agent.upload(FILE))).toBe('files-unavailable');
    expect(await ready()).toEqual({ status: 'ok', full: ['attachments'] });
    expect(await stored()).toEqual([]);
    expect(await agent.verdicts(command)).toEqual(['held attachment-missing']);
    // what needs no file goes on
    expect(await agent.verdicts(ticketCommand())).toEqual(['accepted']);

    makeRoom();
    expect(await ready()).toEqual({ status: 'ok', full: [] });
    const place = `/v1/uploads/${agent.id}-${attachmentOf(FILE).sha256}`;
    const offset = Number((await agent.tus('HEAD', place)).headers.get('upload-offset'));
    expect(offset).toBeGreaterThan(MEGABYTE);
    const headers = { 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' };
    const sent = await agent.tus('PATCH', place, { headers, body: FILE.subarray(offset) });
    expect(sent.status).toBe(204);
    expect(await agent.verdicts(command)).toEqual(['accepted']);
  });

  test('a file of staff is answered as such, leaves nothing, and is taken later', async () => {
    const { cookie } = await desk.technician();
    const { sha256 } = attachmentOf(FILE);
    const put = async () => {
      const response = await fetch(`${desk.url}/v1/console/uploads/${sha256}`, {
        method: 'PUT',
        headers: { cookie, origin: desk.url, 'content-type': 'application/octet-stream' },
        body: new Uint8Array(FILE),
      });
      return [response.status, await response.text()] as const;
    };
    const [status, text] = await put();
    expect([status, JSON.parse(text).error.code]).toEqual([503, 'files-unavailable']);
    expect(await stored()).toEqual([]);
    makeRoom();
    expect(await put()).toEqual([204, '']);
    expect(await stored()).toEqual([{ sha256 }]);
  });
});
