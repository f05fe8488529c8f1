// Reads the rows of a database file without its trees: a page on which a table begins may be lost while its rows are not.
// Format: sqlite.org/fileformat.html, 1.3 and 1.6, 2.1.
type Value = string | number | Uint8Array | null;

const PAGE_SIZE_AT = 16;
const RESERVED_AT = 20;
const LEAST_PAGE = 512;
/** The first page begins with the file header. */
const HEADER_BYTES = 100;
const TABLE_LEAF = 0x0d;
/** Bytes of the header of a leaf, before the offsets of its cells. */
const LEAF_HEADER = 8;
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8];

export interface LeafRecord {
  rowId: number;
  values: Value[];
}

/** Each row that can be decoded, of whatever table. Pages that are free may hold rows that were deleted. */
export function* leafRecords(file: Buffer): Generator<LeafRecord> {
  const pageSize = file.length < HEADER_BYTES ? 0 : file.readUInt16BE(PAGE_SIZE_AT);
  if (pageSize < LEAST_PAGE) return;
  const usable = pageSize - (file[RESERVED_AT] ?? 0);
  for (let start = 0; start + pageSize <= file.length; start += pageSize) {
    const header = start === 0 ? HEADER_BYTES : start;
    if (file[header] !== TABLE_LEAF) continue;
    const cells = file.readUInt16BE(header + 3);
    for (let cell = 0; cell < cells && LEAF_HEADER + 2 * cell + 2 <= usable; cell++) {
      const record = recordAt(
        file,
        start + file.readUInt16BE(header + LEAF_HEADER + 2 * cell),
        pageSize,
        usable,
      );
      if (record) yield record;
    }
  }
}

/** Null where the page holds something else. */
function recordAt(file: Buffer, at: number, pageSize: number, usable: number): LeafRecord | null {
  try {
    const size = varint(file, at);
    const rowId = varint(file, size.next);
    const payload = payloadAt(file, rowId.next, size.value, pageSize, usable);
    return { rowId: rowId.value, values: valuesOf(payload) };
  } catch (failure) {
    if (failure instanceof RangeError) return null;
    throw failure;
  }
}

/** A long record goes on in a chain of other pages. */
function payloadAt(file: Buffer, at: number, size: number, pageSize: number, usable: number): Buffer {
  if (size > file.length) throw new RangeError('no record is longer than its file');
  const most = usable - 35;
  if (size <= most) return file.subarray(at, at + size);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wished = least + ((size - least) % (usable - 4));
  const local = wished <= most ? wished : least;
  const parts = [file.subarray(at, at + local)];
  let page = file.readUInt32BE(at + local);
  for (let left = size - local; left > 0; left -= usable - 4) {
    const start = (page - 1) * pageSize;
    page = file.readUInt32BE(start);
    parts.push(file.subarray(start + 4, start + 4 + Math.min(left, usable - 4)));
  }
  return Buffer.concat(parts);
}

function valuesOf(record: Buffer): Value[] {
  const head = varint(record, 0);
  const values: Value[] = [];
  let at = head.value;
  for (let type = head.next; type < head.value; ) {
    const serial = varint(record, type);
    type = serial.next;
    const { value, bytes } = valueAt(record, at, serial.value);
    if (at + bytes > record.length) throw new RangeError('the record is cut');
    values.push(value);
    at += bytes;
  }
  return values;
}

function valueAt(record: Buffer, at: number, serial: number): { value: Value; bytes: number } {
  if (serial >= 12) {
    const bytes = Math.floor((serial - 12) / 2);
    const content = record.subarray(at, at + bytes);
    return { value: serial % 2 === 0 ? content : content.toString(), bytes };
  }
  if (serial === 0) return { value: null, bytes: 0 };
  if (serial >= 8) return { value: serial - 8, bytes: 0 };
  const bytes = serial === 7 ? 8 : (INTEGER_BYTES[serial] ?? 0);
  if (serial === 7) return { value: record.readDoubleBE(at), bytes };
  return { value: bytes > 6 ? Number(record.readBigInt64BE(at)) : record.readIntBE(at, bytes), bytes };
}

/** Big-endian, seven bits a byte; none of ours needs the ninth. */
function varint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let next = at; next < at + 8; next++) {
    const byte = bytes.readUInt8(next);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: next + 1 };
  }
  throw new RangeError('a number is too long');
}
