// Dialog that says when somebody is away, and who stands in.
import { Button, Dropdown, Field, Input, Option } from '@fluentui/react-components';
import type { Absence } from '../../contract/colleagues.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNow } from '../ui/instant.tsx';
import { Pair } from '../ui/pair.tsx';
import { POPUP } from '../ui/popup.ts';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useForm } from '../ui/use-form.ts';
import { type AbsenceForm, formOf, parseForm } from './absence-form.ts';
import { useColleagues, useSetAbsence } from './queries.ts';

interface AbsenceDialogProps {
  /** who is away; `isSelf`: the signed-in person */
  person: { id: string; fullName: string; absence: Absence | null };
  isSelf: boolean;
  onClose: () => void;
}

export function AbsenceDialog({ person, isSelf, onClose }: AbsenceDialogProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const now = useNow();
  const colleagues = useColleagues().filter(({ id }) => id !== person.id);
  const mutation = useSetAbsence(isSelf ? null : person.id);
  const { form, wrong, change, validate } = useForm({
    initial: () => formOf(person.absence, now),
    parse: (typed: AbsenceForm) => parseForm(typed, now),
    onEdit: mutation.reset,
  });
  const set = (absence: Absence | null) =>
    mutation.mutate(absence, {
      onSuccess: () => {
        toasts.success(t(absence === null ? 'absence.removed' : 'absence.saved', { name: person.fullName }));
        onClose();
      },
    });
  const submit = () => {
    const absence = validate();
    if (absence) set(absence);
  };
  const standIn = colleagues.find(({ id }) => id === form.standInId);
  return (
    <FormDialog
      title={t('absence.title', { name: person.fullName })}
      submitLabel={t('staff.save')}
      pending={mutation.isPending}
      failure={mutation.error?.failure ?? null}
      extra={person.absence && <Button onClick={() => set(null)}>{t('absence.remove')}</Button>}
      onSubmit={submit}
      onClose={onClose}
    >
      <Pair>
        <Field
          label={t('absence.firstDay')}
          required
          {...(wrong.has('firstDay') && { validationMessage: t('absence.dayMissing') })}
        >
          <Input
            type="date"
            value={form.firstDay}
            onChange={(_, { value }) => change({ ...form, firstDay: value })}
          />
        </Field>
        <Field
          label={t('absence.lastDay')}
          required
          {...(wrong.has('lastDay') && { validationMessage: t('absence.lastDayMissing') })}
        >
          <Input
            type="date"
            value={form.lastDay}
            onChange={(_, { value }) => change({ ...form, lastDay: value })}
          />
        </Field>
      </Pair>
      <Field label={t('absence.standIn')} hint={t('absence.standInHint')}>
        <Dropdown
          inlinePopup
          positioning={POPUP}
          value={standIn?.fullName ?? t('absence.nobody')}
          selectedOptions={[form.standInId]}
          onOptionSelect={(_, { optionValue }) => change({ ...form, standInId: optionValue ?? '' })}
        >
          <Option value="">{t('absence.nobody')}</Option>
          {colleagues.map(({ id, fullName }) => (
            <Option key={id} value={id}>
              {fullName}
            </Option>
          ))}
        </Dropdown>
      </Field>
    </FormDialog>
  );
}
