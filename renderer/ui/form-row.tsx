// One row of the form: its label beside the control, or above it where the window is narrow.
import { Field, type FieldControlProps, makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { goTo } from './go-to.ts';
import { useMedia } from './media.ts';

/** Width of the labels; every row of the form starts its control there. */
export const LABEL_COLUMN = '144px';

const useStyles = makeStyles({
  row: { gridTemplateColumns: `${LABEL_COLUMN} minmax(0, 1fr)`, flexShrink: 0 },
  second: { gridTemplateColumns: 'auto minmax(0, 1fr)' },
  column: { flexShrink: 0 },
  pair: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 11fr) minmax(0, 12fr)',
    alignItems: 'start',
    gap: '12px 16px',
    flexShrink: 0,
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
});

/** Whether labels stand above their controls. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 560px)');
}

interface FormRowProps {
  /** by which a problem finds its field */
  place: string;
  label: string;
  /** the label is no wider than its words: the row stands at the right of another */
  second?: boolean;
  required?: boolean;
  hint?: string | null | undefined;
  /** why Send cannot be done, told under the control */
  problem?: string | null;
  className?: string;
  children: ReactElement<FieldControlProps> | ((control: FieldControlProps) => ReactNode);
}

export function FormRow({
  place,
  label,
  second = false,
  required = false,
  hint = null,
  problem = null,
  className,
  children,
}: FormRowProps) {
  const styles = useStyles();
  const narrow = useNarrow();
  return (
    <Field
      className={mergeClasses(
        narrow ? styles.column : styles.row,
        second && !narrow && styles.second,
        className,
      )}
      data-place={place}
      orientation={narrow ? 'vertical' : 'horizontal'}
      label={label}
      required={required}
      hint={hint}
      validationMessage={problem}
    >
      {children}
    </Field>
  );
}

/** Two rows side by side where there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={useStyles().pair}>{children}</div>;
}

/** Shows a place of the form, and leads to its control if it has one. */
export function goToPlace(form: HTMLElement | null, place: string): void {
  const row = form?.querySelector(`[data-place="${CSS.escape(place)}"]`);
  row?.scrollIntoView({ block: 'nearest' });
  goTo(row?.querySelector<HTMLElement>('input, textarea, select, button, [tabindex]') ?? null);
}
