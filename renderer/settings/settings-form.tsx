// The form of the personal settings.
import { Button, Field, Input, makeStyles, typographyStyles } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { ImposedSetting, PersonalSettings } from '../../contract/ipc.ts';
import { useAppState } from '../ui/bridge.ts';
import { focusField } from '../ui/focus-field.ts';
import { Frame } from '../ui/frame.tsx';
import { useTexts } from '../ui/texts.ts';
import { EmailField, NameField, TokenField } from './address-fields.tsx';
import { AccountLine, AddressLine, maySignIn } from './address-line.tsx';
import type { SettingsField } from './address-state.ts';
import { useFooterMessage } from './field-messages.ts';
import { firstEmptyField, LOCATION_FIELDS, type LocationField } from './first-field.ts';
import { GuichetFields } from './guichet-fields.tsx';
import { LeaveComputer } from './leave-computer.tsx';
import { MailField } from './mail-field.tsx';
import { SignInField } from './sign-in-field.tsx';
import { type SettingsEditor, useSettings } from './use-settings.ts';

const useStyles = makeStyles({
  form: { height: '100%' },
  part: { display: 'flex', flexDirection: 'column', gap: '12px', marginTop: '8px' },
  partName: { ...typographyStyles.body1Strong, margin: 0 },
  locations: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(160px, 100%), 1fr))',
    gap: '12px 16px',
  },
  location: { minWidth: 0, width: '100%' },
});

type Inputs = Record<SettingsField | LocationField, RefObject<HTMLInputElement | null>>;

/** Focuses the first field when the window opens, and after an act the field that it concerns. */
function useFieldFocus({ outcome, field }: SettingsEditor, first: keyof Inputs | null): Inputs {
  const fullName = useRef<HTMLInputElement>(null);
  const email = useRef<HTMLInputElement>(null);
  const token = useRef<HTMLInputElement>(null);
  const phone = useRef<HTMLInputElement>(null);
  const site = useRef<HTMLInputElement>(null);
  const room = useRef<HTMLInputElement>(null);
  const inputs = useRef<Inputs>({ fullName, email, token, phone, site, room }).current;
  useEffect(() => {
    if (first !== null) focusField(inputs[first].current);
  }, [first, inputs]);
  useEffect(() => {
    if (outcome !== null && field !== null) focusField(inputs[field].current);
  }, [outcome, field, inputs]);
  return inputs;
}

interface SettingsFormProps {
  /** the settings when the window opens */
  settings: PersonalSettings;
  imposed: readonly ImposedSetting[];
  /** address that the last token was mailed to, in lower case; null when none is awaited */
  tokenSentTo: string | null;
}

export function SettingsForm({ settings: opened, imposed, tokenSentTo }: SettingsFormProps) {
  const { t } = useTexts();
  const { standing } = useAppState();
  const styles = useStyles();
  const editor = useSettings(opened, Date.now);
  const [first] = useState(() => firstEmptyField({ settings: opened, standing, tokenSentTo }));
  const inputs = useFieldFocus(editor, first);
  const note = useFooterMessage(editor);

  function save(event: FormEvent): void {
    event.preventDefault();
    void editor.save();
  }
  const mustSignIn = standing?.proof === 'sign-in' && standing.requester === null && maySignIn(standing);
  const saveButton = (
    <Button type="submit" appearance={mustSignIn ? 'secondary' : 'primary'} disabledFocusable={editor.busy}>
      {t('settings.save')}
    </Button>
  );
  return (
    <form className={styles.form} onSubmit={save} noValidate>
      <Frame heading={t('settings.heading')} note={note} footer={saveButton}>
        {standing?.proof === 'sign-in' ? (
          <>
            <AccountLine standing={standing} />
            {maySignIn(standing) && (
              <SignInField isConfirmed={standing.requester !== null} onDone={editor.signedInAs} />
            )}
          </>
        ) : (
          <>
            <AddressLine standing={standing} typed={editor.settings.email} />
            <NameField editor={editor} input={inputs.fullName} />
            <EmailField editor={editor} input={inputs.email} />
            <TokenField editor={editor} input={inputs.token} />
          </>
        )}
        <Part name={t('settings.whereYouAre')}>
          <LocationFields editor={editor} inputs={inputs} />
        </Part>
        <Part name="Guichet">
          <GuichetFields editor={editor} imposed={imposed} />
          <MailField />
        </Part>
        <Part name={t('settings.leave.heading')}>
          <LeaveComputer />
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

/** Longest text of each, as `PersonalSettings` limits it. */
const LONGEST: Record<LocationField, number> = { phone: 50, site: 200, room: 100 };

/** They go with a ticket as facts, which the form shows and can exclude. */
function LocationFields({ editor, inputs }: { editor: SettingsEditor; inputs: Inputs }) {
  const { t } = useTexts();
  const styles = useStyles();
  const field = (name: LocationField) => (
    <Field key={name} label={t(`settings.${name}`)}>
      <Input
        input={{ ref: inputs[name] }}
        className={styles.location}
        value={editor.settings[name]}
        maxLength={LONGEST[name]}
        type={name === 'phone' ? 'tel' : 'text'}
        onChange={(_, { value }) => editor.edit({ [name]: value })}
      />
    </Field>
  );
  return <div className={styles.locations}>{LOCATION_FIELDS.map(field)}</div>;
}
