// The mail of one event, with a button for its text in each language.
import { Badge, Button, Text, useRestoreFocusTarget } from '@fluentui/react-components';
import type { MailEvent } from '../../contract/mail-events.ts';
import { missingVariables } from '../../contract/mail-purpose.ts';
import type { MailText } from '../../contract/mails.ts';
import { Card, CardAbout, CardActions } from '../ui/card-list.tsx';
import { useTexts } from '../ui/texts.ts';

interface TextCardProps {
  event: MailEvent;
  /** in each language */
  texts: readonly MailText[];
  onEdit: (text: MailText) => void;
}

/** Whether it does not name what its readers miss. */
function isIncomplete(text: MailText): boolean {
  const { needed, expected } = missingVariables(text.event, text);
  return needed.length + expected.length > 0;
}

export function TextCard({ event, texts, onEdit }: TextCardProps) {
  const { t, language } = useTexts();
  const focusTarget = useRestoreFocusTarget();
  const name = t(`mails.event.${event}`);
  const shown = texts.find((text) => text.language === language);
  return (
    <Card
      head={
        <>
          <Text weight="semibold">{name}</Text>
          {texts.some(({ isStandard }) => !isStandard) && (
            <Badge appearance="tint">{t('mails.changedText')}</Badge>
          )}
          {texts.some((text) => isIncomplete(text)) && (
            <Badge appearance="tint" color="warning">
              {t('mails.incomplete')}
            </Badge>
          )}
          <CardActions atEnd>
            {texts.map((text) => (
              <Button
                key={text.language}
                {...focusTarget}
                aria-label={t(`mails.editNamed.${text.language}`, { event: name })}
                onClick={() => onEdit(text)}
              >
                {t(`mails.edit.${text.language}`)}
              </Button>
            ))}
          </CardActions>
        </>
      }
    >
      <CardAbout>
        <span>{shown?.subject}</span>
      </CardAbout>
    </Card>
  );
}
