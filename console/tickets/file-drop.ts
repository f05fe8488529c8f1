// Files dropped on, or pasted into, an element.
import { type ClipboardEvent, type DragEvent, useEffect, useState } from 'react';
import { droppedFiles, pastedFiles } from './admit-files.ts';

/** `onFiles` is called with the files and the names of dropped folders. `handlers` are the props of the drop target. */
export function useFileDrop(onFiles: (files: readonly File[], folders: readonly string[]) => void) {
  const [isOver, setIsOver] = useState(false);
  useEffect(refuseOtherDrops, []);
  const handlers = {
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setIsOver(true);
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      const isInside =
        event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
      if (!isInside) setIsOver(false);
    },
    onDrop(event: DragEvent) {
      setIsOver(false);
      const { files, folders } = droppedFiles(event.dataTransfer);
      if (files.length + folders.length === 0) return;
      event.preventDefault();
      onFiles(files, folders);
    },
    onPaste(event: ClipboardEvent) {
      const files = pastedFiles(event.clipboardData);
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files, []);
    },
  };
  return { isOver, handlers };
}

/** Refuses files outside a drop target: the browser would open them in place of the console. Returns the clean-up. */
function refuseOtherDrops(): () => void {
  const refuse = (event: globalThis.DragEvent) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
  return () => {
    window.removeEventListener('dragover', refuse);
    window.removeEventListener('drop', refuse);
  };
}
