// The seconds left until the picture is taken, large, while one opens the menu that is to be in it.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import { useSecondsLeft } from '../ui/countdown.ts';
import { useWindowTitle } from '../ui/frame.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  screen: {
    height: '100%',
    display: 'grid',
    placeItems: 'center',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  // said, not shown: the number takes all of the window
  heading: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    margin: 0,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
  },
  number: {
    fontSize: 'min(70vh, 70vw)',
    lineHeight: 1,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    '@media (prefers-reduced-motion: no-preference)': {
      animationName: {
        from: { transform: 'scale(1.15)', opacity: 0.4 },
        to: { transform: 'scale(1)', opacity: 1 },
      },
      animationDuration: '250ms',
    },
  },
});

/** Seconds in an address such as `#/countdown?seconds=3`; 0 where it names none. */
function secondsOf(hash: string): number {
  const asked = Number(new URLSearchParams(hash.split('?')[1]).get('seconds'));
  return Number.isInteger(asked) && asked > 0 ? asked : 0;
}

export function CountdownScreen() {
  const { t } = useTexts();
  const styles = useStyles();
  const heading = useId();
  const [until] = useState(() => Date.now() + secondsOf(window.location.hash) * 1000);
  const left = useSecondsLeft(until);
  useWindowTitle(t('countdown.heading'));
  return (
    <main className={styles.screen}>
      <h1 id={heading} className={styles.heading}>
        {t('countdown.heading')}
      </h1>
      <div role="timer" aria-labelledby={heading} aria-live="assertive" aria-atomic>
        <div key={left} className={styles.number}>
          {left}
        </div>
      </div>
    </main>
  );
}
