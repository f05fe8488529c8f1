// Asks for confirmation before a whole organisation is changed, before agents are retired, and before one gets another
// identity or place. Says how many change.
import { Text } from '@fluentui/react-components';
import type { AgentRow, AgentSelection } from '../../contract/console.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { Claims } from './claims.tsx';
import { type AgentAct, changedBy, countStates, needsDecision, STATES_CHANGED_BY } from './listing.ts';

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
  const { act, title } = change;
  const agents = changedBy(act, change.agents);
  const count = agents.length;
  const counts = countStates(agents);
  const states: readonly (typeof STATES_CHANGED_BY)[AgentAct][number][] = STATES_CHANGED_BY[act];
  const toDecide = act === 'activate' ? agents.filter(needsDecision) : [];
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
      {toDecide.map((agent) => (
        <div key={agent.id}>
          <Text weight="semibold">{agent.userName}</Text>
          <Claims agent={agent} />
        </div>
      ))}
    </FormDialog>
  );
}
