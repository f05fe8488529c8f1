// The picture as it was before its marks, held only while the editor is open.
import { useEffect, useState } from 'react';
import { pictureAddress } from '../ui/picture-address.ts';

export type Source = { kind: 'loading' } | { kind: 'ready'; bitmap: ImageBitmap } | { kind: 'failed' };

async function read(id: string): Promise<ImageBitmap> {
  // by an image element: the window's content security policy lets nothing else be fetched
  const image = new Image();
  image.src = pictureAddress(id);
  await image.decode();
  return createImageBitmap(image);
}

/** Reads a picture of the draft; its pixels are let go of when the editor is closed. */
export function useSource(pictureId: string): Source {
  const [source, setSource] = useState<Source>({ kind: 'loading' });
  useEffect(() => {
    let opened: ImageBitmap | null = null;
    let isWanted = true;
    read(pictureId).then(
      (bitmap) => {
        if (!isWanted) return bitmap.close();
        opened = bitmap;
        setSource({ kind: 'ready', bitmap });
      },
      () => {
        if (isWanted) setSource({ kind: 'failed' });
      },
    );
    return () => {
      isWanted = false;
      opened?.close();
    };
  }, [pictureId]);
  return source;
}
