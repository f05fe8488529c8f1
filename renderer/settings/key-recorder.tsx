// The key for a new ticket: the one in force, and the way to another.
import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { useAppState } from '../ui/bridge.ts';
import { type Say, useTexts } from '../ui/texts.ts';
import { type Recording, useKeyRecorder } from './use-key-recorder.ts';

const useStyles = makeStyles({
  group: { margin: 0, padding: 0, minWidth: 0, border: 'none' },
  name: { ...typographyStyles.body1, padding: '0 0 4px' },
  keys: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  key: {
    ...typographyStyles.body1,
    boxSizing: 'border-box',
    minHeight: '32px',
    minWidth: '160px',
    padding: '5px 12px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  recording: { outline: `2px solid ${tokens.colorCompoundBrandStroke}` },
  told: {
    ...typographyStyles.caption1,
    minHeight: '16px',
    paddingTop: '4px',
    color: tokens.colorNeutralForeground2,
  },
});

interface KeyRecorderProps {
  /** null: the first of Guichet's own list that is free */
  value: string | null;
  /** the one that was saved */
  kept: string | null;
  imposed: boolean;
  onChange: (accelerator: string | null) => void;
}

function keyText(recording: Recording, value: string | null, hotkey: string | null, t: Say): string {
  if (recording.kind === 'listening')
    return recording.held.length === 0 ? t('settings.key.press') : `${recording.held.join('+')}+…`;
  if (value !== null) return value;
  return hotkey === null ? t('settings.key.none') : t('settings.key.automatic', { key: hotkey });
}

/** Besides what was just tried: a key that was chosen, and that another program was faster to take. */
function toldText(recording: Recording, kept: string | null, hotkey: string | null, t: Say): string | null {
  if (recording.kind === 'tried') return recording.told;
  if (recording.kind === 'listening') return t('settings.key.howToStop');
  if (hotkey === null) return t('settings.noHotkey');
  return kept !== null && kept !== hotkey ? t('settings.key.instead', { key: kept, used: hotkey }) : null;
}

export function KeyRecorder({ value, kept, imposed, onChange }: KeyRecorderProps) {
  const { t } = useTexts();
  const { hotkey } = useAppState();
  const styles = useStyles();
  const { recording, listen, forget, onBlur, onKeyDown } = useKeyRecorder(onChange);
  const listening = recording.kind === 'listening';
  function reset(): void {
    forget();
    onChange(null);
  }
  return (
    <fieldset className={styles.group}>
      <legend className={styles.name}>{t('settings.key.name')}</legend>
      <div className={styles.keys}>
        <span className={mergeClasses(styles.key, listening && styles.recording)}>
          {keyText(recording, value, hotkey, t)}
        </span>
        <Button
          disabled={imposed}
          aria-pressed={listening}
          onClick={listen}
          onBlur={onBlur}
          onKeyDown={onKeyDown}
        >
          {t('settings.key.record')}
        </Button>
        {value === null || imposed ? null : (
          <Button appearance="subtle" onClick={reset}>
            {t('settings.key.reset')}
          </Button>
        )}
      </div>
      <div className={styles.told} role="status">
        {imposed ? t('settings.imposed') : toldText(recording, kept, hotkey, t)}
      </div>
    </fieldset>
  );
}
