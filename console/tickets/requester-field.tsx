// A field that finds the person who is to be the requester, and says whether the requester until then stays.
import { Checkbox } from '@fluentui/react-components';
import type { DeskTicket } from '../../contract/console.ts';
import type { Person } from '../../contract/people.ts';
import { useTexts } from '../ui/texts.ts';
import { PersonField } from './person-field.tsx';

interface RequesterFieldProps {
  ticket: Pick<DeskTicket, 'organisationId' | 'requester' | 'requesterEmail'>;
  /** null: as it is */
  chosen: Person | null;
  formerStays: boolean;
  onChoose: (person: Person) => void;
  onFormerStays: (stays: boolean) => void;
}

export function RequesterField(props: RequesterFieldProps) {
  const { ticket, chosen, formerStays, onChoose, onFormerStays } = props;
  const { t } = useTexts();
  const isOther = chosen !== null && chosen.email !== ticket.requesterEmail;
  return (
    <>
      <PersonField
        organisationId={ticket.organisationId}
        label={t('tickets.column.requester')}
        hint={t('tickets.personHint')}
        unchosen={ticket.requester}
        chosen={chosen}
        onChoose={onChoose}
      />
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
