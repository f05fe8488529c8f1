// A field that gives a ticket to another organisation, and says before what stays and what goes.
import { Field, MessageBar, MessageBarBody, Select } from '@fluentui/react-components';
import type { DeskTicket } from '../../contract/console.ts';
import { useOrganisations } from '../devices/queries.ts';
import { useTexts } from '../ui/texts.ts';

interface OrganisationFieldProps {
  ticket: Pick<DeskTicket, 'organisation' | 'organisationId'>;
  organisationId: string;
  onChoose: (organisationId: string) => void;
}

/** Nothing where there is one organisation. */
export function OrganisationField({ ticket, organisationId, onChoose }: OrganisationFieldProps) {
  const { t } = useTexts();
  const { data: organisations = [] } = useOrganisations();
  if (organisations.length < 2) return null;
  const chosen = organisations.find(({ id }) => id === organisationId);
  return (
    <>
      <Field label={t('tickets.column.organisation')}>
        <Select value={organisationId} onChange={(_, { value }) => onChoose(value)}>
          {organisations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {chosen && organisationId !== ticket.organisationId && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {t('tickets.correct.moves', { from: ticket.organisation, to: chosen.name })}
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
