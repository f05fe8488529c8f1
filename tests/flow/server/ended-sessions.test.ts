// Staff whose session ends while they send bytes: nothing of it is kept. A route without an entry here fails.
import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { API, type OperationName } from '../../../contract/api.ts';
import type { HttpOperation } from '../../../contract/operation.ts';
import { Release } from '../../../contract/releases.ts';
import { attachmentOf } from '../../fakes/server/agent.ts';
import { addRelease, buildRelease } from '../../fakes/server/releases.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

const CONTENT = Buffer.from('What is sent while the session ends.');

let desk: TestServer;
let staff: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  staff = await desk.administrator();
});
afterEach(() => desk.close());

interface Sent {
  path(): Promise<string>;
  /** what the server keeps of it */
  kept(): Promise<unknown[]>;
}

const SENT: Partial<Record<OperationName, Sent>> = {
  sendReplyFile: {
    path: async () => `/v1/console/uploads/${attachmentOf(CONTENT).sha256}`,
    kept: () => desk.rows('SELECT * FROM staff_upload'),
  },
  sendReleaseFile: {
    async path() {
      const { feed, installer } = buildRelease('9.0.0', { content: CONTENT });
      const { id } = Release.parse((await addRelease(staff, feed)).body);
      return `/v1/console/releases/${id}/files/${encodeURIComponent(installer)}`;
    },
    kept: () => desk.rows('SELECT * FROM release_file WHERE received = 1'),
  },
};

const table: Readonly<Record<string, HttpOperation>> = API;
const BYTES_OF_STAFF = (Object.keys(API) as OperationName[]).filter((name) => {
  const { body, caller } = table[name] ?? {};
  return (
    body !== undefined && !(body instanceof z.ZodType) && (caller === 'staff' || caller === 'administrator')
  );
});

test.each(BYTES_OF_STAFF)('%s keeps nothing of a session that ended before its last byte', async (name) => {
  const sent = SENT[name];
  if (!sent) throw new Error(`${name} takes bytes of staff, and no test ends its session`);
  const send = async (path: string, beforeLast: () => Promise<unknown>): Promise<number | undefined> => {
    const headers = { cookie: staff.cookie, origin: desk.url, 'content-type': 'application/octet-stream' };
    const call = request(`${desk.url}${path}`, {
      method: 'PUT',
      headers: { ...headers, 'content-length': CONTENT.length, expect: '100-continue' },
    });
    const answered = once(call, 'response');
    call.flushHeaders();
    await once(call, 'continue');
    call.write(CONTENT.subarray(0, 1));
    await beforeLast();
    call.end(CONTENT.subarray(1));
    const [answer] = await answered;
    return answer.resume().statusCode;
  };
  const path = await sent.path();
  expect(await send(path, () => staff.ask('/session', { method: 'DELETE' }))).toBe(401);
  expect(await sent.kept()).toEqual([]);
});
