// The shape of a window: its heading, a body that scrolls when it must, a footer that stays.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';
import { KEYBOARD_STOP } from './scroll-area.tsx';

const useStyles = makeStyles({
  frame: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  body: {
    flex: '1 1 auto',
    minHeight: 0,
    overflowY: 'auto',
    scrollPaddingBottom: '64px',
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    padding: '20px 24px 16px',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '@media (max-width: 560px)': { padding: '12px 16px' },
  },
  heading: { ...typographyStyles.subtitle1, margin: 0, overflowWrap: 'anywhere' },
  footer: {
    flex: '0 0 auto',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: '8px',
    padding: '16px 24px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 560px)': { padding: '8px 16px' },
  },
  note: {
    ...typographyStyles.caption1,
    flex: '1 1 160px',
    minWidth: 0,
    color: tokens.colorNeutralForeground2,
    '@media (max-width: 400px)': { flexBasis: '100%' },
    // said when it comes: it is there all along, and takes no room
    ':empty': { position: 'absolute' },
  },
  // they stay together: a note that leaves them too little room stands above them
  acts: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: '8px' },
});

/** Names the window as its heading does. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

interface FrameProps {
  heading: string;
  children: ReactNode;
  /** the body is only read: the keyboard scrolls it */
  readOnly?: boolean;
  /** said quietly at the left of the footer */
  note?: ReactNode;
  /** buttons, the primary one last */
  footer?: ReactNode;
}

export function Frame({ heading, children, readOnly = false, note, footer }: FrameProps) {
  const styles = useStyles();
  useWindowTitle(heading);
  return (
    <div className={styles.frame}>
      <main className={styles.body} {...(readOnly ? KEYBOARD_STOP : {})}>
        <h1 className={styles.heading}>{heading}</h1>
        {children}
      </main>
      {footer ? (
        <footer className={styles.footer}>
          {note === undefined ? null : (
            <div className={styles.note} role="status">
              {note}
            </div>
          )}
          <div className={styles.acts}>{footer}</div>
        </footer>
      ) : null}
    </div>
  );
}
