// The fields of an announcement beside its texts: its audience, its severity, its period and its ticket.
import {
  Dropdown,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Option,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components';
import { Severity } from '../../contract/announcement.ts';
import type { Organisation } from '../../contract/console.ts';
import { useTexts } from '../ui/texts.ts';
import type { AnnouncementForm } from './announcement-form.ts';

/** The option that stands for every organisation. */
const ALL = 'all';

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
});

interface FieldsProps {
  form: AnnouncementForm;
  wrong: ReadonlySet<string>;
  onChange: (part: Partial<AnnouncementForm>) => void;
}

export function Audience({ form, onChange, organisations }: FieldsProps & { organisations: Organisation[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { organisationId, severity } = form;
  const chosen = organisations.find(({ id }) => id === organisationId);
  return (
    <div className={styles.pair}>
      <Field label={t('announcements.organisation')}>
        <Dropdown
          inlinePopup
          value={chosen?.name ?? t('announcements.everyone')}
          selectedOptions={[chosen?.id ?? ALL]}
          onOptionSelect={(_, { optionValue }) =>
            onChange({ organisationId: optionValue === ALL ? null : (optionValue ?? null) })
          }
        >
          <Option value={ALL}>{t('announcements.everyone')}</Option>
          {organisations.map(({ id, name }) => (
            <Option key={id} value={id}>
              {name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label={t('announcements.severityName')}>
        <RadioGroup
          layout="horizontal"
          value={severity}
          onChange={(_, { value }) => onChange({ severity: Severity.parse(value) })}
        >
          {Severity.options.map((option) => (
            <Radio key={option} value={option} label={t(`announcements.severity.${option}`)} />
          ))}
        </RadioGroup>
      </Field>
    </div>
  );
}

export function Period({ form, wrong, onChange }: FieldsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.pair}>
      <Field
        label={t('announcements.from')}
        required
        {...(wrong.has('from') && { validationMessage: t('announcements.missing.from') })}
      >
        <Input
          type="datetime-local"
          value={form.from}
          onChange={(_, { value }) => onChange({ from: value })}
        />
      </Field>
      <Field
        label={t('announcements.to')}
        hint={t('announcements.toHint')}
        {...(wrong.has('to') && { validationMessage: t('announcements.missing.to') })}
      >
        <Input type="datetime-local" value={form.to} onChange={(_, { value }) => onChange({ to: value })} />
      </Field>
    </div>
  );
}

/** `isUnknown` when the server has no such ticket. */
export function TicketToJoin({ form, wrong, onChange, isUnknown }: FieldsProps & { isUnknown: boolean }) {
  const { t, tell } = useTexts();
  const problem = isUnknown
    ? tell({ code: 'announcement-ticket-unknown' })
    : wrong.has('ticketNumber') && t('announcements.missing.ticketNumber');
  return (
    <>
      <Field
        label={t('announcements.ticket')}
        hint={t('announcements.ticketHint')}
        {...(problem && { validationMessage: problem })}
      >
        <Input
          placeholder="R-000123"
          maxLength={50}
          value={form.ticketNumber}
          onChange={(_, { value }) => onChange({ ticketNumber: value })}
        />
      </Field>
      {form.ticketNumber.trim() !== '' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('announcements.ticketWarning')}</MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
