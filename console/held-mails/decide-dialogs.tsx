// Dialogs that decide about a mail that waits: a ticket, part of a ticket, or a refusal.
import { Checkbox, Dropdown, Field, Input, Option, Text } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { type HeldMail, HeldMailDecision } from '../../contract/held-mails.ts';
import { useOrganisations } from '../devices/queries.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { POPUP } from '../ui/popup.ts';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useDecide } from './queries.ts';

interface DialogProps {
  mail: HeldMail;
  onClose: () => void;
}

interface DecisionProps extends DialogProps {
  title: Phrase;
  submit: Phrase;
  done: Phrase;
  /** what is typed, to be parsed */
  decision: unknown;
  children(isMissing: boolean, reset: () => void): ReactNode;
}

function Decision({ mail, title, submit: label, done, decision, onClose, children }: DecisionProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const decide = useDecide(mail.id);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const parsed = HeldMailDecision.safeParse(decision);
  const submit = () => {
    setIsSubmitted(true);
    if (!parsed.success) return;
    decide.mutate(parsed.data, {
      onSuccess: () => {
        toasts.success(t(done));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t(title)}
      submitLabel={t(label)}
      pending={decide.isPending}
      failure={decide.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text weight="semibold">{mail.subject || t('heldMails.noSubject')}</Text>
      {children(isSubmitted && !parsed.success, decide.reset)}
    </FormDialog>
  );
}

export function TicketDialog(props: DialogProps) {
  const { t } = useTexts();
  const { data: organisations = [] } = useOrganisations();
  const only = organisations.length === 1 ? (organisations[0]?.id ?? '') : '';
  const [chosenId, setChosenId] = useState(props.mail.organisationId);
  const organisationId = chosenId ?? only;
  const chosen = organisations.find(({ id }) => id === organisationId);
  return (
    <Decision
      {...props}
      title="heldMails.makeTicketTitle"
      submit="heldMails.makeTicket"
      done="heldMails.becameTicket"
      decision={{ act: 'ticket', organisationId }}
    >
      {(isMissing, reset) => (
        <>
          <Text>{t('heldMails.makeTicketWhat', { from: props.mail.from })}</Text>
          <Field
            label={t('tickets.column.organisation')}
            required
            {...(isMissing && { validationMessage: t('heldMails.organisationMissing') })}
          >
            <Dropdown
              positioning={POPUP}
              value={chosen?.name ?? ''}
              selectedOptions={chosen ? [chosen.id] : []}
              onOptionSelect={(_, { optionValue }) => {
                setChosenId(optionValue ?? null);
                reset();
              }}
            >
              {organisations.map(({ id, name }) => (
                <Option key={id} value={id}>
                  {name}
                </Option>
              ))}
            </Dropdown>
          </Field>
        </>
      )}
    </Decision>
  );
}

export function AddDialog(props: DialogProps) {
  const { t } = useTexts();
  const { from, name, reason, ticketNumber } = props.mail;
  const [number, setNumber] = useState(ticketNumber ?? '');
  // off: who reads that address reads the whole ticket from then on
  const [addSender, setAddSender] = useState(false);
  return (
    <Decision
      {...props}
      title="heldMails.addTitle"
      submit="heldMails.add"
      done="heldMails.added"
      decision={{ act: 'comment', ticketNumber: number, addSender }}
    >
      {(isMissing, reset) => (
        <>
          <Text>{t('heldMails.addWhat', { name: name || from })}</Text>
          <Field
            label={t('heldMails.number')}
            required
            {...(isMissing && { validationMessage: t('heldMails.numberMissing') })}
          >
            <Input
              value={number}
              placeholder="R-000123"
              autoComplete="off"
              onChange={(_, { value }) => {
                setNumber(value);
                reset();
              }}
            />
          </Field>
          {from !== '' && (
            <Field
              hint={t(reason === 'unproven' ? 'heldMails.addSenderUnproven' : 'heldMails.addSenderWhat')}
            >
              <Checkbox
                label={t('heldMails.addSender', { from })}
                checked={addSender}
                onChange={(_, { checked }) => setAddSender(checked === true)}
              />
            </Field>
          )}
        </>
      )}
    </Decision>
  );
}

export function RefuseDialog(props: DialogProps) {
  const { t } = useTexts();
  const [answer, setAnswer] = useState(false);
  return (
    <Decision
      {...props}
      title="heldMails.refuseTitle"
      submit="heldMails.refuse"
      done="heldMails.refused"
      decision={{ act: 'refuse', answer }}
    >
      {() => (
        <>
          <Text>{t('heldMails.refuseWhat')}</Text>
          <Checkbox
            label={t('heldMails.answer', { from: props.mail.from })}
            checked={answer}
            onChange={(_, { checked }) => setAnswer(checked === true)}
          />
        </>
      )}
    </Decision>
  );
}
