// Encryption of local data: AES-256-GCM, each value bound to its table and id.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { z } from 'zod';

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

export interface Seal {
  /** Encrypts `plain` for the row `id` of `table`; it cannot be opened for any other row. */
  close(table: string, id: string, plain: Uint8Array): Buffer;
  /** The same for data too large to hold in memory. */
  closeInPieces(table: string, id: string): SealInPieces;
  /** The plain bytes, or null when the key is wrong or the value was altered or moved. */
  open(table: string, id: string, sealed: Uint8Array): Buffer | null;
}

/** The pieces follow the head in order. The head is known last. */
interface SealInPieces {
  /** bytes to leave free before the first piece */
  headBytes: number;
  add(plain: Uint8Array): Buffer;
  head(): Buffer;
}

/** `dataKey` is 32 bytes. The nonce is random: 2^32 values a key are safe (NIST SP 800-38D section 8.3). */
export function createSeal(dataKey: Uint8Array): Seal {
  const boundTo = (table: string, id: string) => Buffer.from(`${FORMAT}\0${table}\0${id}`);

  function closeInPieces(table: string, id: string): SealInPieces {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', dataKey, iv).setAAD(boundTo(table, id));
    return {
      headBytes: HEAD_BYTES,
      add: (plain) => cipher.update(plain),
      head() {
        // GCM buffers nothing: the last piece is empty.
        cipher.final();
        return Buffer.concat([Buffer.of(FORMAT), iv, cipher.getAuthTag()]);
      },
    };
  }

  return {
    close(table, id, plain) {
      const pieces = closeInPieces(table, id);
      const body = pieces.add(plain);
      return Buffer.concat([pieces.head(), body]);
    },
    closeInPieces,
    open(table, id, sealed) {
      if (sealed.length < HEAD_BYTES || sealed[0] !== FORMAT) return null;
      const iv = sealed.subarray(1, 1 + IV_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', dataKey, iv, { authTagLength: TAG_BYTES })
        .setAAD(boundTo(table, id))
        .setAuthTag(sealed.subarray(1 + IV_BYTES, HEAD_BYTES));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}

/** `value` as JSON, sealed for the row `id` of `table`. */
export function sealJson(seal: Seal, table: string, id: string, value: unknown): Buffer {
  return seal.close(table, id, Buffer.from(JSON.stringify(value)));
}

/** The value of a sealed row, or null when it cannot be opened or does not match `schema`. */
export function openJson<T extends z.ZodType>(
  seal: Seal,
  schema: T,
  table: string,
  id: string,
  sealed: Uint8Array,
): z.output<T> | null {
  const plain = seal.open(table, id, sealed);
  if (!plain) return null;
  const parsed = schema.safeParse(JSON.parse(plain.toString()));
  return parsed.success ? parsed.data : null;
}
