// The announcements above the form: a person reads them before typing, and joins a known ticket instead of a new one.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular, MegaphoneRegular } from '@fluentui/react-icons';
import { memo, useState } from 'react';
import { SEVERITIES, unreachable } from '../../contract/constants.ts';
import type { MyAnnouncement } from '../../contract/ipc.ts';
import { useAppState, useBridge } from '../ui/bridge.ts';
import { Instant, useLocale } from '../ui/instant.tsx';
import { Notice } from '../ui/notice.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';
import { exactTime } from '../ui/time.ts';
import { useOnHide } from '../ui/window-visibility.ts';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px', flexShrink: 0 },
  line: {
    ...typographyStyles.body1,
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    width: '100%',
    minHeight: '32px',
    padding: '4px 12px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  titles: { flex: '1 1 0', minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  icon: { flexShrink: 0 },
  severity: { fontWeight: tokens.fontWeightSemibold },
  text: { display: 'block', whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
  when: { ...typographyStyles.caption1, display: 'block' },
});

interface AnnouncementsProps {
  announcements: readonly MyAnnouncement[];
  onJoin: (id: string) => void;
}

/** Shows one announcement as a whole, several as one line that opens. */
export const Announcements = memo(function Announcements({ announcements, onJoin }: AnnouncementsProps) {
  const { t } = useTexts();
  const { language } = useAppState();
  const styles = useStyles();
  const [isOpen, setOpen] = useState(false);
  useOnHide(() => setOpen(false));
  if (announcements.length === 0) return null;
  const worstFirst = announcements.toSorted((one, other) => gravity(other) - gravity(one));
  const titles = worstFirst.map(({ announcement }) => announcement.title[language]).join(' · ');
  const count = worstFirst.length;
  return (
    <section className={styles.section} aria-label={t('announcements.label')}>
      {count > 1 ? (
        <button type="button" className={styles.line} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <MegaphoneRegular className={styles.icon} fontSize={20} aria-hidden />
          <span className={styles.titles}>{t('announcements.several', { count, titles })}</span>
          {isOpen ? <ChevronDownRegular aria-hidden /> : <ChevronRightRegular aria-hidden />}
        </button>
      ) : null}
      {count === 1 || isOpen
        ? worstFirst.map((mine) => <OneAnnouncement key={mine.announcement.id} mine={mine} onJoin={onJoin} />)
        : null}
    </section>
  );
});

function gravity({ announcement }: MyAnnouncement): number {
  return SEVERITIES.indexOf(announcement.severity);
}

function OneAnnouncement({ mine, onJoin }: { mine: MyAnnouncement; onJoin: (id: string) => void }) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const { language, online } = useAppState();
  const locale = useLocale();
  const styles = useStyles();
  const { id, severity, title, text, service, from, to, ticket } = mine.announcement;
  const joinedText = textOfJoined(mine, online, t);
  const name = title[language];
  const about = [t(`announcements.severity.${severity}`), ...(service === null ? [] : [service[language]])];
  return (
    <Notice
      intent={severity === 'information' ? 'info' : 'warning'}
      actions={
        ticket === null ? null : mine.joined === 'no' ? (
          <Button
            size="small"
            aria-label={t('announcements.meTooAbout', { title: name })}
            onClick={() => onJoin(id)}
          >
            {t('announcements.meToo')}
          </Button>
        ) : (
          <Button size="small" onClick={() => void ask['tickets:show']({ id: ticket.id })}>
            {t('announcements.open')}
          </Button>
        )
      }
    >
      <span className={styles.severity}>
        {t('announcements.about', { what: about.join(', '), title: name })}
      </span>
      <span className={styles.text}>{text[language]}</span>
      <span className={styles.when}>
        <Instant at={from} />
        {to === null ? null : `, ${t('announcements.until', { moment: exactTime(to, locale) })}`}
      </span>
      <span className={styles.text} role="status">
        {joinedText}
      </span>
    </Notice>
  );
}

/** Returns the state of "me too", or null before it was pressed. */
function textOfJoined(
  { joined, announcement: { ticket } }: MyAnnouncement,
  online: boolean,
  t: Translate,
): string | null {
  switch (joined) {
    case 'no':
      return null;
    case 'waiting':
      return online ? t('announcements.joining') : t('announcements.waiting');
    case 'joined':
      return ticket?.number
        ? t('announcements.joined', { number: ticket.number })
        : t('announcements.joinedNoNumber');
    default:
      return unreachable(joined);
  }
}
