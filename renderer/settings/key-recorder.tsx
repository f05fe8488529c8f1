// The hotkey for a new ticket: shows the current one, and records another.
import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { useAppState } from '../ui/bridge.ts';
import { type Translate, useTexts } from '../ui/texts.ts';
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
  message: {
    ...typographyStyles.caption1,
    minHeight: '16px',
    paddingTop: '4px',
    color: tokens.colorNeutralForeground2,
  },
});

interface KeyRecorderProps {
  /** null: the first of Guichet's own list that is free */
  value: string | null;
  /** the one that was last saved */
  stored: string | null;
  imposed: boolean;
  onChange: (accelerator: string | null) => void;
}

function keyText(recording: Recording, value: string | null, hotkey: string | null, t: Translate): string {
  if (recording.kind === 'listening')
    return recording.held.length === 0 ? t('settings.key.press') : `${recording.held.join('+')}+…`;
  if (value !== null) return value;
  return hotkey === null ? t('settings.key.none') : t('settings.key.automatic', { key: hotkey });
}

/** Returns the message under the key. At rest it says whether another program uses the stored key. */
function messageOf(
  recording: Recording,
  stored: string | null,
  hotkey: string | null,
  t: Translate,
): string | null {
  if (recording.kind === 'tried') return recording.message;
  if (recording.kind === 'listening') return t('settings.key.howToStop');
  if (hotkey === null) return t('settings.noHotkey');
  return stored !== null && stored !== hotkey
    ? t('settings.key.instead', { key: stored, used: hotkey })
    : null;
}

export function KeyRecorder({ value, stored, imposed, onChange }: KeyRecorderProps) {
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
      <div className={styles.message} role="status">
        {imposed ? t('settings.imposed') : messageOf(recording, stored, hotkey, t)}
      </div>
    </fieldset>
  );
}
