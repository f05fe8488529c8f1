// Marks a device or a Windows user that a second computer shares, and says on request what that is and what to do.
import {
  Badge,
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTexts } from '../ui/texts.ts';

/** More names are counted. */
const NAMED = 3;

const useStyles = makeStyles({
  // the badge is what is seen; the button makes it one that keys and screen readers reach
  button: { flexShrink: 0, minWidth: 0, padding: '0 2px', height: '24px' },
  surface: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, maxWidth: '380px' },
});

interface CopiedMarkProps {
  /** cloned: of a devcopied: of a Windows user whose data are on two computers */
  what: 'cloned' | 'copied';
  host: string;
  /** their names, for a device those of the others; nothing is shown without one */
  computers: readonly string[];
}

export function CopiedMark({ what, host, computers }: CopiedMarkProps) {
  const { t } = useTexts();
  const styles = useStyles();
  if (computers.length === 0) return null;
  const more = computers.length - NAMED;
  const named = computers.slice(0, NAMED).join(', ');
  const names = more > 0 ? t('devices.andMore', { names: named, count: more }) : named;
  const mark = t(`devices.${what}.mark`);
  return (
    <Popover withArrow trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          size="small"
          appearance="transparent"
          className={styles.button}
          aria-label={t('devices.whatMark', { mark, host })}
        >
          <Badge appearance="tint" color="warning">
            {mark}
          </Badge>
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} tabIndex={-1} aria-label={mark}>
        <Text>{t(`devices.${what}.what`, { host, names, count: computers.length })}</Text>
        <Text>{t(`devices.${what}.how`)}</Text>
      </PopoverSurface>
    </Popover>
  );
}
