// The variables of a mail, each a button that inserts it.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { MailVariable } from '../../contract/mail-events.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  group: { margin: 0, padding: 0, border: 'none' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

interface VariablesProps {
  variables: readonly MailVariable[];
  onInsert: (variable: MailVariable) => void;
}

export function Variables({ variables, onInsert }: VariablesProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <fieldset className={styles.group} aria-label={t('mails.variables')}>
      <div className={styles.row}>
        <Text>{t('mails.variables')}</Text>
        {variables.map((variable) => (
          <Button key={variable} size="small" title={`{{${variable}}}`} onClick={() => onInsert(variable)}>
            {t(`mails.variable.${variable}`)}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
