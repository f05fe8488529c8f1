// The language of mails to people of each organisation whose agent has named none.
import { Body1, Dropdown, Field, makeStyles, Option, Subtitle1, tokens } from '@fluentui/react-components';
import type { MailLanguage } from '../../contract/mails.ts';
import { Language } from '../../contract/primitives.ts';
import { CARD_BOX } from '../ui/card-box.ts';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useMailLanguages, useSaveMailLanguage } from './queries.ts';

const useStyles = makeStyles({
  root: { ...CARD_BOX, rowGap: tokens.spacingVerticalM },
  title: { margin: 0 },
  intro: { margin: 0, color: tokens.colorNeutralForeground2 },
  language: { maxWidth: '320px' },
});

export function Languages() {
  const { t } = useTexts();
  const styles = useStyles();
  const languages = useMailLanguages();
  return (
    <section className={styles.root} aria-label={t('mails.languages')}>
      <Subtitle1 as="h2" className={styles.title}>
        {t('mails.languages')}
      </Subtitle1>
      <Body1 as="p" className={styles.intro}>
        {t('mails.languagesHow')}
      </Body1>
      <QueryFailureBar query={languages} />
      {languages.data?.map((one) => (
        <OfOrganisation key={one.organisationId} of={one} />
      ))}
    </section>
  );
}

function OfOrganisation({ of: { organisationId, name, language } }: { of: MailLanguage }) {
  const { t } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const save = useSaveMailLanguage();
  const choose = (chosen: Language) => {
    if (chosen === language) return;
    save.mutate(
      { organisationId, language: chosen },
      { onSuccess: () => toasts.success(t('mails.languageSaved', { name })), onError: toasts.failure },
    );
  };
  return (
    <Field label={name} className={styles.language}>
      <Dropdown
        aria-label={t('mails.languageOf', { name })}
        value={t(`language.${language}`)}
        selectedOptions={[language]}
        onOptionSelect={(_, { optionValue }) => choose(Language.parse(optionValue))}
      >
        {Language.options.map((option) => (
          <Option key={option} value={option}>
            {t(`language.${option}`)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}
