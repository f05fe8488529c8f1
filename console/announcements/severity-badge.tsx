// Badge of an announcement's severity, shown by text, icon and colour together.
import { Badge, type BadgeProps } from '@fluentui/react-components';
import { type FluentIcon, InfoRegular, PlugDisconnectedRegular, WarningRegular } from '@fluentui/react-icons';
import type { Severity } from '../../contract/announcement.ts';
import { useTexts } from '../ui/texts.ts';

const LOOKS: Record<Severity, { color: NonNullable<BadgeProps['color']>; Icon: FluentIcon }> = {
  information: { color: 'informative', Icon: InfoRegular },
  disruption: { color: 'warning', Icon: WarningRegular },
  outage: { color: 'danger', Icon: PlugDisconnectedRegular },
};

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useTexts();
  const { color, Icon } = LOOKS[severity];
  return (
    <Badge appearance="tint" color={color} icon={<Icon />} size="large">
      {t(`announcements.severity.${severity}`)}
    </Badge>
  );
}
