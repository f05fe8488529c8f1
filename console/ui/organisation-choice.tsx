// Drop-down list of one organisation or all.
import { Dropdown, Option } from '@fluentui/react-components';
import type { Organisation } from '../../contract/console.ts';

/** The value of the option for every organisation. */
const ALL = 'all';

interface OrganisationChoiceProps {
  organisations: readonly Organisation[];
  /** null for all */
  chosenId: string | null;
  /** label of the option for all; null without one */
  all: string | null;
  className?: string;
  onChoose: (organisationId: string | null) => void;
}

export function OrganisationChoice(props: OrganisationChoiceProps) {
  const { organisations, chosenId, all, className, onChoose } = props;
  const chosen = organisations.find(({ id }) => id === chosenId);
  return (
    <Dropdown
      inlinePopup
      {...(className !== undefined && { className })}
      value={chosen?.name ?? all ?? ''}
      selectedOptions={[chosen?.id ?? ALL]}
      onOptionSelect={(_, { optionValue }) => onChoose(optionValue === ALL ? null : (optionValue ?? null))}
    >
      {all !== null && <Option value={ALL}>{all}</Option>}
      {organisations.map(({ id, name }) => (
        <Option key={id} value={id}>
          {name}
        </Option>
      ))}
    </Dropdown>
  );
}
