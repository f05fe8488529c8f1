// Badge of the state of somebody of the staff, shown by text, icon and colour together.
import { Badge, type BadgeProps } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  type FluentIcon,
  MailRegular,
  PauseCircleRegular,
} from '@fluentui/react-icons';
import type { StaffMember } from '../../contract/staff.ts';
import { useTexts } from '../ui/texts.ts';

type State = StaffMember['state'];
interface Look {
  color: NonNullable<BadgeProps['color']>;
  appearance: NonNullable<BadgeProps['appearance']>;
  Icon: FluentIcon;
}

const LOOKS: Record<State, Look> = {
  active: { color: 'success', appearance: 'tint', Icon: CheckmarkCircleRegular },
  invited: { color: 'warning', appearance: 'tint', Icon: MailRegular },
  deactivated: { color: 'informative', appearance: 'outline', Icon: PauseCircleRegular },
};

export function StaffStateBadge({ state }: { state: State }) {
  const { t } = useTexts();
  const { color, appearance, Icon } = LOOKS[state];
  return (
    <Badge appearance={appearance} color={color} icon={<Icon />} size="large">
      {t(`staff.state.${state}`)}
    </Badge>
  );
}
