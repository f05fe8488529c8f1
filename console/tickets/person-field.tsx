// A field that finds a person of an organisation.
import { Combobox, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { Person } from '../../contract/people.ts';
import { ARROW, POPUP } from '../ui/popup.ts';
import { useTexts } from '../ui/texts.ts';
import { usePeople } from './queries.ts';

interface PersonFieldProps {
  organisationId: string;
  label: string;
  hint: string;
  /** what is shown while nobody is chosen */
  unchosen: string;
  /** null: nobody yet */
  chosen: Person | null;
  required?: boolean;
  problem?: string | null;
  onChoose: (person: Person) => void;
}

export function PersonField(props: PersonFieldProps) {
  const { organisationId, label, hint, unchosen, chosen, required = false, problem = null, onChoose } = props;
  const { t } = useTexts();
  const [typed, setTyped] = useState<string | null>(null);
  const people = usePeople(organisationId, typed ?? '');
  return (
    <Field label={label} hint={hint} required={required} validationMessage={problem}>
      <Combobox
        expandIcon={ARROW}
        inlinePopup
        positioning={POPUP}
        freeform
        autoFocus
        autoComplete="off"
        value={typed ?? chosen?.fullName ?? unchosen}
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
            {t('tickets.nobodyFound')}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}
