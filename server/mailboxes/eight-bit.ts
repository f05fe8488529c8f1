// Reads 8-bit letters of mails that do not say which they are: what is no UTF-8 is windows-1252, as old programs send it.

/** @param headerEnd where the body begins, in bytes */
export function withKnownLetters(mail: Buffer, headerEnd: number): Buffer {
  const [header, body] = [mail.subarray(0, headerEnd), mail.subarray(headerEnd)];
  const saysWhich = mail.toString('latin1').search(/charset\s*\*?=/i) >= 0;
  const parts = [asUtf8(header), saysWhich ? body : asUtf8(body)];
  return parts[0] === header && parts[1] === body ? mail : Buffer.concat(parts);
}

function asUtf8(bytes: Buffer): Buffer {
  try {
    // the last letter may be cut
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return bytes;
  } catch {
    return Buffer.from(new TextDecoder('windows-1252').decode(bytes));
  }
}
