import { describe, expect, it } from 'vitest';
import { attachmentName, endingOf, freeName, mediaTypeOf } from '../../../../main/attachments/file-name.ts';

describe('the name of a file', () => {
  it.each([
    ['C:\\Users\\someone\\report.pdf', 'report.pdf'],
    ['/home/someone/report.pdf', 'report.pdf'],
    ['../../keys.json', 'keys.json'],
    ['folder/', 'folder'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['', 'file'],
    ['..\\', 'file'],
    ['👩‍💻 été.txt', '👩‍💻 été.txt'],
    ['\u202Egnp.exe', '\u202Egnp.exe'],
  ])('%j becomes %j', (input, name) => {
    expect(attachmentName(input)).toBe(name);
  });

  it('is cut to 255 characters, keeps its extension, and no character is split', () => {
    expect(attachmentName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(251)}.pdf`);
    const emoji = attachmentName(`${'👩‍💻'.repeat(100)}.pdf`);
    expect(emoji).toBe(`${'👩‍💻'.repeat(50)}.pdf`);
    expect(attachmentName('a'.repeat(300))).toHaveLength(255);
  });

  it('gets a number when it is taken, ignoring case', () => {
    const taken = new Set(['scan.pdf', 'scan (2).pdf']);
    expect(freeName('Scan.pdf', taken)).toBe('Scan (3).pdf');
    expect(freeName('other.pdf', taken)).toBe('other.pdf');
    const long = `${'a'.repeat(251)}.pdf`;
    expect(freeName(long, new Set([long]))).toBe(`${'a'.repeat(247)} (2).pdf`);
  });

  it('determines the media type by its extension only', () => {
    expect(
      ['a.PDF', 'b.tar.gz', '.profile', 'noending', 'x.an ending that is a sentence'].map(endingOf),
    ).toEqual(['pdf', 'gz', '', '', '']);
    expect(mediaTypeOf('a.PNG')).toBe('image/png');
    expect(mediaTypeOf('a.whatever')).toBe('application/octet-stream');
  });
});
