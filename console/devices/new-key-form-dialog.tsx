// Dialog that creates an enrolment key: how long it works, for how many agents, and from where.
import { Checkbox, Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { CreatedEnrolmentKey, Organisation } from '../../contract/console.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNow } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { useForm } from '../ui/use-form.ts';
import { BLANK_KEY, KeyLife, parseKeyForm } from './key-form.ts';
import { useCreateEnrolmentKey } from './queries.ts';

interface NewKeyFormDialogProps {
  organisation: Organisation;
  onCreated: (created: CreatedEnrolmentKey) => void;
  onClose: () => void;
}

export function NewKeyFormDialog({ organisation, onCreated, onClose }: NewKeyFormDialogProps) {
  const { t } = useTexts();
  const now = useNow();
  const create = useCreateEnrolmentKey(organisation.id);
  const { form, wrong, change, validate } = useForm({
    initial: () => BLANK_KEY,
    parse: (typed) => parseKeyForm(typed, now),
    onEdit: create.reset,
  });
  const submit = () => {
    const key = validate();
    if (key) create.mutate(key, { onSuccess: onCreated });
  };
  return (
    <FormDialog
      title={t('keys.for', { organisation: organisation.name })}
      submitLabel={t('act.create')}
      pending={create.isPending}
      failure={create.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('keys.life')} hint={t('keys.lifeHint')}>
        <RadioGroup
          layout="horizontal"
          value={form.life}
          onChange={(_, { value }) => change({ ...form, life: KeyLife.parse(value) })}
        >
          {KeyLife.options.map((option) => (
            <Radio key={option} value={option} label={t(`keys.lives.${option}`)} />
          ))}
        </RadioGroup>
      </Field>
      <Field
        label={t('keys.mostUses')}
        hint={t('keys.mostUsesHint')}
        {...(wrong.has('mostUses') && { validationMessage: t('keys.mostUsesWrong') })}
      >
        <Input
          inputMode="numeric"
          value={form.mostUses}
          onChange={(_, { value }) => change({ ...form, mostUses: value })}
        />
      </Field>
      <Field
        label={t('keys.networks')}
        hint={t('keys.networksHint')}
        {...(wrong.has('networks') && { validationMessage: t('keys.networksWrong') })}
      >
        <Input value={form.networks} onChange={(_, { value }) => change({ ...form, networks: value })} />
      </Field>
      <Field hint={t('keys.poolHint')}>
        <Checkbox
          label={t('keys.pool')}
          checked={form.pool}
          onChange={(_, { checked }) => change({ ...form, pool: checked === true })}
        />
      </Field>
    </FormDialog>
  );
}
