// A row of a form: its label beside the control, or above it in a narrow window.
import { Field, type FieldControlProps, makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { focusField } from './focus-field.ts';
import { useMedia } from './media.ts';

/** Width of the labels: all controls of the form start at the same line. */
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

/** Returns whether the window is so narrow that labels are above their controls. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 560px)');
}

interface FormRowProps {
  /** identifies the row: `focusPlace` finds it by this name */
  place: string;
  label: string;
  /** the row is at the right of another: its label is only as wide as its text */
  second?: boolean;
  required?: boolean;
  hint?: string | null | undefined;
  /** why the form cannot be sent, shown under the control */
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

/** Two rows side by side, if there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={useStyles().pair}>{children}</div>;
}

/** Scrolls a row of the form into view and focuses its first control, if it has one. */
export function focusPlace(form: HTMLElement | null, place: string): void {
  const row = form?.querySelector(`[data-place="${CSS.escape(place)}"]`);
  row?.scrollIntoView({ block: 'nearest' });
  focusField(row?.querySelector<HTMLElement>('input, textarea, select, button, [tabindex]') ?? null);
}
