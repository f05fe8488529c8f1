// Edits the text of a mail: its variables, what a mail with it looks like, and the way back to the standard text.
import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import { MAIL_VARIABLES, type MailEvent, type MailVariable } from '../../contract/mail-events.ts';
import { missingVariables } from '../../contract/mail-purpose.ts';
import { type MailText, MailWords } from '../../contract/mails.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Parsed, useForm } from '../ui/use-form.ts';
import { usePreviewMail, useRestoreMailText, useSaveMailText, useSendSampleMail } from './queries.ts';
import { TextPreview } from './text-preview.tsx';
import { Variables } from './variables.tsx';

const useStyles = makeStyles({
  text: { minHeight: '180px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

function parseForm(form: MailWords): Parsed<MailWords> {
  const { data, error } = MailWords.safeParse(form);
  if (data) return { ok: true, value: data };
  return { ok: false, wrong: new Set(error.issues.map(({ path }) => String(path[0]))) };
}

/** What is said at the text of what it does not name: it is not saved without what is needed. */
function useMissing(event: MailEvent, words: MailWords) {
  const { t, language } = useTexts();
  const { needed, expected } = missingVariables(event, words);
  const names = [...needed, ...expected].map((name) => t(`mails.variable.${name}`));
  if (names.length === 0) return {};
  const isNeeded = needed.length > 0;
  return {
    validationState: isNeeded ? ('error' as const) : ('warning' as const),
    validationMessage: t(isNeeded ? 'mails.needs' : 'mails.misses', {
      names: new Intl.ListFormat(language, { type: 'unit' }).format(names),
    }),
  };
}

export function TextDialog({ text, onClose }: { text: MailText; onClose: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const [save, restore] = [useSaveMailText(), useRestoreMailText()];
  const [preview, sample] = [usePreviewMail(), useSendSampleMail()];
  const area = useRef<HTMLTextAreaElement>(null);
  const { event, language, isStandard } = text;
  const acts = [save, restore, preview, sample];
  const onEdit = () => {
    for (const act of acts) act.reset();
  };
  const initial = (): MailWords => ({ subject: text.subject, text: text.text });
  const { form, wrong, change, validate } = useForm({ initial, parse: parseForm, onEdit });
  const draft = () => {
    const value = validate();
    onEdit();
    return value && { event, language, ...value };
  };
  const end = (said: string) => {
    toasts.success(said);
    onClose();
  };
  const submit = () => {
    const value = draft();
    if (value) save.mutate(value, { onSuccess: () => end(t('mails.saved')) });
  };
  const look = () => {
    const value = draft();
    if (value) preview.mutate(value);
  };
  const sendOne = () => {
    const value = draft();
    if (value) sample.mutate(value, { onSuccess: () => toasts.success(t('mails.sent')) });
  };
  const said = useMissing(text.event, form);
  const insert = (variable: MailVariable) => {
    const { selectionStart = form.text.length, selectionEnd = selectionStart } = area.current ?? {};
    const inserted = `${form.text.slice(0, selectionStart)}{{${variable}}}${form.text.slice(selectionEnd)}`;
    change({ ...form, text: inserted });
    area.current?.focus();
  };
  return (
    <FormDialog
      title={t(`mails.editNamed.${language}`, { event: t(`mails.event.${event}`) })}
      submitLabel={t('mails.save')}
      pending={save.isPending}
      failure={acts.find(({ error }) => error)?.error?.failure ?? null}
      width="wide"
      extra={
        !isStandard && (
          <Button
            disabledFocusable={restore.isPending}
            onClick={() =>
              restore.mutate({ event, language }, { onSuccess: () => end(t('mails.standardBack')) })
            }
          >
            {t('mails.standard')}
          </Button>
        )
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={t('mails.subject')}
        {...(wrong.has('subject') && { validationMessage: t('mails.subjectWrong') })}
      >
        <Input
          value={form.subject}
          maxLength={200}
          onChange={(_, { value }) => change({ ...form, subject: value })}
        />
      </Field>
      <Field
        label={t('mails.text')}
        hint={t('mails.textHint')}
        {...(wrong.has('text') ? { validationMessage: t('mails.textWrong') } : said)}
      >
        <Textarea
          textarea={{ ref: area, className: styles.text }}
          value={form.text}
          maxLength={5000}
          resize="vertical"
          onChange={(_, { value }) => change({ ...form, text: value })}
        />
      </Field>
      <Variables variables={MAIL_VARIABLES[event]} onInsert={insert} />
      <div className={styles.buttons}>
        <Button disabledFocusable={preview.isPending} onClick={look}>
          {t('mails.preview')}
        </Button>
        <Button disabledFocusable={sample.isPending} onClick={sendOne}>
          {t('mails.sendMe')}
        </Button>
      </div>
      {preview.data && <TextPreview mail={preview.data} language={language} />}
    </FormDialog>
  );
}
