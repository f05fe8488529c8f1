// Dialog that corrects a ticket: its category with the answers, its kind, impact, urgency and priority.
import { Field, Select, Textarea } from '@fluentui/react-components';
import type { DeskTicket } from '../../contract/console.ts';
import { IMPACTS, LIMITS, PRIORITIES, TICKET_KINDS, URGENCIES } from '../../contract/primitives.ts';
import { priorityOf } from '../../contract/priority.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useForm } from '../ui/use-form.ts';
import { AnswerFields } from './answer-fields.tsx';
import { type CategoryOption, optionValueOf } from './category-choices.ts';
import { CategoryField } from './category-field.tsx';
import { type CorrectForm, formOf, parseForm } from './correct-form.ts';
import { useDeskAct } from './queries.ts';

interface CorrectDialogProps {
  ticket: DeskTicket;
  /** none where the organisation has no catalogue */
  options: readonly CategoryOption[];
  onClose: () => void;
}

export function CorrectDialog({ ticket, options, onClose }: CorrectDialogProps) {
  const { t, language } = useTexts();
  const deskAct = useDeskAct(ticket.id);
  const fieldsOf = ({ category }: CorrectForm) => (category ?? presentOf(ticket, options))?.fields ?? [];
  const { form, wrong, change, validate } = useForm({
    initial: () => formOf(ticket),
    parse: (typed) => parseForm(typed, ticket, fieldsOf(typed), language),
    onEdit: deskAct.reset,
  });
  const { category, kind, impact, urgency } = form;
  const submit = () => {
    const correction = validate();
    if (correction) deskAct.mutate({ act: 'correct', correction }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t('tickets.correct.title', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.correct.save')}
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {options.length > 0 && (
        <CategoryField
          options={options}
          present={ticket.category?.name[language] ?? ''}
          chosen={category}
          isMissing={false}
          onChoose={(option) => change({ ...form, category: option, kind: option.kind ?? kind })}
        />
      )}
      <AnswerFields
        fields={fieldsOf(form)}
        answers={form.answers}
        wrong={new Set([...wrong].map((name) => name.replace(/^answer\./, '')))}
        onAnswer={(field, value) => change({ ...form, answers: new Map([...form.answers, [field, value]]) })}
      />
      <Field label={t('tickets.kindName')}>
        <Select
          value={kind}
          onChange={(_, { value }) => change({ ...form, kind: oneOf(TICKET_KINDS, value) ?? kind })}
        >
          {TICKET_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`tickets.kind.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('tickets.impactName')}>
        <Select
          value={impact ?? ''}
          onChange={(_, { value }) => change({ ...form, impact: oneOf(IMPACTS, value) })}
        >
          {ticket.impact === null && <option value="">{t('tickets.correct.unknown')}</option>}
          {IMPACTS.map((one) => (
            <option key={one} value={one}>
              {t(`tickets.impact.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('tickets.urgencyName')}>
        <Select
          value={urgency ?? ''}
          onChange={(_, { value }) => change({ ...form, urgency: oneOf(URGENCIES, value) })}
        >
          {ticket.urgency === null && <option value="">{t('tickets.correct.unknown')}</option>}
          {URGENCIES.map((one) => (
            <option key={one} value={one}>
              {t(`tickets.urgency.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <PriorityFields form={form} isReasonWrong={wrong.has('reason')} onChange={change} />
    </FormDialog>
  );
}

interface PriorityFieldsProps {
  form: CorrectForm;
  isReasonWrong: boolean;
  onChange: (form: CorrectForm) => void;
}

/** The priority that impact and urgency give, or another one with its reason. */
function PriorityFields({ form, isReasonWrong, onChange }: PriorityFieldsProps) {
  const { t } = useTexts();
  const { impact, urgency, priority, reason } = form;
  const given = priorityOf(impact, urgency);
  return (
    <>
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
      {priority !== null && (
        <Field
          label={t('tickets.correct.reason')}
          hint={t('tickets.correct.reasonHint')}
          required
          {...(isReasonWrong && { validationMessage: t('tickets.correct.reasonMissing') })}
        >
          <Textarea
            rows={2}
            resize="vertical"
            maxLength={LIMITS.priorityReason}
            value={reason}
            onChange={(_, { value }) => onChange({ ...form, reason: value })}
          />
        </Field>
      )}
    </>
  );
}

function presentOf({ categoryChoice }: DeskTicket, options: readonly CategoryOption[]) {
  return categoryChoice && options.find(({ value }) => value === optionValueOf(categoryChoice));
}

function oneOf<T extends string>(values: readonly T[], value: string): T | null {
  return values.find((one) => one === value) ?? null;
}
