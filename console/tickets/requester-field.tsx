// A field that finds the person who is to be the requester, and says whether the requester until then stays.
import { Checkbox } from '@fluentui/react-components';
import type { DeskTicket } from '../../contract/console.ts';
import type { Person } from '../../contract/people.ts';
import { useTexts } from '../ui/texts.ts';
import { PersonField } from './person-field.tsx';

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
  const isMoved = organisationId !== ticket.organisationId;
  const isOther = !isMoved && chosen !== null && chosen.email !== ticket.requesterEmail;
  return (
    <>
      <PersonField
        organisationId={organisationId}
        label={t('tickets.column.requester')}
        hint={t('tickets.personHint')}
        unchosen={isMoved ? '' : ticket.requester}
        chosen={chosen}
        required={isMoved}
        problem={isMissing ? t('tickets.correct.requesterMissing') : null}
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
