// A field that finds another ticket of the same organisation, by its number or by words.
import { Combobox, Field, Option } from '@fluentui/react-components';
import type { DeskTicket } from '../../contract/console.ts';
import { ARROW, POPUP } from '../ui/popup.ts';
import { useTexts } from '../ui/texts.ts';
import { useOtherTickets } from './queries.ts';

interface TicketFieldProps {
  /** the ticket that is not offered */
  ticket: DeskTicket;
  /** what was typed, or the number of the ticket that was chosen */
  value: string;
  isMissing: boolean;
  onChange: (value: string) => void;
}

/** A number can be typed to its end without choosing from the list. */
export function TicketField({ ticket, value, isMissing, onChange }: TicketFieldProps) {
  const { t } = useTexts();
  const found = useOtherTickets(ticket, value);
  return (
    <Field
      label={t('tickets.merge.number')}
      hint={t('tickets.merge.numberHint')}
      required
      {...(isMissing && { validationMessage: t('tickets.merge.numberMissing') })}
    >
      <Combobox
        expandIcon={ARROW}
        inlinePopup
        positioning={POPUP}
        freeform
        autoFocus
        autoComplete="off"
        value={value}
        selectedOptions={[]}
        onChange={({ target }) => onChange(target.value)}
        onOptionSelect={(_, { optionValue }) => onChange(optionValue ?? '')}
      >
        {found.map(({ id, number, title, status }) => (
          <Option key={id} value={number} text={number}>
            {`${number} · ${title} (${t(`tickets.status.${status}`)})`}
          </Option>
        ))}
        {found.length === 0 && (
          <Option value={value} text={value} disabled>
            {t(value.trim() === '' ? 'tickets.merge.typeToFind' : 'tickets.merge.noneFound')}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}
