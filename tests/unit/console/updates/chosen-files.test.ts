import { describe, expect, it } from 'vitest';
import { channelFileOf, channelOf, filesFor } from '../../../../console/updates/chosen-files.ts';
import type { ReleaseFile } from '../../../../contract/releases.ts';

const chosen = (...names: string[]) => names.map((name) => ({ name, size: 1 }));
const wanted = (name: string, changes: Partial<ReleaseFile> = {}): ReleaseFile => ({
  name,
  size: 1,
  received: false,
  optional: false,
  ...changes,
});

describe('the files of a build', () => {
  it('have a channel file among them, whose name is that of the channel', () => {
    expect(channelFileOf(chosen('Setup.exe', 'beta.yml'))?.name).toBe('beta.yml');
    expect(channelFileOf(chosen('Setup.exe'))).toBeNull();
    expect(channelOf('beta.yml')).toBe('beta');
    expect(channelOf('latest (1).yml')).toBe('latest');
  });

  it('are sent as far as the release lacks them', () => {
    const files = [
      wanted('a.exe', { received: true }),
      wanted('b.exe'),
      wanted('b.exe.blockmap', { optional: true }),
    ];
    const { toSend, missing } = filesFor({ files }, chosen('a.exe', 'b.exe', 'other.exe', 'latest.yml'));
    expect(toSend.map(({ name }) => name)).toEqual(['b.exe']);
    expect(missing).toEqual([]);
    expect(filesFor({ files }, chosen('b.exe.blockmap')).missing).toEqual(['b.exe']);
  });
});
