import { expect, it } from 'vitest';
import { writeWhole } from '../../../../main/support/write-whole.ts';

it('what the system took only a part of is written to its end', async () => {
  const disk = Buffer.alloc(12);
  const file = {
    /** At most 3 bytes at a time. */
    async write(buffer: Uint8Array, offset: number, length: number, position: number) {
      const taken = buffer.subarray(offset, offset + Math.min(3, length));
      disk.set(taken, position);
      return { bytesWritten: taken.length, buffer };
    },
  };
  await writeWhole(file as Parameters<typeof writeWhole>[0], Buffer.from('12345678'), 2);
  expect(disk.toString('latin1')).toBe(`\0\x0012345678\0\0`);
});
