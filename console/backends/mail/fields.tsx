// What Octopus, or any desk fed by mail, is reached by: where mails go, where answers come, and how they are read.
import { Checkbox, makeStyles, Subtitle2 } from '@fluentui/react-components';
import { useTexts } from '../../ui/texts.ts';
import { AreaField, LanguageField, Pair, TextField } from '../fields.tsx';
import type { KindFieldsProps } from '../kind-fields-props.ts';
import { problemsIn } from '../problems.ts';
import { KindSecret, StatusRows } from '../shared-fields.tsx';
import type { MailForm, ServerForm } from './form.ts';

const useStyles = makeStyles({ heading: { margin: 0 } });

export function MailFields(props: KindFieldsProps<MailForm>) {
  const { t } = useTexts();
  const styles = useStyles();
  const { fields, onChange } = props;
  const problem = problemsIn(props).setting;
  return (
    <>
      <Pair>
        <TextField
          label="backends.mail.to"
          hint="backends.mail.toHint"
          required
          type="email"
          placeholder="helpdesk@example.org"
          problem={problem('to', 'backends.problem.email')}
          value={fields.to}
          onChange={(to) => onChange({ to })}
        />
        <TextField
          label="backends.mail.replyTo"
          hint="backends.mail.replyToHint"
          required
          type="email"
          placeholder="guichet@example.org"
          problem={problem('replyTo', 'backends.problem.email')}
          value={fields.replyTo}
          onChange={(replyTo) => onChange({ replyTo })}
        />
      </Pair>
      <Subtitle2 as="h3" className={styles.heading}>
        {t('backends.mail.smtp')}
      </Subtitle2>
      <ServerFields {...props} which="smtp" />
      <Subtitle2 as="h3" className={styles.heading}>
        {t('backends.mail.imap')}
      </Subtitle2>
      <Checkbox
        label={t('backends.mail.reads')}
        checked={fields.reads}
        onChange={(_, { checked }) => onChange({ reads: checked === true })}
      />
      {fields.reads && <ServerFields {...props} which="imap" />}
    </>
  );
}

/** Host, port, encryption and sign-in of one of the two mail servers. */
function ServerFields(props: KindFieldsProps<MailForm> & { which: 'smtp' | 'imap' }) {
  const { which, fields, onChange } = props;
  const { t } = useTexts();
  const problem = problemsIn(props).setting;
  const server = fields[which];
  const set = (part: Partial<ServerForm>) =>
    onChange(
      which === 'smtp' ? { smtp: { ...fields.smtp, ...part } } : { imap: { ...fields.imap, ...part } },
    );
  return (
    <>
      <Pair>
        <TextField
          label="backends.mail.host"
          required
          placeholder={`${which}.example.org`}
          problem={problem(`${which}.host`, 'backends.problem.needed')}
          value={server.host}
          onChange={(host) => set({ host })}
        />
        <TextField
          label="backends.mail.port"
          required
          type="number"
          problem={problem(`${which}.port`, 'backends.problem.port')}
          value={server.port}
          onChange={(port) => set({ port })}
        />
      </Pair>
      <Checkbox
        label={t('backends.mail.secure')}
        checked={server.secure}
        onChange={(_, { checked }) => set({ secure: checked === true })}
      />
      <Pair>
        <TextField
          label="backends.user"
          {...(which === 'smtp' ? { hint: 'backends.mail.userHint' } : { required: true })}
          problem={problem(`${which}.user`, 'backends.problem.needed')}
          value={server.user}
          onChange={(user) => set({ user })}
        />
        <KindSecret
          {...props}
          name={which === 'smtp' ? 'password' : 'imapPassword'}
          label="backends.password"
          required={which === 'imap' || server.user.trim() !== ''}
        />
      </Pair>
    </>
  );
}

export function MoreMailFields(props: KindFieldsProps<MailForm>) {
  const { fields, onChange } = props;
  const problem = problemsIn(props).setting;
  return (
    <>
      <Pair>
        <TextField
          label="backends.mail.numberPattern"
          hint="backends.mail.numberPatternHint"
          required
          problem={problem('numberPattern', 'backends.problem.needed')}
          value={fields.numberPattern}
          onChange={(numberPattern) => onChange({ numberPattern })}
        />
        <TextField
          label="backends.mail.replyTag"
          hint="backends.mail.replyTagHint"
          problem={problem('replyTag', 'backends.problem.long')}
          value={fields.replyTag}
          onChange={(replyTag) => onChange({ replyTag })}
        />
      </Pair>
      {fields.reads && (
        <Pair>
          <TextField
            label="backends.mail.folder"
            required
            problem={problem('imap.folder', 'backends.problem.needed')}
            value={fields.imap.folder}
            onChange={(folder) => onChange({ imap: { ...fields.imap, folder } })}
          />
          <TextField
            label="backends.mail.awaitHours"
            hint="backends.mail.awaitHoursHint"
            required
            type="number"
            problem={problem('awaitNumberHours', 'backends.problem.hours')}
            value={fields.awaitNumberHours}
            onChange={(awaitNumberHours) => onChange({ awaitNumberHours })}
          />
        </Pair>
      )}
      {fields.reads && (
        <TextField
          label="backends.mail.senders"
          hint="backends.mail.sendersHint"
          placeholder="noreply@example.org, @desk.example.org"
          problem={problem('senders', 'backends.problem.senders')}
          value={fields.senders}
          onChange={(senders) => onChange({ senders })}
        />
      )}
      <LanguageField value={fields.language} onChange={(language) => onChange({ language })} />
      <AreaField
        label="backends.mail.template"
        hint="backends.mail.templateHint"
        problem={problem('template', 'backends.problem.long')}
        value={fields.template}
        onChange={(template) => onChange({ template })}
      />
      <AreaField
        label="backends.mail.requestTemplate"
        hint="backends.mail.requestTemplateHint"
        problem={problem('serviceRequestTemplate', 'backends.problem.long')}
        value={fields.serviceRequestTemplate}
        onChange={(serviceRequestTemplate) => onChange({ serviceRequestTemplate })}
      />
      <TextField
        label="backends.mail.statusPattern"
        hint="backends.mail.statusPatternHint"
        problem={problem('statusPattern', 'backends.problem.long')}
        value={fields.statusPattern}
        onChange={(statusPattern) => onChange({ statusPattern })}
      />
      <StatusRows
        hint="backends.statusesHint"
        rows={fields.statuses}
        onChange={(statuses) => onChange({ statuses })}
        wrong={props.wrong}
      />
    </>
  );
}
