// Dialog that resolves a ticket with a solution, for a service. An unassigned ticket has to be taken first.
import {
  Button,
  Field,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Textarea,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { FormField } from '../../contract/catalogue.ts';
import { type DeskTicket, Resolution } from '../../contract/console.ts';
import { statusAfter } from '../../contract/ticket.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { type CategoryOption, optionValueOf } from './category-choices.ts';
import { CategoryField } from './category-field.tsx';
import { useDeskAct } from './queries.ts';
import { isUnassigned } from './unassigned.ts';
import { useUnsent } from './unsent.ts';

interface ResolveDialogProps {
  ticket: DeskTicket;
  /** none where the organisation has no catalogue, or another system has the ticket */
  options: readonly CategoryOption[];
  onClose: () => void;
}

/** Why a ticket cannot be resolved for this category before it is corrected; null where it can. */
function unmetBy({ categoryChoice, answers }: DeskTicket, category: CategoryOption): Phrase | null {
  if (categoryChoice !== null && optionValueOf(categoryChoice) === category.value) return null;
  if (category.needsApproval) return 'tickets.resolveNeeds.approval';
  const isAnswered = ({ id }: FormField) =>
    answers.some(({ field, value }) => field === id && value.trim() !== '');
  return category.fields.every((field) => !field.required || isAnswered(field))
    ? null
    : 'tickets.resolveNeeds.answers';
}

export function ResolveDialog({ ticket, options, onClose }: ResolveDialogProps) {
  const { t, language } = useTexts();
  const deskAct = useDeskAct(ticket.id);
  const [solution, setSolution] = useUnsent(`${ticket.id}.solution`);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const [category, setCategory] = useState<CategoryOption | null>(null);
  const { elsewhere } = ticket;
  const isUncategorised = options.length > 0 && ticket.categoryChoice === null && category === null;
  const unmet = category && unmetBy(ticket, category);
  const resolution = Resolution.safeParse({ solution, ...(category && { category: category.choice }) });
  const isResolvable = elsewhere
    ? elsewhere.acts.includes('resolve')
    : statusAfter('resolve', ticket.status) !== null;
  const submit = () => {
    setIsSubmitted(true);
    if (!resolution.success || isUncategorised || unmet !== null) return;
    deskAct.mutate(
      { act: 'resolve', resolution: resolution.data },
      {
        onSuccess: () => {
          setSolution('');
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('tickets.resolveTitle', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.act.resolve')}
      pending={deskAct.isPending}
      disabled={!isResolvable}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {isUnassigned(ticket.status) && elsewhere === null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('tickets.takeFirst')}</MessageBarBody>
          <MessageBarActions>
            <Button disabledFocusable={deskAct.isPending} onClick={() => deskAct.mutate({ act: 'take' })}>
              {t('tickets.act.take')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {options.length > 0 && (
        <CategoryField
          options={options}
          present={ticket.category?.name[language] ?? ''}
          chosen={category}
          problem={isSubmitted && isUncategorised ? t('tickets.correct.categoryMissing') : unmet && t(unmet)}
          required
          onChoose={(option) => {
            setCategory(option);
            deskAct.reset();
          }}
        />
      )}
      <Field
        label={t('tickets.solution')}
        hint={t('tickets.solutionHint')}
        {...(isSubmitted && !resolution.success && { validationMessage: t('tickets.solutionMissing') })}
      >
        <Textarea
          rows={6}
          resize="vertical"
          value={solution}
          onChange={(_, { value }) => setSolution(value)}
          autoFocus
        />
      </Field>
    </FormDialog>
  );
}
