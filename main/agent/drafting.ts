// All that drafts are made with, from the form's first moment to the outbox, made and passed to each other.
import type { AgentPolicy } from '../../contract/ipc.ts';
import { isBegun } from '../../contract/new-content.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import { createPictureStore } from '../capture/picture-store.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import { type AttachmentChoice, createAttachmentChoice } from '../draft/attachment-choice.ts';
import { createDraftAttachments } from '../draft/draft-attachments.ts';
import { createArrivingFiles, createDraftFiles, type DraftFiles } from '../draft/draft-files.ts';
import { createDraftPictures, type DraftPictures } from '../draft/draft-pictures.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { createFormDraft, type FormDraft } from '../draft/form-draft.ts';
import { createOpenDrafts, type OpenDrafts } from '../draft/open-drafts.ts';
import { createShownDrafts, type ShownDrafts } from '../draft/shown-drafts.ts';
import { createSubmit, type Submit } from '../draft/submit.ts';
import { createWorkUnderWay } from '../draft/work-under-way.ts';
import { createDraftFacts } from '../facts/draft-facts.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Personal } from '../settings/personal.ts';
import type { MyTicketsParts } from '../tickets/my-tickets.ts';
import type { LocalRequester } from '../tickets/pending-ticket.ts';
import type { AgentParts } from './agent.ts';

interface DraftingParts extends AgentParts {
  transaction(act: () => void): void;
  values: KeyValueStore;
  drafts: DraftStore;
  attachments: AttachmentFiles;
  outbox: OutboxStore;
  personal: Personal;
  localRequester: LocalRequester;
  myTickets: MyTicketsParts;
  policy(): AgentPolicy;
  mayOpenTickets(): boolean;
}

export interface Drafting {
  openDrafts: OpenDrafts;
  shown: ShownDrafts;
  form: FormDraft;
  draftPictures: DraftPictures;
  draftFiles: DraftFiles;
  choice: AttachmentChoice;
  submit: Submit;
  /** Puts every open draft in which something was written on disk, with its pictures; what fails is said in the log. */
  saveAll(): Promise<void>;
}

/** Nothing is collected or captured before the form opens. */
export function createDrafting(parts: DraftingParts): Drafting {
  const { personal, attachments, tell, policy, log } = parts;
  const work = createWorkUnderWay();
  const arriving = createArrivingFiles();
  const pictures = createPictureStore({ ...parts, onEncoded: (...done) => form.onEncoded(...done) });
  const attached = createDraftAttachments({ pictures, arriving: arriving.of, policy });
  const drafts = createOpenDrafts({
    ...parts,
    hasWork: (id) => work.isUnderWay(id) || pictures.of(id).some(({ origin }) => origin !== 'key'),
    onClosed(id) {
      pictures.removeAllOf(id);
      draftFacts.forget(id);
      shown.forget(id);
    },
  });
  const draftFacts = createDraftFacts({
    ...parts,
    settings: personal.read,
    areAllowed: () => policy().facts,
    onShown: (id) => shown.changed(id),
  });
  const shown = createShownDrafts({ drafts, attached, draftFacts, tell });
  const made = { ...parts, drafts, pictures, attachments, attached, arriving, work, draftFacts, shown };
  const draftPictures = createDraftPictures(made);
  const form = createFormDraft({
    ...made,
    draftPictures,
    showNothing: () => tell('draft:shown', null),
  });
  async function saveAll(): Promise<void> {
    const begun = drafts.all().filter(({ content }) => isBegun(content));
    const saved = begun.map(({ id }) => draftPictures.save(id).then(() => shown.changed(id)));
    for (const outcome of await Promise.allSettled(saved))
      if (outcome.status === 'rejected') log.error('a draft could not be saved', outcome.reason);
  }
  return {
    saveAll,
    openDrafts: drafts,
    shown,
    form,
    draftPictures,
    draftFiles: createDraftFiles({ ...made, onChanged: shown.changed }),
    choice: createAttachmentChoice(made),
    submit: createSubmit({ ...made, language: () => personal.read().language }),
  };
}
