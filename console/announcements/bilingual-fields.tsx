// One text of an announcement in both languages, side by side; the language of the console comes first.
import { Field, Input, Textarea } from '@fluentui/react-components';
import { Language } from '../../contract/primitives.ts';
import { Pair } from '../ui/pair.tsx';
import { useTexts } from '../ui/texts.ts';
import type { AnnouncementForm } from './announcement-form.ts';

const LONGEST = { title: 150, service: 150, text: 2000 } as const;

interface BilingualFieldsProps {
  name: 'title' | 'text' | 'service';
  form: AnnouncementForm;
  wrong: ReadonlySet<string>;
  onChange: (part: Partial<AnnouncementForm>) => void;
}

export function BilingualFields({ name, form, wrong, onChange }: BilingualFieldsProps) {
  const { t, language: own } = useTexts();
  const propsOf = (language: Language) => ({
    lang: language,
    maxLength: LONGEST[name],
    value: form[name][language],
    onChange: (_: unknown, { value }: { value: string }) =>
      onChange({ [name]: { ...form[name], [language]: value } }),
  });
  return (
    <Pair>
      {Language.options
        .toSorted((a, b) => Number(b === own) - Number(a === own))
        .map((language) => (
          <Field
            key={language}
            label={t(`announcements.in.${language}.${name}`)}
            required={name !== 'service'}
            {...(wrong.has(`${name}.${language}`) && {
              validationMessage: t(`announcements.missing.${name}`),
            })}
          >
            {name === 'text' ? (
              <Textarea rows={5} resize="vertical" {...propsOf(language)} />
            ) : (
              <Input {...propsOf(language)} />
            )}
          </Field>
        ))}
    </Pair>
  );
}
