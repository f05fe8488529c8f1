// The form of the personal settings.
import { Button, Field, Input, makeStyles, typographyStyles } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { LIMITS } from '../../contract/constants.ts';
import type { ImposedSetting, PersonalSettings } from '../../contract/ipc.ts';
import { useAppState } from '../ui/bridge.ts';
import { Frame } from '../ui/frame.tsx';
import { goTo } from '../ui/go-to.ts';
import { useTexts } from '../ui/texts.ts';
import { EmailField, TokenField } from './address-fields.tsx';
import { AddressLine } from './address-line.tsx';
import type { SettingsField } from './address-state.ts';
import { useFieldMessage, useFooterMessage } from './field-messages.ts';
import { firstEmptyField, PLACE_FIELDS, type PlaceField } from './first-field.ts';
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

type Inputs = Record<SettingsField | PlaceField, RefObject<HTMLInputElement | null>>;

/** Where one begins, and where one goes on after an act. */
function useFieldFocus({ outcome, field }: SettingsEditor, first: keyof Inputs | null): Inputs {
  const fullName = useRef<HTMLInputElement>(null);
  const email = useRef<HTMLInputElement>(null);
  const token = useRef<HTMLInputElement>(null);
  const phone = useRef<HTMLInputElement>(null);
  const site = useRef<HTMLInputElement>(null);
  const room = useRef<HTMLInputElement>(null);
  const inputs = useRef<Inputs>({ fullName, email, token, phone, site, room }).current;
  useEffect(() => {
    if (first !== null) goTo(inputs[first].current);
  }, [first, inputs]);
  useEffect(() => {
    if (outcome !== null && field !== null) goTo(inputs[field].current);
  }, [outcome, field, inputs]);
  return inputs;
}

interface SettingsFormProps {
  /** as they are when the window opens */
  settings: PersonalSettings;
  imposed: readonly ImposedSetting[];
  /** where the last token went, in lower case; null when none is awaited */
  tokenSentTo: string | null;
}

export function SettingsForm({ settings: opened, imposed, tokenSentTo }: SettingsFormProps) {
  const { t } = useTexts();
  const { standing } = useAppState();
  const styles = useStyles();
  const editor = useSettings(opened, Date.now);
  const told = useFieldMessage(editor);
  const [first] = useState(() => firstEmptyField({ settings: opened, standing, tokenSentTo }));
  const inputs = useFieldFocus(editor, first);
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
          <Places editor={editor} inputs={inputs} />
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
const PLACES: Record<PlaceField, number> = { phone: 50, site: 200, room: 100 };

/** They go with a ticket as facts, where they are shown and can be taken out. */
function Places({ editor, inputs }: { editor: SettingsEditor; inputs: Inputs }) {
  const { t } = useTexts();
  const styles = useStyles();
  const place = (name: PlaceField) => (
    <Field key={name} label={t(`settings.${name}`)}>
      <Input
        input={{ ref: inputs[name] }}
        className={styles.place}
        value={editor.settings[name]}
        maxLength={PLACES[name]}
        type={name === 'phone' ? 'tel' : 'text'}
        onChange={(_, { value }) => editor.edit({ [name]: value })}
      />
    </Field>
  );
  return <div className={styles.places}>{PLACE_FIELDS.map(place)}</div>;
}
