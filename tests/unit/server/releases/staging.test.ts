import { describe, expect, it } from 'vitest';
import { rolloutPosition } from '../../../../server/releases/staging.ts';
import { compareVersions } from '../../../../server/releases/version.ts';

describe('versions', () => {
  it('are ordered by Semantic Versioning', () => {
    const inOrder = [
      '0.9.9',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0-rc-1',
      '1.0.0',
      '1.2.0',
      '1.10.0',
      '10.0.0',
    ];
    expect(inOrder.toReversed().sort(compareVersions)).toEqual(inOrder);
    expect(compareVersions('1.0.0-beta.2', '1.0.0-beta.2')).toBe(0);
  });
});

describe('the place of an agent', () => {
  const agents = Array.from({ length: 4000 }, (_, count) => `agent-${count}`);

  it('is evenly distributed', () => {
    const first = agents.filter((id) => rolloutPosition(id, '1.0.0') < 10);
    expect(first.length).toBeGreaterThan(320);
    expect(first.length).toBeLessThan(480);
  });

  it('differs for each version, so that no agent is always first', () => {
    const both = agents.filter(
      (id) => rolloutPosition(id, '1.0.0') < 10 && rolloutPosition(id, '1.0.1') < 10,
    );
    expect(both.length).toBeLessThan(100);
  });
});
