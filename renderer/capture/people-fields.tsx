// The requester that the ticket is written for, and its contacts.
import { memo } from 'react';
import { LIMITS } from '../../contract/constants.ts';
import type { DraftContent } from '../../contract/ipc.ts';
import { PeoplePicker } from '../people/people-picker.tsx';
import { useAppState } from '../ui/bridge.ts';
import { FormRow, Pair } from '../ui/form-row.tsx';
import { useTexts } from '../ui/texts.ts';

interface PeopleFieldsProps extends Pick<DraftContent, 'onBehalfOf' | 'contacts'> {
  /** why a chosen person was refused, shown under each field */
  onBehalfOfProblem: string | null;
  contactsProblem: string | null;
  onChange: (change: Partial<DraftContent>) => void;
}

export const PeopleFields = memo(function PeopleFields(props: PeopleFieldsProps) {
  const { onBehalfOf, contacts, onBehalfOfProblem, contactsProblem, onChange } = props;
  const { t } = useTexts();
  const { standing } = useAppState();
  const me = standing?.requester?.email;
  const mine = me === undefined ? [] : [me];
  const others = onBehalfOf === null ? mine : [...mine, onBehalfOf.email];
  return (
    <Pair>
      <FormRow place="on-behalf-of" label={t('people.onBehalfOf')} problem={onBehalfOfProblem}>
        {(control) => (
          <PeoplePicker
            control={control}
            people={onBehalfOf === null ? [] : [onBehalfOf]}
            max={1}
            placeholder={t('people.me')}
            excluded={[...mine, ...contacts.map(({ email }) => email)]}
            onChange={([person]) => onChange({ onBehalfOf: person ?? null })}
          />
        )}
      </FormRow>
      <FormRow place="contacts" label={t('people.contacts')} problem={contactsProblem} second>
        {(control) => (
          <PeoplePicker
            control={control}
            people={contacts}
            max={LIMITS.contacts}
            placeholder={t('people.add')}
            excluded={others}
            onChange={(chosen) => onChange({ contacts: chosen })}
          />
        )}
      </FormRow>
    </Pair>
  );
});
