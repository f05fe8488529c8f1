// The settings of Guichet itself: language, theme, hotkey, start at sign-in. Settings that IT imposes are read-only.
import { Field, makeStyles, Select, Switch } from '@fluentui/react-components';
import { type ImposedSetting, Theme } from '../../contract/ipc.ts';
import { Language } from '../../contract/primitives.ts';
import { useTexts } from '../ui/texts.ts';
import { KeyRecorder } from './key-recorder.tsx';
import type { SettingsEditor } from './use-settings.ts';

const useStyles = makeStyles({
  choice: { maxWidth: '240px' },
  // Aligns the switch with the fields.
  startAtSignIn: { marginLeft: '-8px' },
});

const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', fr: 'Français' };

interface GuichetFieldsProps {
  editor: SettingsEditor;
  imposed: readonly ImposedSetting[];
}

export function GuichetFields({ editor, imposed }: GuichetFieldsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { settings } = editor;
  const hint = (setting: ImposedSetting) => (imposed.includes(setting) ? t('settings.imposed') : null);
  return (
    <>
      <Field label={t('settings.language')} hint={hint('language')}>
        <Select
          className={styles.choice}
          disabled={imposed.includes('language')}
          value={settings.language}
          onChange={(_, { value }) => void editor.apply({ language: Language.parse(value) })}
        >
          {Language.options.map((language) => (
            <option key={language} value={language} lang={language}>
              {LANGUAGE_NAMES[language]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('settings.theme')}>
        <Select
          className={styles.choice}
          value={settings.theme}
          onChange={(_, { value }) => void editor.apply({ theme: Theme.parse(value) })}
        >
          {Theme.options.map((theme) => (
            <option key={theme} value={theme}>
              {t(`settings.themes.${theme}`)}
            </option>
          ))}
        </Select>
      </Field>
      <KeyRecorder
        value={settings.hotkey}
        stored={editor.stored.hotkey}
        imposed={imposed.includes('hotkey')}
        onChange={(hotkey) => editor.edit({ hotkey })}
      />
      <Field hint={hint('startAtSignIn')}>
        <Switch
          className={styles.startAtSignIn}
          label={t('settings.startAtSignIn')}
          disabled={imposed.includes('startAtSignIn')}
          checked={settings.startAtSignIn}
          onChange={(_, { checked }) => void editor.apply({ startAtSignIn: checked })}
        />
      </Field>
    </>
  );
}
