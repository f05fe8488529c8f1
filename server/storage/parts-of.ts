// Cuts a stream into parts.

/**
 * Yields parts of `size` bytes, and at the end, or where the stream fails, what is left. The first begins with `begun`, bytes of a
 * part that was begun before; it is not yielded when nothing new arrives.
 */
export async function* partsOf(
  stream: AsyncIterable<Uint8Array>,
  size: number,
  begun: Buffer,
): AsyncGenerator<Buffer> {
  let chunks: Uint8Array[] = [begun];
  let length = begun.length;
  let arrived = 0;

  function take(): Buffer {
    const part = Buffer.concat(chunks);
    chunks = [];
    length = 0;
    arrived = 0;
    return part;
  }

  try {
    for await (const chunk of stream) {
      for (let at = 0; at < chunk.length; ) {
        const piece = chunk.subarray(at, at + size - length);
        chunks.push(piece);
        length += piece.length;
        arrived += piece.length;
        at += piece.length;
        if (length === size) yield take();
      }
    }
  } catch (failure) {
    if (arrived > 0) yield take();
    throw failure;
  }
  if (arrived > 0) yield take();
}
