import { makeStyles, mergeClasses, TableHeaderCell, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({ root: { fontWeight: tokens.fontWeightSemibold } });

/** The header of a table's column; `className` sets its width. */
export function ColumnHeader({ className, children }: { className?: string; children: ReactNode }) {
  return <TableHeaderCell className={mergeClasses(useStyles().root, className)}>{children}</TableHeaderCell>;
}
