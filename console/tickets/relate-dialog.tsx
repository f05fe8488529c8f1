// Dialog that links a ticket to another one, or to an announcement.
import { Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { NewRelation } from '../../contract/relations.ts';
import { useAnnouncements } from '../announcements/queries.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useDeskAct } from './queries.ts';
import { TicketField } from './ticket-field.tsx';

export function RelateDialog({ ticket, onClose }: { ticket: DeskTicket; onClose: () => void }) {
  const { t, language } = useTexts();
  const deskAct = useDeskAct(ticket.id);
  const { data: all = [] } = useAnnouncements();
  const announcements = all.filter(
    ({ organisationId }) => organisationId === null || organisationId === ticket.organisationId,
  );
  const [what, setWhat] = useState<'ticket' | 'announcement'>('ticket');
  const [number, setNumber] = useState('');
  const [announcementId, setAnnouncementId] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const parsed = NewRelation.safeParse(what === 'ticket' ? { ticketNumber: number } : { announcementId });
  const submit = () => {
    setIsSubmitted(true);
    if (parsed.success) deskAct.mutate({ act: 'relate', relation: parsed.data }, { onSuccess: onClose });
  };
  const isMissing = isSubmitted && !parsed.success;
  return (
    <FormDialog
      title={t('tickets.relation.title', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.relation.act')}
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {announcements.length > 0 && (
        <RadioGroup
          layout="horizontal"
          aria-label={t('tickets.relation.what')}
          value={what}
          onChange={(_, { value }) => {
            setWhat(value === 'announcement' ? 'announcement' : 'ticket');
            deskAct.reset();
          }}
        >
          <Radio value="ticket" label={t('tickets.relation.toTicket')} />
          <Radio value="announcement" label={t('tickets.relation.toAnnouncement')} />
        </RadioGroup>
      )}
      {what === 'ticket' ? (
        <TicketField
          ticket={ticket}
          value={number}
          isMissing={isMissing}
          onChange={(value) => {
            setNumber(value);
            deskAct.reset();
          }}
        />
      ) : (
        <Field
          label={t('tickets.relation.announcement')}
          required
          {...(isMissing && { validationMessage: t('tickets.relation.announcementMissing') })}
        >
          <Select value={announcementId} onChange={(_, { value }) => setAnnouncementId(value)}>
            <option value="" />
            {announcements.map(({ id, title }) => (
              <option key={id} value={id}>
                {title[language]}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </FormDialog>
  );
}
