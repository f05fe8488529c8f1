// A field that finds the person who is to be the requester, and says whether the requester until then stays.
import { Checkbox, Combobox, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import type { Person } from '../../contract/people.ts';
import { POPUP } from '../ui/popup.ts';
import { useTexts } from '../ui/texts.ts';
import { usePeople } from './queries.ts';

interface RequesterFieldProps {
  ticket: Pick<DeskTicket, 'organisationId' | 'requester' | 'requesterEmail'>;
  /** whose people are offered; in another one than the ticket's, somebody has to be chosen */
  organisationId: string;
  isMissing: boolean;
  /** null: as it is */
  chosen: Person | null;
  formerStays: boolean;
  onChoose: (person: Person) => void;
  onFormerStays: (stays: boolean) => void;
}

export function RequesterField(props: RequesterFieldProps) {
  const { ticket, organisationId, isMissing, chosen, formerStays, onChoose, onFormerStays } = props;
  const { t } = useTexts();
  const [typed, setTyped] = useState<string | null>(null);
  const people = usePeople(organisationId, typed ?? '');
  const isMoved = organisationId !== ticket.organisationId;
  const isOther = !isMoved && chosen !== null && chosen.email !== ticket.requesterEmail;
  return (
    <>
      <Field
        label={t('tickets.column.requester')}
        hint={t('tickets.correct.requesterHint')}
        required={isMoved}
        {...(isMissing && { validationMessage: t('tickets.correct.requesterMissing') })}
      >
        <Combobox
          inlinePopup
          positioning={POPUP}
          freeform
          autoComplete="off"
          value={typed ?? chosen?.fullName ?? (isMoved ? '' : ticket.requester)}
          selectedOptions={chosen ? [chosen.email] : []}
          onChange={({ target }) => setTyped(target.value)}
          onOptionSelect={(_, { optionValue }) => {
            const person = people.find(({ email }) => email === optionValue);
            setTyped(null);
            if (person) onChoose(person);
          }}
          onBlur={() => setTyped(null)}
        >
          {people.map(({ email, fullName }) => (
            <Option key={email} value={email} text={fullName}>
              {`${fullName} (${email})`}
            </Option>
          ))}
          {people.length === 0 && (
            <Option value="" text="" disabled>
              {t('tickets.correct.nobodyFound')}
            </Option>
          )}
        </Combobox>
      </Field>
      {isOther && (
        <Checkbox
          label={t('tickets.correct.formerStays', { name: ticket.requester })}
          checked={formerStays}
          onChange={(_, { checked }) => onFormerStays(checked === true)}
        />
      )}
    </>
  );
}
