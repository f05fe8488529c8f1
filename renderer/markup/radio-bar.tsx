// A row of radio buttons that look like buttons: the tools, the colours.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';

const border = (color: string) => ({
  borderTopColor: color,
  borderRightColor: color,
  borderBottomColor: color,
  borderLeftColor: color,
});

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '2px' },
  choice: {
    ...typographyStyles.body1,
    position: 'relative',
    boxSizing: 'border-box',
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '4px',
    minWidth: '32px',
    height: '32px',
    padding: '0 6px',
    border: '1px solid transparent',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':has(:focus-visible)': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    ':has(:checked)': {
      backgroundColor: tokens.colorNeutralBackground1Selected,
      ...border(tokens.colorNeutralStrokeAccessible),
      '@media (forced-colors: active)': border('Highlight'),
    },
    ':has(:disabled)': { opacity: 0.4 },
  },
  // Covers its label, so that it takes the click as well as the focus.
  radio: { position: 'absolute', inset: 0, width: '100%', height: '100%', margin: 0, opacity: 0 },
});

interface RadioBarProps<K extends string> {
  label: string;
  choices: readonly { key: K; name: string; face: ReactNode }[];
  chosen: K;
  disabled?: boolean;
  onChoose: (key: K) => void;
}

export function RadioBar<K extends string>({
  label,
  choices,
  chosen,
  disabled = false,
  onChoose,
}: RadioBarProps<K>) {
  const styles = useStyles();
  const group = useId();
  return (
    <div className={styles.bar} role="radiogroup" aria-label={label}>
      {choices.map(({ key, name, face }) => (
        <label key={key} className={styles.choice} title={name}>
          <input
            type="radio"
            className={styles.radio}
            name={group}
            aria-label={name}
            checked={key === chosen}
            disabled={disabled}
            onChange={() => onChoose(key)}
          />
          {face}
        </label>
      ))}
    </div>
  );
}
