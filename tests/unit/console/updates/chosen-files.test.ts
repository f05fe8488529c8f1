import { describe, expect, it } from 'vitest';
import { channelFileOf, channelOf, filesFor } from '../../../../console/updates/chosen-files.ts';
import type { ReleaseFile } from '../../../../contract/releases.ts';

const chosen = (...names: string[]) => names.map((name) => ({ name, size: 1 }));
const expected = (name: string, changes: Partial<ReleaseFile> = {}): ReleaseFile => ({
  name,
  size: 1,
  received: false,
  optional: false,
  ...changes,
});

describe('the files of a build', () => {
  it('include a channel file, which is named after the channel', () => {
    expect(channelFileOf(chosen('Setup.exe', 'beta.yml'))?.name).toBe('beta.yml');
    expect(channelFileOf(chosen('Setup.exe'))).toBeNull();
    expect(channelOf('beta.yml')).toBe('beta');
    expect(channelOf('latest (1).yml')).toBe('latest');
  });

  it('are sent only if the release lacks them', () => {
    const files = [
      expected('a.exe', { received: true }),
      expected('b.exe'),
      expected('b.exe.blockmap', { optional: true }),
    ];
    const { toSend, missing } = filesFor({ files }, chosen('a.exe', 'b.exe', 'other.exe', 'latest.yml'));
    expect(toSend.map(({ name }) => name)).toEqual(['b.exe']);
    expect(missing).toEqual([]);
    expect(filesFor({ files }, chosen('b.exe.blockmap')).missing).toEqual(['b.exe']);
  });
});
