import { expect, it } from 'vitest';
import { agentPolicy } from '../../../../main/settings/agent-policy.ts';
import { NO_LOCAL_POLICY } from '../../../fakes/agent-under-test.ts';

const local = { ...NO_LOCAL_POLICY, facts: false };

it('the stricter of both policies applies', () => {
  const server = { attachmentMegabytes: 10, fileTypes: ['png', 'pdf'] };
  expect(agentPolicy(server, local)).toEqual({
    screenshots: true,
    facts: false,
    fileTypes: ['png', 'pdf'],
    attachmentMegabytes: 10,
  });
  expect(agentPolicy(server, { ...local, fileTypes: ['pdf', 'txt'] }).fileTypes).toEqual(['pdf']);
});

it('before the first sync, the local policy applies', () => {
  expect(agentPolicy(null, { ...local, fileTypes: ['txt'] })).toMatchObject({
    fileTypes: ['txt'],
    attachmentMegabytes: 25,
  });
});
