// Says which system has the ticket, what is on its way there, and what is done there alone.
import { Link, MessageBar, MessageBarActions, MessageBarBody, Text } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import type { DeskTicket } from '../../contract/console.ts';
import type { ActElsewhere } from '../../contract/elsewhere.ts';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { linkElsewhere } from './links.ts';

const ACTS: Record<ActElsewhere, Phrase> = {
  take: 'tickets.act.take',
  assign: 'tickets.act.assign',
  'set-pending': 'tickets.act.setPending',
  resume: 'tickets.act.resume',
  resolve: 'tickets.act.resolve',
  close: 'tickets.act.close',
  reopen: 'tickets.act.reopen',
  note: 'tickets.act.note',
};

/** Nothing for a ticket of the built-in desk. */
export function ElsewhereBar({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const link = linkElsewhere(ticket);
  if (!link || !ticket.elsewhere) return null;
  const { backend, number } = link;
  const { lacking, underWay, url } = ticket.elsewhere;
  const takesMoves = lacking.length < Object.keys(ACTS).length;
  const named = (acts: readonly Phrase[]) => acts.map((act) => t(act)).join(', ');
  const doneThere = named([...lacking.map((act) => ACTS[act]), 'tickets.act.correct']);
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        {number === null
          ? t('tickets.elsewhere.lives', { backend })
          : t('tickets.elsewhere.livesAs', { backend, number })}{' '}
        {t(takesMoves ? 'tickets.elsewhere.acts' : 'tickets.elsewhere.messages', { backend })}
        {takesMoves && <Text block>{t('tickets.elsewhere.lacking', { backend, acts: doneThere })}</Text>}
        {underWay.length > 0 && (
          <Text block weight="semibold">
            {t('tickets.elsewhere.underWay', { backend, acts: named(underWay.map((act) => ACTS[act])) })}
          </Text>
        )}
      </MessageBarBody>
      {url !== null && (
        <MessageBarActions>
          <Link href={url} target="_blank" rel="noreferrer">
            {t('tickets.elsewhere.open', { backend })} <OpenRegular aria-hidden />
          </Link>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
