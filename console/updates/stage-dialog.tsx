// Dialog for the stage of a release: the share of agents, the organisations and the channel that are offered it.
import {
  Checkbox,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Organisation } from '../../contract/console.ts';
import { type Release, ReleaseStage } from '../../contract/releases.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useStageRelease } from './queries.ts';

/** The share proposed first, in percent: enough to find a problem, with few agents affected. */
const FIRST_SHARE = 10;

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    margin: 0,
    padding: `0 0 0 ${tokens.spacingHorizontalXL}`,
    border: 'none',
  },
  missing: { color: tokens.colorPaletteRedForeground1 },
  share: { width: '120px' },
});

interface StageForm extends Omit<ReleaseStage, 'percentage' | 'paused'> {
  /** as typed */
  percentage: string;
}

function formOf({ channel, organisationIds, percentage, paused, replacesPaused }: Release): StageForm {
  const share = paused && percentage === 0 ? FIRST_SHARE : percentage;
  return { channel, organisationIds, percentage: String(share), replacesPaused };
}

interface StageDialogProps {
  release: Release;
  organisations: Organisation[];
  onClose: () => void;
}

/** Offers a paused release, or changes who is offered one. */
export function StageDialog({ release, organisations, onClose }: StageDialogProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const stage = useStageRelease(release.id);
  const [form, setForm] = useState(() => formOf(release));
  const [wrong, setWrong] = useState<ReadonlySet<PropertyKey>>(new Set());
  const { version, paused } = release;
  const submit = () => {
    const percentage = form.percentage.trim() === '' ? Number.NaN : Number(form.percentage);
    const parsed = ReleaseStage.safeParse({ ...form, percentage, paused: false });
    const issues = parsed.error?.issues.map(({ path: [field = ''] }) => field) ?? [];
    const hasNoOrganisation = form.organisationIds?.length === 0;
    setWrong(new Set(hasNoOrganisation ? [...issues, 'organisationIds'] : issues));
    if (!parsed.success || hasNoOrganisation) return;
    stage.mutate(parsed.data, {
      onSuccess: () => {
        toasts.success(t('updates.stagedNow', { version }));
        onClose();
      },
    });
  };
  const fields = {
    form,
    wrong,
    onChange: (part: Partial<StageForm>) => setForm({ ...form, ...part }),
  };
  return (
    <FormDialog
      title={t(paused ? 'updates.offerOne' : 'updates.changeOne', { version })}
      submitLabel={t(paused ? 'updates.offer' : 'updates.save')}
      pending={stage.isPending}
      failure={stage.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Share {...fields} />
      <Audience {...fields} organisations={organisations} />
      <Checkbox
        label={t('updates.replacesPaused')}
        checked={form.replacesPaused}
        onChange={(_, { checked }) => fields.onChange({ replacesPaused: checked === true })}
      />
      <Field
        label={t('updates.channel')}
        hint={t('updates.channelHint')}
        {...(wrong.has('channel') && { validationMessage: t('updates.wrongChannel') })}
      >
        <Input
          value={form.channel}
          maxLength={32}
          onChange={(_, { value }) => fields.onChange({ channel: value })}
        />
      </Field>
    </FormDialog>
  );
}

interface FieldsProps {
  form: StageForm;
  wrong: ReadonlySet<PropertyKey>;
  onChange: (part: Partial<StageForm>) => void;
}

function Share({ form, wrong, onChange }: FieldsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <Field
      label={t('updates.share')}
      hint={t('updates.shareHint')}
      required
      {...(wrong.has('percentage') && { validationMessage: t('updates.wrongShare') })}
    >
      <Input
        className={styles.share}
        type="number"
        min={0}
        max={100}
        contentAfter="%"
        value={form.percentage}
        onChange={(_, { value }) => onChange({ percentage: value })}
      />
    </Field>
  );
}

function Audience({
  form: { organisationIds },
  wrong,
  onChange,
  organisations,
}: FieldsProps & { organisations: Organisation[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const choose = (id: string, isChosen: boolean) => {
    const others = (organisationIds ?? []).filter((other) => other !== id);
    onChange({ organisationIds: isChosen ? [...others, id] : others });
  };
  const isMissing = wrong.has('organisationIds');
  return (
    <>
      <Field label={t('updates.organisations')}>
        <RadioGroup
          value={organisationIds === null ? 'all' : 'some'}
          onChange={(_, { value }) => onChange({ organisationIds: value === 'all' ? null : [] })}
        >
          <Radio value="all" label={t('updates.allOrganisations')} />
          <Radio value="some" label={t('updates.someOrganisations')} />
        </RadioGroup>
      </Field>
      {organisationIds !== null && (
        // not in a Field: its label would replace the name of each checkbox
        <fieldset className={styles.list} aria-label={t('updates.someOrganisations')}>
          {organisations.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={organisationIds.includes(id)}
              onChange={(_, { checked }) => choose(id, checked === true)}
            />
          ))}
          {isMissing && (
            <Text role="alert" className={styles.missing}>
              {t('updates.noOrganisation')}
            </Text>
          )}
        </fieldset>
      )}
    </>
  );
}
