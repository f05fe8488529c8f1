// 128 bits as 25 letters and digits, whose case does not count: some mail servers change that of addresses.

const BITS = 128n;
const LENGTH = 25;

/** `bytes`: 16 of them. */
export function encodeBase36(bytes: Buffer): string {
  return BigInt(`0x${bytes.toString('hex')}`)
    .toString(36)
    .padStart(LENGTH, '0');
}

/** Returns 16 bytes; null for what `encodeBase36` does not return. */
export function decodeBase36(text: string): Buffer | null {
  if (!/^[0-9a-z]{25}$/.test(text)) return null;
  const value = [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
  return value >> BITS === 0n ? Buffer.from(value.toString(16).padStart(32, '0'), 'hex') : null;
}
