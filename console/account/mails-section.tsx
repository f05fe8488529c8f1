// The section of what one is told of tickets by mail: which events, in which language, and how often.
import { Dropdown, Field, makeStyles, Option, Switch, tokens } from '@fluentui/react-components';
import { STAFF_EVENTS, type StaffEvent } from '../../contract/mail-events.ts';
import { DIGEST_MINUTES, type MailWishes } from '../../contract/mails.ts';
import { Language } from '../../contract/primitives.ts';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { Section } from '../ui/section.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useMailWishes, useSaveMailWishes } from './queries.ts';

const useStyles = makeStyles({
  events: { display: 'flex', flexDirection: 'column' },
  fields: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  field: { minWidth: '280px' },
});

export function MailsSection() {
  const { t } = useTexts();
  const wishes = useMailWishes();
  return (
    <Section title={t('account.mails')} intro={t('account.mailsIntro')}>
      <QueryFailureBar query={wishes} />
      {wishes.data && <Wishes wishes={wishes.data} />}
    </Section>
  );
}

/** What a wish shows while there is no other one. */
const NONE = 'none';

function Wishes({ wishes }: { wishes: MailWishes }) {
  const { t } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const mutation = useSaveMailWishes();
  const save = (change: Partial<MailWishes>) =>
    mutation.mutate({ ...wishes, ...change }, { onError: toasts.failure });
  const { switchedOff, digestMinutes, language } = wishes;
  const toggle = (event: StaffEvent, isOn: boolean) => {
    const others = switchedOff.filter((one) => one !== event);
    save({ switchedOff: isOn ? others : [...others, event] });
  };
  return (
    <>
      <div className={styles.events}>
        {STAFF_EVENTS.map((event) => (
          <Switch
            key={event}
            label={t(`mails.event.${event}`)}
            checked={!switchedOff.includes(event)}
            onChange={(_, { checked }) => toggle(event, checked)}
          />
        ))}
      </div>
      <div className={styles.fields}>
        <Field label={t('account.mailDigest')} className={styles.field}>
          <Dropdown
            value={digestName(digestMinutes, t)}
            selectedOptions={[String(digestMinutes ?? NONE)]}
            onOptionSelect={(_, { optionValue }) =>
              save({
                digestMinutes: DIGEST_MINUTES.find((minutes) => String(minutes) === optionValue) ?? null,
              })
            }
          >
            {[null, ...DIGEST_MINUTES].map((minutes) => (
              <Option key={minutes ?? NONE} value={String(minutes ?? NONE)}>
                {digestName(minutes, t)}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Field label={t('account.mailLanguage')} className={styles.field}>
          <Dropdown
            value={languageName(language, t)}
            selectedOptions={[language ?? NONE]}
            onOptionSelect={(_, { optionValue }) =>
              save({ language: Language.safeParse(optionValue).data ?? null })
            }
          >
            {[null, ...Language.options].map((option) => (
              <Option key={option ?? NONE} value={option ?? NONE}>
                {languageName(option, t)}
              </Option>
            ))}
          </Dropdown>
        </Field>
      </div>
    </>
  );
}

function digestName(minutes: MailWishes['digestMinutes'], t: Translate): string {
  if (minutes === null) return t('account.mailSingle');
  return minutes < 60
    ? t('account.mailEvery', { count: minutes })
    : t('account.mailEveryHours', { count: minutes / 60 });
}

function languageName(language: Language | null, t: Translate): string {
  return language === null ? t('account.mailLanguageOfTicket') : t(`language.${language}`);
}
