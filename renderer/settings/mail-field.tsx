// What the person wishes to be mailed of their tickets. It is stored at once, and told to the server when it can be reached.
import { Field, makeStyles, Select } from '@fluentui/react-components';
import { MailWish } from '../../contract/mail-wish.ts';
import { useAppState, useBridge } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  // its longest choice may be wider than the window
  field: { minWidth: 0 },
  choice: { maxWidth: '520px', minWidth: 0 },
});

/** Nothing before the server has said what it knows: it mails nobody whose address is not confirmed. */
export function MailField() {
  const { t } = useTexts();
  const { ask } = useBridge();
  const { standing } = useAppState();
  const styles = useStyles();
  if (!standing || standing.mailWish === null) return null;
  return (
    <Field className={styles.field} label={t('settings.mails')} hint={t('settings.mailsHint')}>
      <Select
        className={styles.choice}
        value={standing.mailWish}
        onChange={(_, { value }) => void ask['settings:wish-mails'](MailWish.parse(value))}
      >
        {MailWish.options.map((wish) => (
          <option key={wish} value={wish}>
            {t(`settings.mailWishes.${wish}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
