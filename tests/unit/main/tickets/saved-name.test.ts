import { describe, expect, it } from 'vitest';
import { numberedName, usableFileName } from '../../../../main/tickets/saved-name.ts';

describe('the name of a saved file', () => {
  it.each([
    ['plan.pdf', 'plan.pdf'],
    ['../../etc/passwd', 'passwd'],
    [String.raw`C:\Windows\System32\evil.dll`, 'evil.dll'],
    ['what? <this>: "that" | *.txt', 'what_ _this__ _that_ _ _.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Com1.tar.gz', '_Com1.tar.gz'],
    ['console.log', 'console.log'],
    ['trailing. . ', 'trailing'],
    ['..', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['a\u0000b\nc.txt', 'a_b_c.txt'],
    ['🎉 fête.png', '🎉 fête.png'],
    ['invoice\u202egpj.exe', 'invoice_gpj.exe'],
    ['.bashrc', 'bashrc'],
  ])('%j is saved as %j', (name, saved) => {
    expect(usableFileName(name)).toBe(saved);
  });

  it('is cut to the limit of file systems, between characters, and keeps its extension', () => {
    const name = usableFileName(`${'👩‍👩‍👧'.repeat(85)}.docx`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
    expect(name).toMatch(/^(👩‍👩‍👧)+\.docx$/u);
  });

  it('is cut even if nearly all of it is extension', () => {
    const name = usableFileName(`a.${'b'.repeat(253)}`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
    expect(name).toMatch(/^a\.b+$/);
  });

  it('gets a number before its extension when it is taken', () => {
    expect(numberedName('plan.pdf', 1)).toBe('plan.pdf');
    expect(numberedName('plan.pdf', 2)).toBe('plan (2).pdf');
    expect(numberedName('README', 3)).toBe('README (3)');
  });
});
