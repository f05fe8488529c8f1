import { expect, it } from 'vitest';
import { writeWhole } from '../../../../main/support/write-whole.ts';

it('a partial write is continued to the end', async () => {
  const disk = Buffer.alloc(12);
  const file = {
    /** Writes at most 3 bytes at a time. */
    async write(buffer: Uint8Array, offset: number, length: number, position: number) {
      const part = buffer.subarray(offset, offset + Math.min(3, length));
      disk.set(part, position);
      return { bytesWritten: part.length, buffer };
    },
  };
  await writeWhole(file as Parameters<typeof writeWhole>[0], Buffer.from('12345678'), 2);
  expect(disk.toString('latin1')).toBe(`\0\x0012345678\0\0`);
});
