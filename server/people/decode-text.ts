// The text of a file that Windows wrote: Notepad, Excel and each PowerShell choose another encoding.

/** What a file says, and whether its encoding had to be guessed. */
export interface DecodedText {
  text: string;
  /** no UTF-8: read as windows-1252, in which every byte is a letter */
  isGuessed: boolean;
}

/**
 * Returns the text of a file in UTF-8 or UTF-16, with or without a byte order mark, or else in windows-1252. Null for UTF-16 that
 * is cut.
 */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const wide = wideEncoding(bytes);
  if (wide) {
    const text = decoded(wide, bytes);
    return text === null ? null : { text, isGuessed: false };
  }
  const text = decoded('utf-8', bytes);
  if (text !== null) return { text, isGuessed: false };
  return { text: new TextDecoder('windows-1252').decode(bytes), isGuessed: true };
}

/** A text that people write begins with a letter of ASCII: half of it is zero. */
function wideEncoding([first, second]: Uint8Array): string | null {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be';
  return null;
}

function decoded(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
