// Asks for confirmation before all that match are changed, before agents are retired, and before one gets another
// identity or place. Says how many change.
import { Text } from '@fluentui/react-components';
import type { AgentCounts, AgentRow, AgentSelection } from '../../contract/console.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { Claims } from './claims.tsx';
import { type AgentAct, STATES_CHANGED_BY, totalOf } from './listing.ts';

/** A change of state that is not confirmed yet. */
export interface Change {
  act: AgentAct;
  selection: AgentSelection;
  /** how many it changes, by state */
  counts: AgentCounts;
  /** those of them that get another identity or the place of another agent */
  toDecide: AgentRow[];
  /** title of the dialog */
  title: string;
}

interface ConfirmChangeProps {
  change: Change;
  pending: boolean;
  failure: GuichetError | null;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmChange({ change, pending, failure, onConfirm, onClose }: ConfirmChangeProps) {
  const { t } = useTexts();
  const { act, title, counts, toDecide } = change;
  const states: readonly (typeof STATES_CHANGED_BY)[AgentAct][number][] = STATES_CHANGED_BY[act];
  const parts = states
    .filter((state) => counts[state] > 0)
    .map((state) => t(`devices.now.${state}`, { count: counts[state] }));
  return (
    <FormDialog
      title={title}
      submitLabel={t(`devices.act.${act}`)}
      pending={pending}
      failure={failure}
      onSubmit={onConfirm}
      onClose={onClose}
    >
      <Text>
        {t(`devices.ask.${act}`, { count: totalOf(counts) })} {parts.join(', ')}.
      </Text>
      <Text>{t(`devices.effect.${act}`)}</Text>
      {toDecide.map((agent) => (
        <div key={agent.id}>
          <Text weight="semibold">{agent.userName}</Text>
          <Claims agent={agent} />
        </div>
      ))}
    </FormDialog>
  );
}
