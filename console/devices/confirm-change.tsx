// Asks for confirmation before a whole organisation is changed, or before agents are retired, and says how many change.
import { Text } from '@fluentui/react-components';
import type { AgentRow, AgentSelection } from '../../contract/console.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { type AgentAct, countChanged, countStates, STATES_CHANGED_BY } from './listing.ts';

/** A change of state that is not confirmed yet. */
export interface Change {
  act: AgentAct;
  selection: AgentSelection;
  /** the agents of the selection, from the cache */
  agents: AgentRow[];
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
  const { act, agents, title } = change;
  const count = countChanged(act, agents);
  const counts = countStates(agents);
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
        {t(`devices.ask.${act}`, { count })} {parts.join(', ')}.
      </Text>
      <Text>{t(`devices.effect.${act}`)}</Text>
    </FormDialog>
  );
}
