// Dialog that creates a team, or changes one: its name, its members, how its tickets find a technician, and which it takes.
import {
  Checkbox,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components';
import type { StaffMember } from '../../contract/staff.ts';
import { Assigning, NewTeam, type Team } from '../../contract/teams.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Parsed, useForm } from '../ui/use-form.ts';
import { IntakeField } from './intake-field.tsx';
import { useSaveTeam } from './queries.ts';

const useStyles = makeStyles({
  group: { margin: 0, padding: 0, border: 'none' },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalXXS },
  members: {
    display: 'flex',
    flexDirection: 'column',
    maxHeight: '220px',
    overflowY: 'auto',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
});

function parseForm(form: NewTeam): Parsed<NewTeam> {
  const { data } = NewTeam.safeParse(form);
  return data ? { ok: true, value: data } : { ok: false, wrong: new Set(['name']) };
}

interface TeamDialogProps {
  /** null for a new one */
  team: Team | null;
  /** who can be in it */
  staff: readonly StaffMember[];
  onClose: () => void;
}

export function TeamDialog({ team, staff, onClose }: TeamDialogProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const mutation = useSaveTeam(team?.id ?? null);
  const initial = (): NewTeam => ({
    name: team?.name ?? '',
    assigning: team?.assigning ?? 'nobody',
    memberIds: team?.members.map(({ id }) => id) ?? [],
    takes: team?.takes ?? [],
  });
  const { form, wrong, change, validate } = useForm({ initial, parse: parseForm, onEdit: mutation.reset });
  const submit = () => {
    const value = validate();
    if (!value) return;
    mutation.mutate(value, {
      onSuccess: ({ name }) => {
        toasts.success(t(team ? 'teams.changed' : 'teams.created', { name }));
        onClose();
      },
    });
  };
  const toggle = (id: string, isIn: boolean) => {
    const others = form.memberIds.filter((memberId) => memberId !== id);
    change({ ...form, memberIds: isIn ? [...others, id] : others });
  };
  return (
    <FormDialog
      title={team ? t('teams.changeTitle', { name: team.name }) : t('teams.new')}
      submitLabel={t(team ? 'staff.save' : 'teams.create')}
      pending={mutation.isPending}
      failure={mutation.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={t('teams.name')}
        hint={t('teams.nameHint')}
        required
        {...(wrong.has('name') && { validationMessage: t('teams.nameMissing') })}
      >
        <Input
          value={form.name}
          maxLength={100}
          onChange={(_, { value }) => change({ ...form, name: value })}
          autoFocus
        />
      </Field>
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{t('teams.members')}</legend>
        <div className={styles.members}>
          {staff.map(({ id, fullName }) => (
            <Checkbox
              key={id}
              label={fullName}
              checked={form.memberIds.includes(id)}
              onChange={(_, { checked }) => toggle(id, checked === true)}
            />
          ))}
        </div>
      </fieldset>
      <Field label={t('teams.assigningName')}>
        <RadioGroup
          value={form.assigning}
          onChange={(_, { value }) => change({ ...form, assigning: Assigning.parse(value) })}
        >
          {Assigning.options.map((option) => (
            <Radio key={option} value={option} label={t(`teams.assigning.${option}`)} />
          ))}
        </RadioGroup>
      </Field>
      <IntakeField rules={form.takes} onChange={(takes) => change({ ...form, takes })} />
      {form.memberIds.length === 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t('teams.nobodyWarning')}</MessageBarBody>
        </MessageBar>
      )}
    </FormDialog>
  );
}
