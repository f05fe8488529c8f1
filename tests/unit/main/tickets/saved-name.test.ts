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
  ])('%j is saved as %j', (given, saved) => {
    expect(usableFileName(given)).toBe(saved);
  });

  it('is cut to what a file system takes, between characters, and keeps its ending', () => {
    const name = usableFileName(`${'👩‍👩‍👧'.repeat(85)}.docx`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
    expect(name).toMatch(/^(👩‍👩‍👧)+\.docx$/u);
  });

  it('is cut although nearly all of it stands behind a point', () => {
    const name = usableFileName(`a.${'b'.repeat(253)}`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
    expect(name).toMatch(/^a\.b+$/);
  });

  it('gets a number before its ending when it is taken', () => {
    expect(numberedName('plan.pdf', 1)).toBe('plan.pdf');
    expect(numberedName('plan.pdf', 2)).toBe('plan (2).pdf');
    expect(numberedName('README', 3)).toBe('README (3)');
  });
});
