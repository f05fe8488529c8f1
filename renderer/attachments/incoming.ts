// Files and pictures that are dropped anywhere on the window, or pasted into it.
import { useEffect, useEffectEvent, useState } from 'react';

export interface Incoming {
  /** pictures without a file, such as a copied part of the screen */
  pictures: File[];
  files: File[];
}

/** Chromium's name for a picture on the clipboard that is not a file. */
const NAMELESS_PICTURE = 'image.png';

/** Separates copied pictures from copied files. */
export function sortPasted(pasted: readonly File[]): Incoming {
  const isPicture = ({ name, type }: File) => name === NAMELESS_PICTURE && type.startsWith('image/');
  return {
    pictures: pasted.filter(isPicture),
    files: pasted.filter((file) => !isPicture(file)),
  };
}

/** Word processors and spreadsheets also copy a picture of the text. In a text field, the text is meant. */
function isTextMeant({ target, clipboardData }: ClipboardEvent): boolean {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && (clipboardData?.types.includes('text/plain') ?? false);
}

/** Calls `onIncoming` with what is pasted into the window, if `accepts` returns true. */
function usePaste(onIncoming: (incoming: Incoming) => void, accepts: () => boolean): void {
  const pasted = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || isTextMeant(event) || !accepts()) return;
    event.preventDefault();
    onIncoming(sortPasted(files));
  });
  useEffect(() => {
    const listener = (event: ClipboardEvent) => pasted(event);
    window.addEventListener('paste', listener);
    return () => window.removeEventListener('paste', listener);
  }, []);
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

/** Calls `onFiles` with what is dropped on the window. Returns whether files are being dragged over it. */
function useDrop(onFiles: (files: File[]) => void, accepts: () => boolean): boolean {
  const [isOver, setOver] = useState(false);
  const over = useEffectEvent((event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const isAccepted = accepts();
    if (event.dataTransfer) event.dataTransfer.dropEffect = isAccepted ? 'copy' : 'none';
    setOver(isAccepted);
  });
  const left = useEffectEvent((event: DragEvent) => {
    // With a related target, the pointer only moved to another part of the window.
    if (event.relatedTarget === null) setOver(false);
  });
  const dropped = useEffectEvent((event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(false);
    if (accepts()) onFiles([...(event.dataTransfer?.files ?? [])]);
  });
  useEffect(() => {
    const listeners = {
      dragover: (event: DragEvent) => over(event),
      dragleave: (event: DragEvent) => left(event),
      drop: (event: DragEvent) => dropped(event),
    };
    window.addEventListener('dragover', listeners.dragover);
    window.addEventListener('dragleave', listeners.dragleave);
    window.addEventListener('drop', listeners.drop);
    return () => {
      window.removeEventListener('dragover', listeners.dragover);
      window.removeEventListener('dragleave', listeners.dragleave);
      window.removeEventListener('drop', listeners.drop);
    };
  }, []);
  return isOver;
}

/** Accepts files anywhere in the window while `accepts` returns true. Returns whether files are being dragged over it. */
export function useIncoming(onIncoming: (incoming: Incoming) => void, accepts: () => boolean): boolean {
  usePaste(onIncoming, accepts);
  return useDrop((files) => onIncoming({ pictures: [], files }), accepts);
}
