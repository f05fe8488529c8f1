// The new-ticket window: the form, the submitted ticket, or why no ticket can be opened yet.
import { mayOpenTickets } from '../../contract/condition.ts';
import type { Draft } from '../../contract/ipc.ts';
import { NEW_CONTENT } from '../../contract/new-content.ts';
import { useCatalogue } from '../category/use-catalogue.ts';
import { useAppState } from '../ui/bridge.ts';
import { Frame } from '../ui/frame.tsx';
import { useEscape } from '../ui/keys.ts';
import { useTexts } from '../ui/texts.ts';
import type { CaptureView } from './capture-view.ts';
import { NewTicketForm } from './new-ticket-form.tsx';
import { NotReady, ReadyAgain } from './not-ready.tsx';
import { SubmittedTicket } from './submitted-ticket.tsx';
import { type Capture, useCapture } from './use-capture.ts';

const NO_DRAFT: Draft = {
  id: '',
  ticketId: null,
  content: NEW_CONTENT,
  attachments: [],
  facts: [],
  factsComplete: true,
  problem: null,
};

/** The form is always mounted, and hidden when it is not needed: mounting it would delay the hotkey. */
export function CaptureScreen() {
  const state = useAppState();
  const capture = useCapture();
  useEscape(() => void capture.close());
  const { view } = capture;
  const catalogue = useCatalogue(view.kind === 'submitted' ? view.ticketId : '');
  const form = view.kind === 'form' ? view : { draft: NO_DRAFT, content: NEW_CONTENT };
  const shown = view.kind === 'form' && mayOpenTickets(state);
  return (
    <>
      <NewTicketForm
        capture={capture}
        catalogue={catalogue}
        draft={form.draft}
        content={form.content}
        shown={shown}
      />
      {shown ? null : <InsteadOfForm view={view} capture={capture} />}
    </>
  );
}

function InsteadOfForm({ view, capture }: { view: CaptureView; capture: Capture }) {
  const { t } = useTexts();
  const state = useAppState();
  if (view.kind === 'submitted')
    return <SubmittedTicket key={view.ticketId} ticketId={view.ticketId} onClose={capture.close} />;
  if (!mayOpenTickets(state)) return <NotReady onClose={capture.close} />;
  return (
    <Frame heading={t('capture.heading')}>
      <ReadyAgain />
    </Frame>
  );
}
