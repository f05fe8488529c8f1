// Dialog that adds or changes a backend: its name, its kind, its settings, and a test of the connection.
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ListedBackend } from '../../contract/backends.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TestButton } from '../ui/test-button.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useForm } from '../ui/use-form.ts';
import {
  type BackendForm,
  blankForm,
  formOf,
  isWrongUnderMore,
  parseForm,
  withFields,
} from './backend-form.ts';
import { ConnectionChecks } from './connection-checks.tsx';
import { TextField } from './fields/fields.tsx';
import type { KindFieldsProps } from './fields/kind-fields-props.ts';
import { ADDED_KINDS, kindForm } from './kind-of.ts';
import type { AddedKind, KindFields } from './kinds.ts';
import { useSaveBackend, useTestSettings } from './queries.ts';

const useStyles = makeStyles({
  more: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM, marginRight: 0 },
  flush: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
});

interface BackendDialogProps {
  /** the backend to change; null for a new one */
  backend: ListedBackend | null;
  onClose: () => void;
}

export function BackendDialog({ backend, onClose }: BackendDialogProps) {
  const { t, language } = useTexts();
  const toasts = useToasts();
  const save = useSaveBackend(backend?.id ?? null);
  const test = useTestSettings(backend?.id ?? null);
  const storedSecrets = backend?.storedSecrets ?? [];
  const { validate, change, ...form } = useForm({
    initial: () => (backend && formOf(backend)) ?? blankForm(language),
    parse: (typed) => parseForm(typed, storedSecrets),
    onEdit: () => test.reset(),
  });
  const props = { ...form, storedSecrets, onChange: change };
  const submit = () => {
    const parsed = validate();
    if (!parsed) return;
    save.mutate(parsed, {
      onSuccess: ({ name }) => {
        toasts.success(t(backend ? 'backends.changedNow' : 'backends.addedNow', { name }));
        onClose();
      },
    });
  };
  const testConnection = () => {
    const parsed = validate();
    if (parsed && !test.isPending) test.mutate(parsed);
  };
  return (
    <FormDialog
      title={backend ? t('backends.editTitle', { name: backend.name }) : t('backends.add')}
      submitLabel={backend ? t('backends.save') : t('act.add')}
      width="wide"
      pending={save.isPending}
      failure={save.error?.failure ?? null}
      extra={<TestButton label={t('backends.test')} pending={test.isPending} onClick={testConnection} />}
      onSubmit={submit}
      onClose={onClose}
    >
      <First {...props} isNew={backend === null} />
      <More {...props} />
      {test.error && <FailureBar failure={test.error.failure} />}
      {test.data && <ConnectionChecks checks={test.data} />}
    </FormDialog>
  );
}

interface FormProps extends Pick<KindFieldsProps<unknown>, 'wrong' | 'storedSecrets'> {
  form: BackendForm;
  onChange: (form: BackendForm) => void;
}

function First({ isNew, ...props }: FormProps & { isNew: boolean }) {
  const { t } = useTexts();
  const { form, wrong, onChange } = props;
  const { First: Fields } = kindForm(form.kind);
  return (
    <>
      {isNew && (
        <Field label={t('backends.kindName')}>
          <RadioGroup
            layout="horizontal"
            value={form.kind}
            onChange={(_, { value }) =>
              onChange({ ...form, kind: ADDED_KINDS.find((kind) => kind === value) ?? form.kind })
            }
          >
            {ADDED_KINDS.map((kind) => (
              <Radio key={kind} value={kind} label={t(`backends.kind.${kind}`)} />
            ))}
          </RadioGroup>
        </Field>
      )}
      <TextField
        label="backends.name"
        hint="backends.nameHint"
        required
        problem={wrong.has('name') ? 'backends.problem.name' : null}
        value={form.name}
        onChange={(name) => onChange({ ...form, name })}
      />
      <Fields {...kindFieldsProps(props)} />
    </>
  );
}

function More(props: FormProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const [isOpen, setIsOpen] = useState(false);
  const { form, wrong } = props;
  const { More: Fields } = kindForm(form.kind);
  // Opens by itself if a field inside is wrong.
  const isShown = isOpen || isWrongUnderMore(form.kind, wrong);
  return (
    <Accordion
      collapsible
      className={styles.flush}
      openItems={isShown ? ['more'] : []}
      onToggle={(_, { openItems }) => setIsOpen(openItems.includes('more'))}
    >
      <AccordionItem value="more">
        <AccordionHeader as="h3">{t('backends.more')}</AccordionHeader>
        <AccordionPanel className={styles.more}>
          <Fields {...kindFieldsProps(props)} />
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}

/** The props for the fields of the chosen kind. */
function kindFieldsProps({ form, onChange, ...rest }: FormProps): KindFieldsProps<KindFields[AddedKind]> {
  return {
    ...rest,
    fields: form.fields[form.kind],
    onChange: (part) => onChange(withFields(form, part)),
    secrets: form.secrets,
    onSecret: (name, value) => onChange({ ...form, secrets: { ...form.secrets, [name]: value } }),
  };
}
