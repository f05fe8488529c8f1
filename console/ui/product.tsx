// The product's mark and name.
import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  mark: { width: '24px', height: '24px' },
  tile: { fill: tokens.colorBrandBackground },
  line: {
    fill: 'none',
    stroke: tokens.colorNeutralForegroundOnBrand,
    strokeWidth: '2.5px',
    strokeLinecap: 'round',
  },
  person: { fill: tokens.colorNeutralForegroundOnBrand },
});

export function Product() {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true">
        <rect className={styles.tile} width="32" height="32" rx="7" />
        <path className={styles.line} d="M8 24V14a8 8 0 0 1 16 0v10M6 24h20" />
        <circle className={styles.person} cx="16" cy="14.5" r="2.75" />
        <path className={styles.person} d="M11.5 23.5a4.5 4.5 0 0 1 9 0" />
      </svg>
      <Subtitle2>Guichet</Subtitle2>
    </div>
  );
}
