// The way back from a page to the one that leads to it.
import { makeStyles, tokens } from '@fluentui/react-components';
import { ChevronLeftRegular } from '@fluentui/react-icons';
import { RouteLink } from './route-link.tsx';

const useStyles = makeStyles({
  link: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
});

/** `children` is the title of the page at `to`. */
export function BackLink({ to, children }: { to: string; children: string }) {
  const styles = useStyles();
  return (
    <div>
      <RouteLink to={to} className={styles.link}>
        <ChevronLeftRegular aria-hidden />
        {children}
      </RouteLink>
    </div>
  );
}
