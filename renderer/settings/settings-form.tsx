// The form of the personal settings.
import { Button, Field, Input, makeStyles, typographyStyles } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { LIMITS } from '../../contract/constants.ts';
import type { ImposedSetting, PersonalSettings } from '../../contract/ipc.ts';
import { useAppState } from '../ui/bridge.ts';
import { Frame } from '../ui/frame.tsx';
import { goTo } from '../ui/go-to.ts';
import { useTexts } from '../ui/texts.ts';
import { EmailField, TokenField } from './address-fields.tsx';
import { AddressLine } from './address-line.tsx';
import { useFieldMessage, useFooterMessage } from './field-messages.ts';
import { GuichetFields } from './guichet-fields.tsx';
import { type SettingsEditor, useSettings } from './use-settings.ts';

const useStyles = makeStyles({
  form: { height: '100%' },
  part: { display: 'flex', flexDirection: 'column', gap: '12px', marginTop: '8px' },
  partName: { ...typographyStyles.body1Strong, margin: 0 },
  places: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(160px, 100%), 1fr))',
    gap: '12px 16px',
  },
  place: { minWidth: 0, width: '100%' },
});

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

interface SettingsFormProps {
  first: PersonalSettings;
  imposed: readonly ImposedSetting[];
}

export function SettingsForm({ first, imposed }: SettingsFormProps) {
  const { t } = useTexts();
  const { standing } = useAppState();
  const styles = useStyles();
  const editor = useSettings(first, Date.now);
  const told = useFieldMessage(editor);
  const inputs = useFieldFocus(editor);
  const note = useFooterMessage(editor);
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
        <Part name={t('settings.whereYouAre')}>
          <Places editor={editor} />
        </Part>
        <Part name="Guichet">
          <GuichetFields editor={editor} imposed={imposed} />
        </Part>
      </Frame>
    </form>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={styles.part}>
      <h2 className={styles.partName}>{name}</h2>
      {children}
    </section>
  );
}

/** Longest of each, as the settings are kept. */
const PLACES = { phone: 50, site: 200, room: 100 } as const;

/** They go with a ticket as facts, where they are shown and can be taken out. */
function Places({ editor }: { editor: SettingsEditor }) {
  const { t } = useTexts();
  const styles = useStyles();
  const place = (name: keyof typeof PLACES) => (
    <Field label={t(`settings.${name}`)}>
      <Input
        className={styles.place}
        value={editor.settings[name]}
        maxLength={PLACES[name]}
        type={name === 'phone' ? 'tel' : 'text'}
        onChange={(_, { value }) => editor.edit({ [name]: value })}
      />
    </Field>
  );
  return (
    <div className={styles.places}>
      {place('phone')}
      {place('site')}
      {place('room')}
    </div>
  );
}
