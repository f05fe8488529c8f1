// A field that finds a service or a subcategory of a catalogue by words of its path.
import { Combobox, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import { ARROW, POPUP } from '../ui/popup.ts';
import { useTexts } from '../ui/texts.ts';
import { type CategoryOption, matching } from './category-choices.ts';

/** Options shown at once; words find the others. */
const MOST_SHOWN = 100;

interface CategoryFieldProps {
  options: readonly CategoryOption[];
  /** path of the present category, also where the catalogue no longer has it; empty for none */
  present: string;
  /** null: the present one stays */
  chosen: CategoryOption | null;
  /** why it cannot stay so; null where it can */
  problem: string | null;
  required?: boolean;
  onChoose: (option: CategoryOption) => void;
}

export function CategoryField(props: CategoryFieldProps) {
  const { options, present, chosen, problem, required = false, onChoose } = props;
  const { t } = useTexts();
  const text = chosen?.text ?? present;
  const [typed, setTyped] = useState<string | null>(null);
  const found = typed === null ? [...options] : matching(options, typed);
  return (
    <Field
      label={t('tickets.category')}
      hint={t('tickets.correct.categoryHint')}
      required={required}
      {...(problem !== null && { validationMessage: problem })}
    >
      <Combobox
        expandIcon={ARROW}
        inlinePopup
        positioning={POPUP}
        freeform
        autoComplete="off"
        value={typed ?? text}
        selectedOptions={chosen ? [chosen.value] : []}
        onChange={({ target }) => setTyped(target.value)}
        onOptionSelect={(_, { optionValue }) => {
          const option = options.find(({ value }) => value === optionValue);
          setTyped(null);
          if (option) onChoose(option);
        }}
        onBlur={() => setTyped(null)}
      >
        {found.slice(0, MOST_SHOWN).map(({ value, text: path }) => (
          <Option key={value} value={value}>
            {path}
          </Option>
        ))}
        {found.length === 0 && (
          <Option key="none" value="none" text="" disabled>
            {t('tickets.correct.noCategory')}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}
