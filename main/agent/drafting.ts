// Composes what drafts need, from opening the form to the outbox.
import type { AgentPolicy } from '../../contract/ipc.ts';
import { hasContent } from '../../contract/new-content.ts';
import type { Language } from '../../contract/primitives.ts';
import type { FileWorker } from '../attachments/file-worker.ts';
import type { TakePictures } from '../capture/captured.ts';
import { createPictureStore } from '../capture/picture-store.ts';
import { type AttachmentChoice, createAttachmentChoice } from '../draft/attachment-choice.ts';
import { createDraftAttachments } from '../draft/draft-attachments.ts';
import { createDraftFiles, createIncomingFiles, type DraftFiles } from '../draft/draft-files.ts';
import { createDraftPictures, type DraftPictures } from '../draft/draft-pictures.ts';
import { createDraftViews, type DraftViews } from '../draft/draft-views.ts';
import { createFormDraft, type FormDraft } from '../draft/form-draft.ts';
import { createOpenDrafts, type OpenDrafts } from '../draft/open-drafts.ts';
import { createPendingWork } from '../draft/pending-work.ts';
import { createSubmit, type Submit } from '../draft/submit.ts';
import type { DraftFacts } from '../facts/draft-facts.ts';
import type { SendNotice } from '../ipc/send-notice.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { MyTicketsParts } from '../tickets/my-tickets.ts';
import type { LocalRequester } from '../tickets/pending-ticket.ts';
import type { Stores } from './stores.ts';

interface DraftingParts {
  stores: Pick<Stores, 'values' | 'drafts' | 'outbox' | 'attachments'>;
  transaction(act: () => void): void;
  worker: FileWorker;
  capture: TakePictures;
  draftFacts: DraftFacts;
  myTickets: MyTicketsParts;
  localRequester: LocalRequester;
  language(): Language;
  policy(): AgentPolicy;
  mayOpenTickets(): boolean;
  sendNotice: SendNotice;
  clock: Clock;
  chance: Chance;
  log: Log;
}

export interface Drafting {
  openDrafts: OpenDrafts;
  views: DraftViews;
  form: FormDraft;
  draftPictures: DraftPictures;
  draftFiles: DraftFiles;
  choice: AttachmentChoice;
  submit: Submit;
  /** Saves every open draft that has content, with its pictures. Failures are logged. */
  saveAll(): Promise<void>;
}

/** Nothing is collected or captured before the form opens. */
export function createDrafting(parts: DraftingParts): Drafting {
  const { stores, transaction, worker, capture, draftFacts, policy, sendNotice, clock, chance } = parts;
  const { values, drafts, outbox, attachments } = stores;
  const work = createPendingWork();
  const incoming = createIncomingFiles();
  const pictures = createPictureStore({
    worker,
    chance,
    onEncoded: (picture, encoded) => form.onEncoded(picture, encoded),
  });
  const draftAttachments = createDraftAttachments({ pictures, incoming: incoming.of, policy });
  const openDrafts = createOpenDrafts({
    transaction,
    drafts,
    attachments,
    chance,
    hasUnsavedWork: (id) => work.isPending(id) || pictures.of(id).some(({ origin }) => origin !== 'hotkey'),
    onClosed(id) {
      pictures.removeAllOf(id);
      draftFacts.forget(id);
      views.forget(id);
    },
  });
  const views = createDraftViews({ openDrafts, draftAttachments, draftFacts, sendNotice });
  const draftPictures = createDraftPictures({
    openDrafts,
    pictures,
    attachments,
    draftAttachments,
    worker,
    work,
    clock,
    chance,
  });
  const form = createFormDraft({
    openDrafts,
    views,
    draftPictures,
    draftFacts,
    capture,
    mayOpenTickets: parts.mayOpenTickets,
    showNothing: () => sendNotice('draft:shown', null),
  });
  return {
    openDrafts,
    views,
    form,
    draftPictures,
    draftFiles: createDraftFiles({
      openDrafts,
      attachments,
      draftAttachments,
      incoming,
      work,
      policy,
      chance,
      onChanged: views.publish,
    }),
    choice: createAttachmentChoice({ openDrafts, pictures, incoming, draftAttachments, attachments, views }),
    submit: createSubmit({
      openDrafts,
      pictures,
      attachments,
      draftAttachments,
      work,
      draftFacts,
      outbox,
      values,
      transaction,
      myTickets: parts.myTickets,
      localRequester: parts.localRequester,
      language: parts.language,
      clock,
      chance,
    }),
    saveAll: () => saveAll({ openDrafts, draftPictures, views, log: parts.log }),
  };
}

async function saveAll(
  parts: Pick<Drafting, 'openDrafts' | 'draftPictures' | 'views'> & { log: Log },
): Promise<void> {
  const { openDrafts, draftPictures, views, log } = parts;
  const begun = openDrafts.all().filter(({ content }) => hasContent(content));
  const saved = begun.map(({ id }) => draftPictures.save(id).then(() => views.publish(id)));
  for (const outcome of await Promise.allSettled(saved))
    if (outcome.status === 'rejected') log.error('a draft could not be saved', outcome.reason);
}
