import { expect, test } from 'vitest';
import { createLog } from '../../../server/log.ts';

test('what opens a door is hidden wherever it is logged, and a search is not logged at all', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const secret = 'hunter2';
  log.info(
    { token: secret, headers: { authorization: secret, cookie: secret, 'set-cookie': secret } },
    'one',
  );
  log.info({ answer: { headers: { 'set-cookie': secret } }, request: { body: { password: secret } } }, 'two');
  log.info({ enrolmentKey: secret, agent: { secret } }, 'three');
  log.info({ req: { method: 'GET', url: `/v1/console/tickets?search=${secret}` } }, 'four');
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain(secret);
  expect(JSON.parse(lines[3] ?? '')).toMatchObject({ req: { method: 'GET', path: '/v1/console/tickets' } });
});
