// The picture without its marks, decoded only while the editor is open.
import { useEffect, useState } from 'react';
import { pictureAddress } from '../ui/picture-address.ts';

export type Source = { kind: 'loading' } | { kind: 'ready'; bitmap: ImageBitmap } | { kind: 'failed' };

async function read(id: string): Promise<ImageBitmap> {
  // Through an image element: the window's content security policy forbids fetch.
  const image = new Image();
  image.src = pictureAddress(id);
  await image.decode();
  return createImageBitmap(image);
}

/** Decodes a picture of the draft, and frees its pixels when the editor is closed. */
export function useSource(pictureId: string): Source {
  const [source, setSource] = useState<Source>({ kind: 'loading' });
  useEffect(() => {
    let opened: ImageBitmap | null = null;
    let isMounted = true;
    read(pictureId).then(
      (bitmap) => {
        if (!isMounted) return bitmap.close();
        opened = bitmap;
        setSource({ kind: 'ready', bitmap });
      },
      () => {
        if (isMounted) setSource({ kind: 'failed' });
      },
    );
    return () => {
      isMounted = false;
      opened?.close();
    };
  }, [pictureId]);
  return source;
}
