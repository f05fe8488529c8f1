// Badge of a ticket's status, shown by text, icon and colour together.
import { Badge, type BadgeProps } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  CircleRegular,
  ClockRegular,
  DismissCircleRegular,
  type FluentIcon,
  HourglassRegular,
  LockClosedRegular,
  PersonRegular,
  ThumbLikeRegular,
} from '@fluentui/react-icons';
import type { TicketStatus } from '../../contract/primitives.ts';
import { useTexts } from '../ui/texts.ts';

const LOOKS: Record<TicketStatus, { color: NonNullable<BadgeProps['color']>; Icon: FluentIcon }> = {
  new: { color: 'brand', Icon: CircleRegular },
  waiting_for_approval: { color: 'warning', Icon: HourglassRegular },
  approved: { color: 'brand', Icon: ThumbLikeRegular },
  rejected: { color: 'danger', Icon: DismissCircleRegular },
  assigned: { color: 'informative', Icon: PersonRegular },
  pending: { color: 'warning', Icon: ClockRegular },
  resolved: { color: 'success', Icon: CheckmarkCircleRegular },
  closed: { color: 'informative', Icon: LockClosedRegular },
};

interface StatusBadgeProps {
  status: TicketStatus;
  size?: BadgeProps['size'];
}

export function StatusBadge({ status, size = 'large' }: StatusBadgeProps) {
  const { t } = useTexts();
  const { color, Icon } = LOOKS[status];
  return (
    <Badge appearance={status === 'closed' ? 'outline' : 'tint'} color={color} icon={<Icon />} size={size}>
      {t(`tickets.status.${status}`)}
    </Badge>
  );
}
