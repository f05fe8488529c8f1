// The fields of the built-in desk's mailbox: where it is, who vouches for senders, and what becomes of strangers.
import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import type { SecretName } from '../../contract/backends.ts';
import { useOrganisations } from '../devices/queries.ts';
import { nullIfEmpty } from '../ui/null-if-empty.ts';
import { Pair } from '../ui/pair.tsx';
import { useTexts } from '../ui/texts.ts';
import { type MailboxForm, secretOf } from './built-in-form.ts';
import { bindField } from './fields/bind-field.ts';
import { ChoiceField, LanguageField, SecretField, TextField } from './fields/fields.tsx';
import { MailServerFields } from './fields/mail-server-fields.tsx';
import { MailboxSignInFields } from './fields/mailbox-sign-in.tsx';

const useStyles = makeStyles({ note: { color: tokens.colorNeutralForeground2 } });

interface MailboxFieldsProps {
  fields: MailboxForm;
  onChange: (part: Partial<MailboxForm>) => void;
  secret: string;
  onSecret: (secret: string) => void;
  storedSecrets: readonly SecretName[];
  wrong: ReadonlySet<string>;
}

export function MailboxFields(props: MailboxFieldsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { fields, onChange } = props;
  const own = { ...props, within: 'mailbox' };
  return (
    <>
      <Text className={styles.note}>{t('backends.mailbox.what')}</Text>
      <TextField
        label="backends.mailbox.address"
        hint="backends.mailbox.addressHint"
        required
        type="email"
        placeholder="help@example.org"
        {...bindField(own, 'address', 'backends.problem.keyedAddress')}
      />
      <ServerFields {...props} />
      <SignInFields {...props} />
      <TextField
        label="backends.mail.authServer"
        hint="backends.mailbox.authServerHint"
        placeholder="mx.example.org"
        {...bindField(own, 'authServer', 'backends.problem.long')}
      />
      <Field label={t('backends.mailbox.strangers')}>
        <RadioGroup
          value={fields.strangers}
          onChange={(_, { value }) => onChange({ strangers: value as MailboxForm['strangers'] })}
        >
          {(['hold', 'refuse', 'ticket'] as const).map((value) => (
            <Radio key={value} value={value} label={t(`backends.mailbox.stranger.${value}`)} />
          ))}
        </RadioGroup>
      </Field>
      {fields.strangers === 'ticket' && <StrangersOrganisation {...props} />}
      <LanguageField
        label="backends.mailbox.language"
        hint="backends.mailbox.languageHint"
        value={fields.language}
        onChange={(language) => onChange({ language })}
      />
      <TextField
        label="backends.mailbox.desks"
        hint="backends.mailbox.desksHint"
        placeholder="support@school.example"
        {...bindField(own, 'desks', 'backends.problem.desks')}
      />
    </>
  );
}

function ServerFields(props: MailboxFieldsProps) {
  const own = { ...props, within: 'mailbox' };
  return (
    <>
      <MailServerFields placeholder="imap.example.org" {...own} />
      <Pair>
        <TextField label="backends.user" required {...bindField(own, 'user', 'backends.problem.needed')} />
        <TextField
          label="backends.mail.folder"
          required
          {...bindField(own, 'folder', 'backends.problem.needed')}
        />
      </Pair>
    </>
  );
}

function SignInFields(props: MailboxFieldsProps) {
  const { fields, onChange, wrong, secret, onSecret, storedSecrets } = props;
  const name = secretOf(fields);
  return (
    <MailboxSignInFields
      {...{ fields, onChange, wrong }}
      within="mailbox"
      secret={
        <SecretField
          label={fields.signIn === 'token' ? 'backends.mailbox.clientSecret' : 'backends.password'}
          required
          isStored={storedSecrets.includes(name)}
          problem={wrong.has(`secrets.${name}`) ? 'backends.problem.needed' : null}
          value={secret}
          onChange={onSecret}
        />
      }
    />
  );
}

function StrangersOrganisation({ fields, onChange }: MailboxFieldsProps) {
  const { t } = useTexts();
  const { data: organisations = [] } = useOrganisations();
  return (
    <ChoiceField
      label="backends.mailbox.organisation"
      hint="backends.mailbox.organisationHint"
      value={fields.organisationId ?? ''}
      options={[
        { value: '', text: t('backends.mailbox.noOrganisation') },
        ...organisations.map(({ id, name }) => ({ value: id, text: name })),
      ]}
      onChange={(id) => onChange({ organisationId: nullIfEmpty(id) })}
    />
  );
}
