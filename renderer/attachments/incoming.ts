// Files and pictures that come to a window from outside: dropped anywhere on it, or pasted.
import { useEffect, useEffectEvent, useState } from 'react';

export interface Incoming {
  /** pictures that have no file, such as a copied part of the screen */
  pictures: File[];
  files: File[];
}

/** What Chromium calls a picture of the clipboard that is no file. */
const NAMELESS_PICTURE = 'image.png';

/** Tells copied pictures from copied files. */
export function sortPasted(pasted: readonly File[]): Incoming {
  const isPicture = ({ name, type }: File) => name === NAMELESS_PICTURE && type.startsWith('image/');
  return {
    pictures: pasted.filter(isPicture),
    files: pasted.filter((file) => !isPicture(file)),
  };
}

/** Word processors and sheets copy a picture of the text beside the text: where one writes, the text is meant. */
function isTextMeant({ target, clipboardData }: ClipboardEvent): boolean {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && (clipboardData?.types.includes('text/plain') ?? false);
}

/** Calls `come` with what is pasted into the window while `isWanted` says so. */
function usePaste(come: (incoming: Incoming) => void, isWanted: () => boolean): void {
  const pasted = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || isTextMeant(event) || !isWanted()) return;
    event.preventDefault();
    come(sortPasted(files));
  });
  useEffect(() => {
    const listener = (event: ClipboardEvent) => pasted(event);
    window.addEventListener('paste', listener);
    return () => window.removeEventListener('paste', listener);
  }, []);
}

function bringsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

/** Calls `come` with what is dropped on the window; answers whether something is being held over it. */
function useDrop(come: (files: File[]) => void, isWanted: () => boolean): boolean {
  const [isOver, setOver] = useState(false);
  const over = useEffectEvent((event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    const wanted = isWanted();
    if (event.dataTransfer) event.dataTransfer.dropEffect = wanted ? 'copy' : 'none';
    setOver(wanted);
  });
  const left = useEffectEvent((event: DragEvent) => {
    // leaving one part of the window for another is not leaving it
    if (event.relatedTarget === null) setOver(false);
  });
  const dropped = useEffectEvent((event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    setOver(false);
    if (isWanted()) come([...(event.dataTransfer?.files ?? [])]);
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

/** The whole window takes files while `isWanted` says so; answers whether some are being held over it. */
export function useIncoming(come: (incoming: Incoming) => void, isWanted: () => boolean): boolean {
  usePaste(come, isWanted);
  return useDrop((files) => come({ pictures: [], files }), isWanted);
}
