// The fields of an announcement other than its texts: audience, severity, period and ticket.
import { Field, Input, MessageBar, MessageBarBody, Radio, RadioGroup } from '@fluentui/react-components';
import { Severity } from '../../contract/announcement.ts';
import type { Organisation } from '../../contract/console.ts';
import { useWorksForAll } from '../session/session.ts';
import { OrganisationChoice } from '../ui/organisation-choice.tsx';
import { Pair } from '../ui/pair.tsx';
import { useTexts } from '../ui/texts.ts';
import type { AnnouncementForm } from './announcement-form.ts';

interface FieldsProps {
  form: AnnouncementForm;
  wrong: ReadonlySet<string>;
  onChange: (part: Partial<AnnouncementForm>) => void;
}

export function Audience({ form, onChange, organisations }: FieldsProps & { organisations: Organisation[] }) {
  const { t } = useTexts();
  const worksForAll = useWorksForAll();
  const { organisationId, severity } = form;
  return (
    <Pair>
      <Field label={t('announcements.organisation')}>
        <OrganisationChoice
          organisations={organisations}
          chosenId={organisationId}
          all={worksForAll ? t('announcements.everyone') : null}
          onChoose={(chosenId) => onChange({ organisationId: chosenId })}
        />
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
    </Pair>
  );
}

export function Period({ form, wrong, onChange }: FieldsProps) {
  const { t } = useTexts();
  return (
    <Pair>
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
    </Pair>
  );
}

/** `isUnknown` is true when the server has no such ticket. */
export function TicketToJoin({ form, wrong, onChange, isUnknown }: FieldsProps & { isUnknown: boolean }) {
  const { t, failureText } = useTexts();
  const problem = isUnknown
    ? failureText({ code: 'announcement-ticket-unknown' })
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
