// Dialog that corrects a ticket: its organisation, its requester, its category with the answers, its kind, impact, urgency and priority.
import { Checkbox, Field, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { IMPACTS, LIMITS, PRIORITIES, TICKET_KINDS, URGENCIES } from '../../contract/primitives.ts';
import { priorityOf } from '../../contract/priority.ts';
import { useTeams } from '../teams/queries.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { useForm } from '../ui/use-form.ts';
import { AnswerFields } from './answer-fields.tsx';
import { type CategoryOption, optionValueOf } from './category-choices.ts';
import { CategoryField } from './category-field.tsx';
import { type CorrectForm, formOf, isDemanded, parseForm } from './correct-form.ts';
import { OrganisationField } from './organisation-field.tsx';
import { useCategoryOptions, useDeskAct } from './queries.ts';
import { RequesterField } from './requester-field.tsx';

const useStyles = makeStyles({
  pairs: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
    gap: tokens.spacingVerticalM,
  },
});

interface CorrectDialogProps {
  ticket: DeskTicket;
  onClose: () => void;
}

export function CorrectDialog({ ticket, onClose }: CorrectDialogProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const deskAct = useDeskAct(ticket.id);
  const [organisationId, setOrganisationId] = useState(ticket.organisationId);
  const options = useCategoryOptions(organisationId);
  const isMoved = organisationId !== ticket.organisationId;
  const present = presentOf(ticket, options);
  const fieldsOf = ({ category }: CorrectForm) => (category ?? present)?.fields ?? [];
  const { form, wrong, change, validate } = useForm({
    initial: () => formOf(ticket),
    parse: (typed) => parseForm(typed, ticket, { organisationId, fields: fieldsOf(typed) }, language),
    onEdit: deskAct.reset,
  });
  const { category, kind, impact, urgency } = form;
  const hasRules = useTeams().data?.some(({ takes }) => takes.length > 0) ?? false;
  const submit = () => {
    const correction = validate();
    if (correction) deskAct.mutate({ act: 'correct', correction }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t('tickets.correct.title', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.correct.save')}
      width="wide"
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <OrganisationField
        ticket={ticket}
        organisationId={organisationId}
        onChoose={(id) => {
          setOrganisationId(id);
          change({ ...form, requester: null, category: null });
        }}
      />
      <RequesterField
        ticket={ticket}
        organisationId={organisationId}
        isMissing={wrong.has('requester')}
        chosen={form.requester}
        formerStays={form.formerStays}
        onChoose={(requester) => change({ ...form, requester })}
        onFormerStays={(formerStays) => change({ ...form, formerStays })}
      />
      {options.length > 0 && (
        <CategoryField
          options={options}
          present={isMoved && !present ? '' : (ticket.category?.name[language] ?? '')}
          chosen={category}
          problem={null}
          onChoose={(option) => change({ ...form, category: option, kind: option.kind ?? kind })}
        />
      )}
      {category && hasRules && (
        <Checkbox
          label={t('tickets.correct.byRules')}
          checked={form.byRules}
          onChange={(_, { checked }) => change({ ...form, byRules: checked === true })}
        />
      )}
      <AnswerFields
        fields={fieldsOf(form)}
        answers={form.answers}
        isDemanded={(field) => isDemanded(field, form, ticket)}
        wrong={new Set([...wrong].map((name) => name.replace(/^answer\./, '')))}
        onAnswer={(field, value) => change({ ...form, answers: new Map([...form.answers, [field, value]]) })}
      />
      <div className={styles.pairs}>
        <Degree
          label="tickets.kindName"
          value={kind}
          options={TICKET_KINDS}
          text={(one) => `tickets.kind.${one}`}
          onChange={(value) => change({ ...form, kind: value })}
        />
        <Degree
          label="tickets.impactName"
          value={impact}
          options={IMPACTS}
          text={(one) => `tickets.impact.${one}`}
          onChange={(value) => change({ ...form, impact: value })}
        />
        <Degree
          label="tickets.urgencyName"
          value={urgency}
          options={URGENCIES}
          text={(one) => `tickets.urgency.${one}`}
          onChange={(value) => change({ ...form, urgency: value })}
        />
        <PriorityField form={form} onChange={change} />
      </div>
      {form.priority !== null && (
        <Field
          label={t('tickets.correct.reason')}
          hint={t('tickets.correct.reasonHint')}
          required
          {...(wrong.has('reason') && { validationMessage: t('tickets.correct.reasonMissing') })}
        >
          <Textarea
            rows={2}
            resize="vertical"
            maxLength={LIMITS.priorityReason}
            value={form.reason}
            onChange={(_, { value }) => change({ ...form, reason: value })}
          />
        </Field>
      )}
    </FormDialog>
  );
}

interface DegreeProps<T extends string> {
  label: Phrase;
  /** null while it is not known */
  value: T | null;
  options: readonly T[];
  text: (option: T) => Phrase;
  onChange: (option: T) => void;
}

function Degree<T extends string>({ label, value, options, text, onChange }: DegreeProps<T>) {
  const { t } = useTexts();
  return (
    <Field label={t(label)}>
      <Select
        value={value ?? ''}
        onChange={(_, { value: chosen }) => {
          const option = oneOf(options, chosen);
          if (option) onChange(option);
        }}
      >
        {value === null && <option value="">{t('tickets.correct.unknown')}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {t(text(option))}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** The priority that impact and urgency give, or another one. */
function PriorityField({ form, onChange }: { form: CorrectForm; onChange: (form: CorrectForm) => void }) {
  const { t } = useTexts();
  const { impact, urgency, priority } = form;
  const given = priorityOf(impact, urgency);
  return (
    <Field label={t('tickets.priorityName')}>
      <Select
        value={priority ?? ''}
        onChange={(_, { value }) => onChange({ ...form, priority: oneOf(PRIORITIES, value) })}
      >
        <option value="">
          {given === null
            ? t('tickets.correct.computedUnknown')
            : t('tickets.correct.computed', { priority: t(`tickets.priority.${given}`) })}
        </option>
        {PRIORITIES.toReversed().map((one) => (
          <option key={one} value={one}>
            {t(`tickets.priority.${one}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function presentOf({ categoryChoice }: DeskTicket, options: readonly CategoryOption[]) {
  return categoryChoice && options.find(({ value }) => value === optionValueOf(categoryChoice));
}

function oneOf<T extends string>(values: readonly T[], value: string): T | null {
  return values.find((one) => one === value) ?? null;
}
