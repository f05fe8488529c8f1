// The facts about the machine that go with the ticket: a line with their number, which opens to read and exclude them.
import {
  Button,
  Checkbox,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { memo, useState } from 'react';
import { labelOfFact } from '../../contract/fact-labels.ts';
import type { Draft, DraftContent } from '../../contract/ipc.ts';
import { useAppState } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import { useOnHide } from '../ui/window-visibility.ts';

const useStyles = makeStyles({
  panel: { flexShrink: 0 },
  line: { paddingLeft: 0, minWidth: 0, fontWeight: tokens.fontWeightRegular },
  text: { ...typographyStyles.caption1, margin: '4px 0', color: tokens.colorNeutralForeground2 },
  table: { ...typographyStyles.body1, width: '100%', borderCollapse: 'collapse', textAlign: 'left' },
  head: { ...typographyStyles.caption1Strong, padding: '4px 8px 4px 0', textAlign: 'left' },
  cell: {
    padding: '2px 8px 2px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
    verticalAlign: 'middle',
  },
  name: { width: '30%', minWidth: '88px', color: tokens.colorNeutralForeground2 },
  value: { userSelect: 'text' },
  withheld: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  choice: { width: '40px' },
});

interface WhatIsSentProps extends Pick<Draft, 'facts' | 'factsComplete'> {
  withheld: readonly string[];
  onChange: (change: Pick<DraftContent, 'withheldFacts'>) => void;
}

export const WhatIsSent = memo(function WhatIsSent(props: WhatIsSentProps) {
  const { facts, factsComplete, withheld, onChange } = props;
  const { t } = useTexts();
  const { policy } = useAppState();
  const styles = useStyles();
  const [isOpen, setOpen] = useState(false);
  useOnHide(() => setOpen(false));
  const count = facts.filter(({ name }) => !withheld.includes(name)).length;
  return (
    <section className={styles.panel} aria-label={t('facts.label')}>
      <Button
        className={styles.line}
        appearance="transparent"
        icon={isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {factsComplete || !policy.facts ? t('facts.count', { count }) : t('facts.collecting', { count })}
      </Button>
      {isOpen ? (
        <FactTable facts={facts} isForbidden={!policy.facts} withheld={withheld} onChange={onChange} />
      ) : null}
    </section>
  );
});

type FactTableProps = Omit<WhatIsSentProps, 'factsComplete'> & { isForbidden: boolean };

function FactTable({ facts, isForbidden, withheld, onChange }: FactTableProps) {
  const { t } = useTexts();
  const { language } = useAppState();
  const styles = useStyles();
  if (isForbidden) return <p className={styles.text}>{t('facts.forbidden')}</p>;
  if (facts.length === 0) return <p className={styles.text}>{t('facts.none')}</p>;
  const send = (name: string, isSent: boolean) =>
    onChange({
      withheldFacts: isSent ? withheld.filter((other) => other !== name) : [...withheld, name],
    });
  return (
    <>
      <p className={styles.text}>{t('facts.why')}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.head}>
              {t('facts.fact')}
            </th>
            <th scope="col" className={styles.head}>
              {t('facts.value')}
            </th>
            <th scope="col" className={styles.head}>
              {t('facts.sent')}
            </th>
          </tr>
        </thead>
        <tbody>
          {facts.map(({ name, value }) => (
            <FactRow
              key={name}
              label={labelOfFact(name)[language]}
              value={value}
              isSent={!withheld.includes(name)}
              onSend={(isSent) => send(name, isSent)}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface FactRowProps {
  label: string;
  value: string;
  isSent: boolean;
  onSend: (isSent: boolean) => void;
}

function FactRow({ label, value, isSent, onSend }: FactRowProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <tr>
      <th scope="row" className={mergeClasses(styles.cell, styles.name)}>
        {label}
      </th>
      <td className={mergeClasses(styles.cell, styles.value, !isSent && styles.withheld)}>{value}</td>
      <td className={mergeClasses(styles.cell, styles.choice)}>
        <Checkbox
          aria-label={t('facts.send', { fact: label })}
          checked={isSent}
          onChange={(_, { checked }) => onSend(checked === true)}
        />
      </td>
    </tr>
  );
}
