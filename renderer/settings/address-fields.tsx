// The fields that confirm the address by a token: Full name, E-mail, Send token, Confirmation token.
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import type { RefObject } from 'react';
import { LIMITS } from '../../contract/constants.ts';
import { useSecondsLeft } from '../ui/countdown.ts';
import { useLocale } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { clockTime } from '../ui/time.ts';
import { useFieldMessage } from './field-messages.ts';
import type { SettingsEditor } from './use-settings.ts';

const useStyles = makeStyles({
  address: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  email: { flex: '1 1 200px', minWidth: 0 },
  token: { maxWidth: '240px', fontFamily: tokens.fontFamilyMonospace },
});

interface AddressFieldProps {
  editor: SettingsEditor;
  input: RefObject<HTMLInputElement | null>;
}

export function NameField({ editor, input }: AddressFieldProps) {
  const { t } = useTexts();
  const messageOf = useFieldMessage(editor);
  return (
    <Field label={t('settings.fullName')} validationMessage={messageOf('fullName')}>
      <Input
        input={{ ref: input }}
        value={editor.settings.fullName}
        maxLength={LIMITS.fullName}
        autoComplete="name"
        onChange={(_, { value }) => editor.edit({ fullName: value })}
      />
    </Field>
  );
}

export function EmailField({ editor, input }: AddressFieldProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const messageOf = useFieldMessage(editor);
  const seconds = useSecondsLeft(editor.resendAt);
  return (
    <Field
      label={t('settings.email')}
      validationMessage={messageOf('email')}
      hint={seconds > 0 ? t('settings.resendIn', { seconds }) : null}
    >
      {() => (
        <div className={styles.address}>
          <Input
            input={{ ref: input }}
            className={styles.email}
            type="email"
            value={editor.settings.email}
            maxLength={254}
            autoComplete="email"
            onChange={(_, { value }) => editor.edit({ email: value })}
          />
          <Button disabledFocusable={editor.busy || seconds > 0} onClick={() => void editor.sendToken()}>
            {t('settings.sendToken')}
          </Button>
        </div>
      )}
    </Field>
  );
}

export function TokenField({ editor, input }: AddressFieldProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  const messageOf = useFieldMessage(editor);
  const { outcome } = editor;
  const sent =
    outcome?.kind === 'token-sent'
      ? t('settings.tokenSent', { email: outcome.email, until: clockTime(outcome.expiresAt, locale) })
      : null;
  const failure = messageOf('token');
  return (
    <Field
      label={t('settings.token')}
      hint={t('settings.tokenHint')}
      validationState={failure !== null ? 'error' : sent !== null ? 'success' : 'none'}
      validationMessage={failure ?? sent}
    >
      <Input
        input={{ ref: input }}
        className={styles.token}
        value={editor.token}
        maxLength={64}
        autoComplete="one-time-code"
        spellCheck={false}
        onChange={(_, { value }) => editor.editToken(value)}
      />
    </Field>
  );
}
