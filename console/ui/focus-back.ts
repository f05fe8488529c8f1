// Gives the focus back to what had it when a dialog opened, once the dialog is gone.
import { type RefObject, useEffect, useState } from 'react';

/** `part` is in the dialog, from its beginning to its end. */
export function useFocusBack(part: RefObject<HTMLElement | null>): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    const shown = part.current;
    return () => {
      const isGone = shown !== null && !shown.isConnected;
      if (isGone && opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [part, opener]);
}
