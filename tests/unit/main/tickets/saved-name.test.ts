import { describe, expect, it } from 'vitest';
import { numberedName, savedName } from '../../../../main/tickets/saved-name.ts';

describe('the name of a saved file', () => {
  it.each(['plan.pdf', 'README', '🎉 fête.png', 'archive.tar.gz'])('%s stays', (name) => {
    expect(savedName(name)).toBe(name);
  });

  it('is cut to the limit of file systems, between characters, and keeps its extension', () => {
    const name = savedName(`${'👩‍👩‍👧'.repeat(85)}.docx`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
    expect(name).toMatch(/^(👩‍👩‍👧)+\.docx$/u);
  });

  it('is cut even if nearly all of it is extension', () => {
    const name = savedName(`a.${'b'.repeat(253)}`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
    expect(name).toMatch(/^a\.b+$/);
  });

  it('gets a number before its extension when it is taken', () => {
    expect(numberedName('plan.pdf', 1)).toBe('plan.pdf');
    expect(numberedName('plan.pdf', 2)).toBe('plan (2).pdf');
    expect(numberedName('README', 3)).toBe('README (3)');
  });
});
