// How a mailbox is signed in to: by password, or with tokens that an application gets by itself.
import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Pair } from '../../ui/pair.tsx';
import { useTexts } from '../../ui/texts.ts';
import { bindField } from './bind-field.ts';
import { TextField } from './fields.tsx';
import type { MailboxSignIn } from './mailbox-token.ts';

interface MailboxSignInProps {
  fields: MailboxSignIn;
  onChange: (part: Partial<MailboxSignIn>) => void;
  wrong: ReadonlySet<string>;
  /** name of the mailbox in the settings */
  within: string;
  /** the field of the password, or of the secret of the application */
  secret: ReactNode;
}

export function MailboxSignInFields({ fields, onChange, wrong, within, secret }: MailboxSignInProps) {
  const { t } = useTexts();
  const inToken = `settings.${within}.token.`;
  const own = {
    ...{ fields, onChange, within },
    wrong: new Set([...wrong].map((name) => name.replace(inToken, `settings.${within}.`))),
  };
  return (
    <>
      <Field label={t('backends.signIn')}>
        <RadioGroup
          layout="horizontal"
          value={fields.signIn}
          onChange={(_, { value }) => onChange({ signIn: value === 'token' ? 'token' : 'password' })}
        >
          <Radio value="password" label={t('backends.password')} />
          <Radio value="token" label={t('backends.mailbox.byToken')} />
        </RadioGroup>
      </Field>
      {fields.signIn === 'token' && (
        <>
          <TextField
            label="backends.mailbox.tokenUrl"
            hint="backends.mailbox.tokenUrlHint"
            required
            placeholder="https://login.example.org/tenant/oauth2/v2.0/token"
            {...bindField(own, 'tokenUrl', 'backends.problem.url')}
          />
          <Pair>
            <TextField
              label="backends.mailbox.clientId"
              required
              {...bindField(own, 'clientId', 'backends.problem.needed')}
            />
            <TextField
              label="backends.mailbox.scope"
              required
              {...bindField(own, 'scope', 'backends.problem.needed')}
            />
          </Pair>
        </>
      )}
      {secret}
    </>
  );
}
