// Writes the pictures of a draft from memory to disk, sealed.
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { StoredAttachment } from '../attachments/stored-attachment.ts';
import type { MemoryPicture } from '../capture/picture-store.ts';

/** Skips pictures that could not be encoded. */
export async function storePictures(
  draftId: string,
  pictures: readonly MemoryPicture[],
  attachments: Pick<AttachmentFiles, 'store'>,
): Promise<StoredAttachment[]> {
  const encoded = await Promise.all(
    pictures.map(async (picture) => ({ picture, png: await picture.encoded })),
  );
  const readable = encoded.flatMap(({ picture, png }) => (png ? [{ picture, png }] : []));
  await attachments.store(
    draftId,
    readable.map(({ png }) => png),
  );
  return readable.map(({ picture: { id, name, included }, png: { sha256, bytes, width, height } }) => ({
    id,
    kind: 'picture',
    name,
    included,
    width,
    height,
    sha256,
    mediaType: 'image/png',
    size: bytes.length,
  }));
}
