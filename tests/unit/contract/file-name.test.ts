import { describe, expect, it } from 'vitest';
import { cleanFileName, endingOf, freeName } from '../../../contract/file-name.ts';

const CLEANED = [
  ['plan.pdf', 'plan.pdf'],
  ['C:\\Users\\someone\\report.pdf', 'report.pdf'],
  ['/home/someone/report.pdf', 'report.pdf'],
  ['../../keys.json', 'keys.json'],
  ['folder/', 'folder'],
  ['what? <this>: "that" | *.txt', 'what_ _this__ _that_ _ _.txt'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['aux .txt', '_aux .txt'],
  ['Com1.tar.gz', '_Com1.tar.gz'],
  ['console.log', 'console.log'],
  ['trailing. . ', 'trailing'],
  ['evil.exe.', 'evil.exe'],
  ['', 'file'],
  ['..\\', 'file'],
  ['   ', 'file'],
  ['a\u0000b\nc\u2028d.txt', 'a_b_c_d.txt'],
  ['invoice\u202egpj.exe', 'invoice_gpj.exe'],
  ['.bashrc', 'bashrc'],
  ['👩‍💻 été.txt', '👩‍💻 été.txt'],
  ['half \ud800 a character', 'half _ a character'],
] as const;

describe('the name of a file', () => {
  it.each(CLEANED)('%j becomes %j', (input, name) => {
    expect(cleanFileName(input)).toBe(name);
  });

  it('is cut to 255 characters, keeps its extension, and no character is split', () => {
    expect(cleanFileName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(251)}.pdf`);
    expect(cleanFileName(`${'👩‍💻'.repeat(100)}.pdf`)).toBe(`${'👩‍💻'.repeat(50)}.pdf`);
    expect(cleanFileName('a'.repeat(300))).toHaveLength(255);
  });

  it('stays as it is once it is clean', () => {
    const cutAtADot = `${'a'.repeat(254)}.${'b'.repeat(50)}`;
    for (const input of [...CLEANED.map(([name]) => name), cutAtADot, `con${' '.repeat(300)}.txt`]) {
      const clean = cleanFileName(input);
      expect(cleanFileName(clean)).toBe(clean);
    }
  });

  it('gets a number when it is taken, ignoring case', () => {
    const taken = new Set(['scan.pdf', 'scan (2).pdf']);
    expect(freeName('Scan.pdf', taken)).toBe('Scan (3).pdf');
    expect(freeName('other.pdf', taken)).toBe('other.pdf');
    const long = `${'a'.repeat(251)}.pdf`;
    expect(freeName(long, new Set([long]))).toBe(`${'a'.repeat(247)} (2).pdf`);
  });

  it('has an extension only where it is short', () => {
    expect(
      ['a.PDF', 'b.tar.gz', '.profile', 'noending', 'x.an ending that is a sentence'].map(endingOf),
    ).toEqual(['pdf', 'gz', '', '', '']);
  });
});
