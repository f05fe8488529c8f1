// Combo box for an entry of the catalogue, filtered by what is typed: a catalogue may hold thousands.
import { Combobox, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { RoutableEntry } from '../../contract/console.ts';
import { fold, hasWords, wordsOf } from '../../contract/fold.ts';
import { ARROW } from '../ui/popup.ts';
import { useTexts } from '../ui/texts.ts';

/** Options listed at most; typing more narrows them. */
const SHOWN = 50;
/** The value of the option for every category; no entry has an empty id. */
const ANY = '';

interface CategoryChoiceProps {
  entries: readonly RoutableEntry[];
  entryId: string | null;
  isWrong: boolean;
  onChange: (entryId: string | null) => void;
}

export function CategoryChoice({ entries, entryId, isWrong, onChange }: CategoryChoiceProps) {
  const { t, language } = useTexts();
  const [typed, setTyped] = useState<string | null>(null);
  const chosen = entries.find(({ id }) => id === entryId);
  // An entry that is no longer in the catalogue keeps its route, and is shown by its id.
  const named = entryId === null ? t('backends.anyCategory') : (chosen?.name[language] ?? entryId);
  const words = wordsOf(typed ?? '');
  const found = entries.filter(({ name }) => hasWords(fold(name[language]), words));
  return (
    <Combobox
      expandIcon={ARROW}
      inlinePopup
      style={{ minWidth: 0 }}
      aria-label={t('backends.column.category')}
      {...(isWrong && { 'aria-invalid': true })}
      value={typed ?? named}
      selectedOptions={[entryId ?? ANY]}
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={() => setTyped(null)}
      onOptionSelect={(_, { optionValue }) => {
        setTyped(null);
        onChange(optionValue === undefined || optionValue === ANY ? null : optionValue);
      }}
    >
      <Option value={ANY}>{t('backends.anyCategory')}</Option>
      {found.slice(0, SHOWN).map(({ id, name }) => (
        <Option key={id} value={id}>
          {name[language]}
        </Option>
      ))}
    </Combobox>
  );
}
