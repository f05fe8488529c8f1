// The fields of a desk fed by mail, such as Octopus: where mails go, where answers arrive, and how they are parsed.
import { Checkbox, Field, makeStyles, Subtitle2 } from '@fluentui/react-components';
import { MailSettings } from '../../../contract/mail-settings.ts';
import { Pair } from '../../ui/pair.tsx';
import { useTexts } from '../../ui/texts.ts';
import { bindField } from '../fields/bind-field.ts';
import { AreaField, ChoiceField, LanguageField, TextField } from '../fields/fields.tsx';
import type { KindFieldsProps } from '../fields/kind-fields-props.ts';
import { MailServerFields } from '../fields/mail-server-fields.tsx';
import { MailboxSignInFields } from '../fields/mailbox-sign-in.tsx';
import { KindSecret, StatusRows } from '../fields/shared-fields.tsx';
import { type MailForm, mailboxSecret, smtpSecret } from './form.ts';

const useStyles = makeStyles({ heading: { margin: 0 } });

export function MailFields(props: KindFieldsProps<MailForm>) {
  const { t } = useTexts();
  const styles = useStyles();
  const { fields, onChange } = props;
  return (
    <>
      <Pair>
        <TextField
          label="backends.mail.to"
          hint="backends.mail.toHint"
          required
          type="email"
          placeholder="helpdesk@example.org"
          {...bindField(props, 'to', 'backends.problem.email')}
        />
        <TextField
          label="backends.mail.replyTo"
          hint="backends.mail.replyToHint"
          required
          type="email"
          placeholder="guichet@example.org"
          {...bindField(
            props,
            'replyTo',
            fields.plusAddress ? 'backends.problem.keyedAddress' : 'backends.problem.email',
          )}
        />
      </Pair>
      <Field hint={t('backends.mail.guichetHint')}>
        <Checkbox
          label={t('backends.mail.guichet')}
          checked={fields.guichet}
          onChange={(_, { checked }) => onChange({ guichet: checked === true })}
        />
      </Field>
      <Subtitle2 as="h3" className={styles.heading}>
        {t('backends.mail.smtp')}
      </Subtitle2>
      <SmtpFields {...props} />
      <Subtitle2 as="h3" className={styles.heading}>
        {t('backends.mail.imap')}
      </Subtitle2>
      <Checkbox
        label={t('backends.mail.reads')}
        checked={fields.reads}
        onChange={(_, { checked }) => onChange({ reads: checked === true })}
      />
      {fields.reads && <ImapFields {...props} />}
    </>
  );
}

/** Host, port, encryption and account of the server that sends. */
function SmtpFields(props: KindFieldsProps<MailForm>) {
  const { fields, onChange, wrong } = props;
  const set = (part: Partial<MailForm['smtp']>) => onChange({ smtp: { ...fields.smtp, ...part } });
  const own = { fields: fields.smtp, onChange: set, wrong, within: 'smtp' };
  const isToken = fields.smtp.signIn === 'token';
  return (
    <>
      <MailServerFields placeholder="smtp.example.org" {...own} />
      <TextField
        label="backends.user"
        hint="backends.mail.userHint"
        required={isToken}
        {...bindField(own, 'user', 'backends.problem.needed')}
      />
      <MailboxSignInFields
        {...own}
        secret={
          <KindSecret
            {...props}
            name={smtpSecret(fields.smtp)}
            label={isToken ? 'backends.mailbox.clientSecret' : 'backends.password'}
            required={isToken || fields.smtp.user.trim() !== ''}
          />
        }
      />
    </>
  );
}

/** Host, port, encryption and account of the mailbox. */
function ImapFields(props: KindFieldsProps<MailForm>) {
  const { fields, onChange, wrong } = props;
  const set = (part: Partial<MailForm['imap']>) => onChange({ imap: { ...fields.imap, ...part } });
  const own = { fields: fields.imap, onChange: set, wrong, within: 'imap' };
  const isToken = fields.imap.signIn === 'token';
  return (
    <>
      <MailServerFields placeholder="imap.example.org" {...own} />
      <TextField label="backends.user" required {...bindField(own, 'user', 'backends.problem.needed')} />
      <MailboxSignInFields
        {...own}
        secret={
          <KindSecret
            {...props}
            name={mailboxSecret(fields.imap)}
            label={isToken ? 'backends.mailbox.clientSecret' : 'backends.password'}
            required
          />
        }
      />
    </>
  );
}

export function MoreMailFields(props: KindFieldsProps<MailForm>) {
  const { t } = useTexts();
  const { fields, wrong, onChange } = props;
  const mailbox = {
    fields: fields.imap,
    onChange: (part: Partial<MailForm['imap']>) => onChange({ imap: { ...fields.imap, ...part } }),
    wrong,
    within: 'imap',
  };
  return (
    <>
      {!fields.guichet && <KnownByField {...props} />}
      {!fields.guichet && <NumberFields {...props} />}
      {fields.reads && (
        <Pair>
          <TextField
            label="backends.mail.folder"
            required
            {...bindField(mailbox, 'folder', 'backends.problem.needed')}
          />
          <TextField
            label="backends.mail.awaitHours"
            hint="backends.mail.awaitHoursHint"
            required
            type="number"
            {...bindField(props, 'awaitNumberHours', 'backends.problem.hours')}
          />
        </Pair>
      )}
      {fields.reads && (
        <>
          <TextField
            label="backends.mail.senders"
            hint="backends.mail.sendersHint"
            placeholder="noreply@example.org, @desk.example.org"
            {...bindField(props, 'senders', 'backends.problem.senders')}
          />
          <TextField
            label="backends.mail.authServer"
            hint="backends.mail.authServerHint"
            placeholder="mx.example.org"
            {...bindField(props, 'authServer', 'backends.problem.long')}
          />
        </>
      )}
      <Checkbox
        label={t('backends.mail.plusAddress')}
        checked={fields.plusAddress}
        onChange={(_, { checked }) => onChange({ plusAddress: checked === true })}
      />
      <LanguageField value={fields.language} onChange={(language) => onChange({ language })} />
      <AreaField
        label="backends.mail.template"
        hint="backends.mail.templateHint"
        {...bindField(props, 'template', 'backends.problem.long')}
      />
      {!fields.guichet && <StatusFields {...props} />}
    </>
  );
}

/** In whose name the mails go: desks differ on which header names the requester. */
function KnownByField({ fields, onChange }: KindFieldsProps<MailForm>) {
  const { t } = useTexts();
  const options = MailSettings.shape.knownBy.unwrap().options.map((value) => ({
    value,
    text: t(`backends.mail.knownByOption.${value}`),
  }));
  return (
    <ChoiceField
      label="backends.mail.knownBy"
      hint="backends.mail.knownByHint"
      options={options}
      value={fields.knownBy}
      onChange={(knownBy) => onChange({ knownBy })}
    />
  );
}

/** How the number of a request is found in a mail, and put into a reply; a Guichet says it in a header. */
function NumberFields(props: KindFieldsProps<MailForm>) {
  return (
    <Pair>
      <TextField
        label="backends.mail.numberPattern"
        hint="backends.mail.numberPatternHint"
        required
        {...bindField(props, 'numberPattern', 'backends.problem.needed')}
      />
      <TextField
        label="backends.mail.replyTag"
        hint="backends.mail.replyTagHint"
        {...bindField(props, 'replyTag', 'backends.problem.long')}
      />
    </Pair>
  );
}

/** How a service request is told from an incident, and statuses are found. */
function StatusFields(props: KindFieldsProps<MailForm>) {
  return (
    <>
      <AreaField
        label="backends.mail.requestTemplate"
        hint="backends.mail.requestTemplateHint"
        {...bindField(props, 'serviceRequestTemplate', 'backends.problem.long')}
      />
      <TextField
        label="backends.mail.statusPattern"
        hint="backends.mail.statusPatternHint"
        {...bindField(props, 'statusPattern', 'backends.problem.long')}
      />
      <StatusRows {...props} hint="backends.statusesHint" />
      <TextField
        label="backends.mail.wordsPattern"
        hint="backends.mail.wordsPatternHint"
        {...bindField(props, 'wordsPattern', 'backends.problem.long')}
      />
    </>
  );
}
