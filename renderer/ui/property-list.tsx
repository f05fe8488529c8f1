// A list of names with their values, one under the other, or side by side where there is little height.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  list: { ...typographyStyles.body1, display: 'flex', margin: 0 },
  rows: { flexDirection: 'column', gap: '4px' },
  columns: { flexWrap: 'wrap', gap: '8px 40px' },
  row: {
    display: 'grid',
    gridTemplateColumns: '152px minmax(0, 1fr)',
    columnGap: '16px',
    '@media (max-width: 360px)': { gridTemplateColumns: '1fr' },
  },
  name: { color: tokens.colorNeutralForeground2 },
  columnName: { ...typographyStyles.caption1 },
  value: { margin: 0, overflowWrap: 'anywhere', userSelect: 'text' },
});

export interface Property {
  name: string;
  value: ReactNode;
}

interface PropertyListProps {
  properties: Property[];
  sideBySide?: boolean;
}

export function PropertyList({ properties, sideBySide = false }: PropertyListProps) {
  const styles = useStyles();
  return (
    <dl className={mergeClasses(styles.list, sideBySide ? styles.columns : styles.rows)}>
      {properties.map(({ name, value }) => (
        <div key={name} className={sideBySide ? undefined : styles.row}>
          <dt className={mergeClasses(styles.name, sideBySide && styles.columnName)}>{name}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
