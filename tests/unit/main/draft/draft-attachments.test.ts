// The check of file names against the policy, as the agent makes it before a file is attached.
import { describe, expect, test } from 'vitest';
import { isAdmittedName } from '../../../../contract/file-types.ts';
import { createDraftAttachments } from '../../../../main/draft/draft-attachments.ts';

function admits(fileTypes: string[] | null, name: string): boolean {
  const attachments = createDraftAttachments({
    pictures: { of: () => [] },
    incoming: () => [],
    policy: () => ({ screenshots: true, facts: true, fileTypes, attachmentMegabytes: 25 }),
  });
  return attachments.admitType(name).ok;
}

describe('the agent admits the same file names as the server', () => {
  test.each([
    [['tar.gz'], 'logs.tar.gz', true],
    [['tar.gz'], 'LOGS.TAR.GZ', true],
    [['tar.gz'], 'logs.gz', false],
    [['tar.gz'], 'tar.gz', false],
    [['gz'], 'logs.tar.gz', true],
    [['png'], 'screen.png', true],
    [['png'], 'report.pdf', false],
    [['png'], 'png', false],
    [null, 'anything', true],
    [[], 'screen.png', false],
  ] as const)('%j admits %s: %s', (fileTypes, name, isAdmitted) => {
    const endings = fileTypes && [...fileTypes];
    expect(admits(endings, name)).toBe(isAdmitted);
    expect(isAdmittedName(endings, name)).toBe(isAdmitted);
  });
});
