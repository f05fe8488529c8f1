// The layout of every page after sign-in: top bar, navigation, and the page itself.
import { makeStyles, Toaster, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useWaitingTickets } from '../alerts/queries.ts';
import { useAlerts } from '../alerts/use-alerts.ts';
import { useLiveContent } from '../ui/live.ts';
import { TitleCount } from '../ui/page-title.ts';
import { Product } from '../ui/product.tsx';
import { useTexts } from '../ui/texts.ts';
import { TOASTER } from '../ui/toasts.tsx';
import { Navigation } from './navigation.tsx';
import { PersonMenu } from './person-menu.tsx';
import { PlainHttpBar } from './plain-http-bar.tsx';

const useStyles = makeStyles({
  root: {
    position: 'relative',
    height: '100%',
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gridTemplateRows: '48px minmax(0, 1fr)',
    gridTemplateAreas: '"top top" "nav main"',
  },
  top: {
    gridArea: 'top',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    paddingLeft: tokens.spacingHorizontalL,
    paddingRight: tokens.spacingHorizontalS,
  },
  main: {
    gridArea: 'main',
    overflow: 'auto',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalXXL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderTopLeftRadius: tokens.borderRadiusXLarge,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderLeft: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    outlineStyle: 'none',
    '@media (max-width: 720px)': {
      padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalM}`,
    },
  },
  skip: {
    position: 'absolute',
    left: tokens.spacingHorizontalS,
    top: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    zIndex: 1,
    ':not(:focus)': { clipPath: 'inset(50%)' },
  },
});

export function Shell() {
  const { t } = useTexts();
  const styles = useStyles();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useLiveContent();
  const waiting = useWaitingTickets();
  useAlerts(waiting);
  // A new page scrolls to its top and takes the focus, so that a screen reader starts there.
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.scrollTo(0, 0);
    main.current?.focus();
  }, [pathname]);
  return (
    <div className={styles.root}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t('shell.skip')}
      </button>
      <header className={styles.top}>
        <Product />
        <PersonMenu />
      </header>
      <Navigation waitingTickets={waiting?.length ?? 0} />
      <main className={styles.main} ref={main} tabIndex={-1}>
        <PlainHttpBar {...window.location} />
        <TitleCount value={waiting?.length ?? 0}>
          <Outlet />
        </TitleCount>
      </main>
      <aside aria-label={t('shell.notices')}>
        <Toaster inline toasterId={TOASTER} position="bottom-end" />
      </aside>
    </div>
  );
}
