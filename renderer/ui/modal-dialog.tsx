// A modal dialog over the window. Escape closes it, and the focus returns to where it was.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactNode, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { submitsByItself } from './keys.ts';

const useStyles = makeStyles({
  dialog: {
    boxSizing: 'border-box',
    width: 'calc(100% - 32px)',
    height: 'calc(100% - 32px)',
    maxWidth: 'none',
    maxHeight: 'none',
    padding: '16px',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow64,
    overflow: 'auto',
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
    '@media (max-width: 560px)': { padding: '8px' },
  },
  full: { width: '100%', height: '100%', borderRadius: 0, border: 0, padding: '8px' },
  content: { display: 'flex', flexDirection: 'column', gap: '8px', minHeight: '100%', height: '100%' },
});

interface ModalDialogProps {
  label: string;
  /** it fills the window */
  full?: boolean;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

/** Key presses do not reach the form around the dialog: neither Ctrl+Enter nor Enter sends the form behind it. */
export function ModalDialog({ label, full = false, onClose, onKeyDown, children }: ModalDialogProps) {
  const styles = useStyles();
  const dialog = useRef<HTMLDialogElement>(null);
  const closed = useEffectEvent(onClose);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown === null) return;
    const listener = () => closed();
    shown.showModal();
    shown.addEventListener('close', listener);
    return () => {
      shown.removeEventListener('close', listener);
      // Only a dialog that is closed before it is removed gives the focus back.
      shown.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={mergeClasses(styles.dialog, full && styles.full)}
      aria-label={label}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (submitsByItself(event)) event.preventDefault();
        onKeyDown?.(event);
      }}
    >
      <div className={styles.content}>{children}</div>
    </dialog>
  );
}
