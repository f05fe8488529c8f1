// The form of the personal settings.
import {
  Button,
  Field,
  Input,
  makeStyles,
  Select,
  tokens,
  typographyStyles,
} from '@fluentui/react-components';
import { type FormEvent, useEffect, useRef } from 'react';
import type { PersonalSettings } from '../../contract/ipc.ts';
import { Language, LIMITS } from '../../contract/words.ts';
import { useAppState } from '../ui/bridge.ts';
import { Frame } from '../ui/frame.tsx';
import { goTo } from '../ui/go-to.ts';
import { useTexts } from '../ui/texts.ts';
import { EmailField, TokenField } from './address-fields.tsx';
import { AddressLine } from './address-line.tsx';
import { useNote, useToldAt } from './told.ts';
import { type SettingsEditor, useSettings } from './use-settings.ts';

const useStyles = makeStyles({
  form: { height: '100%' },
  language: { maxWidth: '240px' },
  key: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
});

const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', fr: 'Français' };

/** Where one goes on after an act. */
function useFieldFocus({ outcome, field }: SettingsEditor) {
  const fullName = useRef<HTMLInputElement>(null);
  const email = useRef<HTMLInputElement>(null);
  const token = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (outcome === null || field === null) return;
    const inputs = { fullName, email, token };
    goTo(inputs[field].current);
  }, [outcome, field]);
  return { fullName, email, token };
}

export function SettingsForm({ first }: { first: PersonalSettings }) {
  const { t } = useTexts();
  const { standing, hotkey } = useAppState();
  const styles = useStyles();
  const editor = useSettings(first, Date.now);
  const told = useToldAt(editor);
  const inputs = useFieldFocus(editor);
  const note = useNote(editor);
  const { settings } = editor;

  function save(event: FormEvent): void {
    event.preventDefault();
    void editor.save();
  }
  const saveButton = (
    <Button type="submit" appearance="primary" disabledFocusable={editor.busy}>
      {t('settings.save')}
    </Button>
  );
  return (
    <form className={styles.form} onSubmit={save} noValidate>
      <Frame heading={t('settings.heading')} note={note} footer={saveButton}>
        <AddressLine standing={standing} typed={settings.email} />
        <Field label={t('settings.fullName')} validationMessage={told('fullName')}>
          <Input
            input={{ ref: inputs.fullName }}
            value={settings.fullName}
            maxLength={LIMITS.fullName}
            autoComplete="name"
            onChange={(_, { value }) => editor.edit({ fullName: value })}
          />
        </Field>
        <EmailField editor={editor} input={inputs.email} />
        <TokenField editor={editor} input={inputs.token} />
        <LanguageField value={settings.language} onChange={(language) => editor.edit({ language })} />
        <p className={styles.key}>
          {hotkey === null ? t('settings.noHotkey') : t('settings.hotkey', { hotkey })}
        </p>
      </Frame>
    </form>
  );
}

interface LanguageFieldProps {
  value: Language;
  onChange: (language: Language) => void;
}

function LanguageField({ value, onChange }: LanguageFieldProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <Field label={t('settings.language')}>
      <Select
        className={styles.language}
        value={value}
        onChange={(_, chosen) => onChange(Language.parse(chosen.value))}
      >
        {Language.options.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
      </Select>
    </Field>
  );
}
