// Badge of an agent's state, shown by text, icon and colour together.
import { Badge, type BadgeProps } from '@fluentui/react-components';
import {
  ArchiveRegular,
  CheckmarkCircleRegular,
  ClockRegular,
  type FluentIcon,
  PauseCircleRegular,
} from '@fluentui/react-icons';
import type { AgentState } from '../../contract/primitives.ts';
import { useTexts } from '../ui/texts.ts';

interface Look {
  color: NonNullable<BadgeProps['color']>;
  appearance: NonNullable<BadgeProps['appearance']>;
  Icon: FluentIcon;
}

// Waiting stands out: agents that wait for activation are why IT opens this page.
const LOOKS: Record<AgentState, Look> = {
  waiting: { color: 'warning', appearance: 'filled', Icon: ClockRegular },
  active: { color: 'success', appearance: 'tint', Icon: CheckmarkCircleRegular },
  suspended: { color: 'danger', appearance: 'tint', Icon: PauseCircleRegular },
  retired: { color: 'informative', appearance: 'outline', Icon: ArchiveRegular },
};

export function AgentStateBadge({ state }: { state: AgentState }) {
  const { t } = useTexts();
  const { color, appearance, Icon } = LOOKS[state];
  return (
    <Badge appearance={appearance} color={color} icon={<Icon />} size="large">
      {t(`devices.state.${state}`)}
    </Badge>
  );
}
