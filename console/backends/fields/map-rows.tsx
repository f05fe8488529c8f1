// Editors of maps between a backend's values and ours, one row for each pair.
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular, DeleteRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { type Phrase, useTexts } from '../../ui/texts.ts';
import { Choice, Group } from './fields.tsx';
import { newRow, type Row } from './rows.ts';

const useStyles = makeStyles({
  rows: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalS,
  },
  keys: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  narrow: { minWidth: 0, width: '100%' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface MapRowsProps {
  label: Phrase;
  hint?: Phrase;
  /** names of the two columns */
  from: Phrase;
  to: Phrase;
  rows: Row[];
  onChange: (rows: Row[]) => void;
  isWrong: boolean;
  /** options of the right column; without them it is a text input */
  options?: readonly { value: string; text: string }[];
  /** options of the left column; without them it is a text input */
  fromOptions?: readonly { value: string; text: string }[];
  /** buttons that fill the rows, beside Add */
  presets?: ReactNode;
}

export function MapRows(props: MapRowsProps) {
  const { label, hint, rows, onChange, isWrong, presets } = props;
  const { t } = useTexts();
  const styles = useStyles();
  const change = (changed: Row) => onChange(rows.map((row) => (row.key === changed.key ? changed : row)));
  return (
    <Group label={label} {...(hint && { hint })} problem={isWrong ? 'backends.problem.rows' : null}>
      <div className={styles.rows}>
        {rows.map((row) => (
          <MapRow
            key={row.key}
            {...props}
            row={row}
            onChange={change}
            onRemove={() => onChange(rows.filter(({ key }) => key !== row.key))}
          />
        ))}
        <div className={styles.actions}>
          <Button
            icon={<AddRegular />}
            size="small"
            aria-label={`${t('backends.addRow')}: ${t(label)}`}
            onClick={() => onChange([...rows, newRow()])}
          >
            {t('backends.addRow')}
          </Button>
          {presets}
        </div>
      </div>
    </Group>
  );
}

interface MapRowProps extends Omit<MapRowsProps, 'onChange'> {
  row: Row;
  onChange: (row: Row) => void;
  onRemove: () => void;
}

function MapRow({ row, from, to, label, options, fromOptions, isWrong, onChange, onRemove }: MapRowProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const isHalf = (half: string) => isWrong && half.trim() === '' && `${row.from}${row.to}`.trim() !== '';
  return (
    <div className={styles.row}>
      <Half
        name={`${t(label)}: ${t(from)}`}
        value={row.from}
        options={fromOptions}
        isWrong={isHalf(row.from)}
        onChange={(value) => onChange({ ...row, from: value })}
      />
      <Half
        name={`${t(label)}: ${t(to)}${row.from === '' ? '' : ` (${row.from})`}`}
        value={row.to}
        options={options}
        isWrong={isHalf(row.to)}
        onChange={(value) => onChange({ ...row, to: value })}
      />
      <Button
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={t('backends.removeRow', { row: row.from })}
        onClick={onRemove}
      />
    </div>
  );
}

interface HalfProps {
  name: string;
  value: string;
  options: MapRowsProps['options'];
  isWrong: boolean;
  onChange: (value: string) => void;
}

function Half({ name, value, options, isWrong, onChange }: HalfProps) {
  if (options)
    return <Choice name={name} value={value} options={options} isWrong={isWrong} onChange={onChange} />;
  return (
    <Input
      aria-label={name}
      value={value}
      {...(isWrong && { 'aria-invalid': true })}
      style={{ minWidth: 0 }}
      onChange={(_, data) => onChange(data.value)}
    />
  );
}

interface FixedRowsProps<T extends string> {
  label: Phrase;
  hint: Phrase;
  /** the keys of the map, in the order shown, with their labels */
  keys: readonly { value: T; text: string }[];
  map: Record<T, string>;
  onChange: (map: Record<T, string>) => void;
  isWrong: boolean;
}

/** A map with fixed keys: each of our values, with an input for the backend's. */
export function FixedRows<T extends string>({
  label,
  hint,
  keys,
  map,
  onChange,
  isWrong,
}: FixedRowsProps<T>) {
  const styles = useStyles();
  return (
    <Group label={label} hint={hint} problem={isWrong ? 'backends.problem.needed' : null}>
      <div className={styles.keys}>
        {keys.map(({ value, text }) => (
          <Field key={value} label={text} className={styles.narrow}>
            <Input
              className={styles.narrow}
              value={map[value]}
              {...(isWrong && map[value].trim() === '' && { 'aria-invalid': true })}
              onChange={(_, data) => onChange({ ...map, [value]: data.value })}
            />
          </Field>
        ))}
      </div>
    </Group>
  );
}
