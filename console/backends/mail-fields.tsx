// What Octopus, or any desk fed by mail, is reached by: where mails go, where answers come, and how they are read.
import { Checkbox, makeStyles, Subtitle2 } from '@fluentui/react-components';
import { TicketStatus } from '../../contract/primitives.ts';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { AreaField, LanguageField, Pair, SecretField, TextField } from './fields.tsx';
import type { KindFieldsProps } from './kind-fields-props.ts';
import { MapRows } from './map-rows.tsx';
import type { MailWritten, ServerWritten } from './written.ts';

function useMail({ written: { mail }, wrong, onChange }: KindFieldsProps) {
  return {
    mail,
    change: (part: Partial<MailWritten>) => onChange({ mail: { ...mail, ...part } }),
    /** the phrase where this setting is wrong */
    problem: (name: string, phrase: Phrase) => (wrong.has(`settings.${name}`) ? phrase : null),
  };
}

const useStyles = makeStyles({ heading: { margin: 0 } });

export function MailFields(props: KindFieldsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { mail, change, problem } = useMail(props);
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
          value={mail.to}
          onChange={(to) => change({ to })}
        />
        <TextField
          label="backends.mail.replyTo"
          hint="backends.mail.replyToHint"
          required
          type="email"
          placeholder="guichet@example.org"
          problem={problem('replyTo', 'backends.problem.email')}
          value={mail.replyTo}
          onChange={(replyTo) => change({ replyTo })}
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
        checked={mail.reads}
        onChange={(_, { checked }) => change({ reads: checked === true })}
      />
      {mail.reads && <ServerFields {...props} which="imap" />}
    </>
  );
}

/** Host, port, encryption and sign-in of one of the two mail servers. */
function ServerFields(props: KindFieldsProps & { which: 'smtp' | 'imap' }) {
  const { which, wrong, kept, written, onSecret } = props;
  const { t } = useTexts();
  const { mail, change, problem } = useMail(props);
  const server = mail[which];
  const secret = which === 'smtp' ? 'password' : 'imapPassword';
  const set = (part: Partial<ServerWritten>) =>
    change(which === 'smtp' ? { smtp: { ...mail.smtp, ...part } } : { imap: { ...mail.imap, ...part } });
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
        <SecretField
          label="backends.password"
          isKept={kept.includes(secret)}
          required={which === 'imap' || server.user.trim() !== ''}
          problem={wrong.has(`secrets.${secret}`) ? 'backends.problem.needed' : null}
          value={written.secrets[secret]}
          onChange={(value) => onSecret(secret, value)}
        />
      </Pair>
    </>
  );
}

export function MoreMailFields(props: KindFieldsProps) {
  const { t } = useTexts();
  const { mail, change, problem } = useMail(props);
  return (
    <>
      <Pair>
        <TextField
          label="backends.mail.numberPattern"
          hint="backends.mail.numberPatternHint"
          required
          problem={problem('numberPattern', 'backends.problem.needed')}
          value={mail.numberPattern}
          onChange={(numberPattern) => change({ numberPattern })}
        />
        <TextField
          label="backends.mail.replyTag"
          hint="backends.mail.replyTagHint"
          problem={problem('replyTag', 'backends.problem.long')}
          value={mail.replyTag}
          onChange={(replyTag) => change({ replyTag })}
        />
      </Pair>
      {mail.reads && (
        <Pair>
          <TextField
            label="backends.mail.folder"
            required
            problem={problem('imap.folder', 'backends.problem.needed')}
            value={mail.imap.folder}
            onChange={(folder) => change({ imap: { ...mail.imap, folder } })}
          />
          <TextField
            label="backends.mail.awaitHours"
            hint="backends.mail.awaitHoursHint"
            required
            type="number"
            problem={problem('awaitNumberHours', 'backends.problem.hours')}
            value={mail.awaitNumberHours}
            onChange={(awaitNumberHours) => change({ awaitNumberHours })}
          />
        </Pair>
      )}
      {mail.reads && (
        <TextField
          label="backends.mail.senders"
          hint="backends.mail.sendersHint"
          placeholder="noreply@example.org, @desk.example.org"
          problem={problem('senders', 'backends.problem.senders')}
          value={mail.senders}
          onChange={(senders) => change({ senders })}
        />
      )}
      <LanguageField value={mail.language} onChange={(language) => change({ language })} />
      <AreaField
        label="backends.mail.template"
        hint="backends.mail.templateHint"
        problem={problem('template', 'backends.problem.long')}
        value={mail.template}
        onChange={(template) => change({ template })}
      />
      <AreaField
        label="backends.mail.requestTemplate"
        hint="backends.mail.requestTemplateHint"
        problem={problem('serviceRequestTemplate', 'backends.problem.long')}
        value={mail.serviceRequestTemplate}
        onChange={(serviceRequestTemplate) => change({ serviceRequestTemplate })}
      />
      <TextField
        label="backends.mail.statusPattern"
        hint="backends.mail.statusPatternHint"
        problem={problem('statusPattern', 'backends.problem.long')}
        value={mail.statusPattern}
        onChange={(statusPattern) => change({ statusPattern })}
      />
      <MapRows
        label="backends.statuses"
        hint="backends.statusesHint"
        from="backends.theirStatus"
        to="backends.ourStatus"
        rows={mail.statuses}
        onChange={(statuses) => change({ statuses })}
        isWrong={problem('statuses', 'backends.problem.rows') !== null}
        options={TicketStatus.options.map((value) => ({ value, text: t(`tickets.status.${value}`) }))}
      />
    </>
  );
}
