// The new-ticket form: its fields, their problems, and its buttons.
import { Button, makeStyles } from '@fluentui/react-components';
import {
  type KeyboardEvent,
  type RefObject,
  type SyntheticEvent,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft, DraftContent } from '../../contract/ipc.ts';
import { hasContent } from '../../contract/new-content.ts';
import { Attachments } from '../attachments/attachments.tsx';
import { CategoryField } from '../category/category-field.tsx';
import { type CategoryChoice, type FormCatalogue, useCategoryChoice } from '../category/use-catalogue.ts';
import { useAppState, useSentence } from '../ui/bridge.ts';
import { isOfStorage } from '../ui/condition.ts';
import { focusPlace } from '../ui/form-row.tsx';
import { Frame } from '../ui/frame.tsx';
import { isSendKey, submitsByItself } from '../ui/keys.ts';
import { Notice } from '../ui/notice.tsx';
import { RecoveryNotice } from '../ui/recovery-notice.tsx';
import { SendButton } from '../ui/send-button.tsx';
import { useTexts } from '../ui/texts.ts';
import { Announcements } from './announcements.tsx';
import { AnswerFields } from './answer-fields.tsx';
import { Circumstances } from './circumstances.tsx';
import { placeOfFailure, problemsOf } from './form-problems.ts';
import { PeopleFields } from './people-fields.tsx';
import { useProblemAt } from './problem-text.ts';
import { TextFields } from './text-fields.tsx';
import { UnfinishedTicket } from './unfinished-ticket.tsx';
import { useAnnouncements } from './use-announcements.ts';
import type { Capture } from './use-capture.ts';
import { useOtherDrafts } from './use-other-drafts.ts';
import { WhatIsSent } from './what-is-sent.tsx';

const useStyles = makeStyles({
  form: { height: '100%' },
  rows: { display: 'flex', flexDirection: 'column', flex: '1 0 auto', gap: '12px' },
});

interface NewTicketFormProps {
  capture: Capture;
  catalogue: FormCatalogue;
  draft: Draft;
  content: DraftContent;
  /** false hides the form, which stays mounted, ready for the next draft */
  shown: boolean;
}

/** Focuses a field each time the trigger changes to another value than null. */
function useFocusOnChange(trigger: string | null, field: RefObject<HTMLElement | null>): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (last.current === trigger) return;
    last.current = trigger;
    if (trigger !== null) field.current?.focus();
  }, [trigger, field]);
}

/** Send, and the problems that prevent it: found here, or returned by the main process. */
function useSending({ capture, draft, content }: NewTicketFormProps, chosen: CategoryChoice) {
  const { failure } = capture;
  const form = useRef<HTMLFormElement>(null);
  const [attempted, setAttempted] = useState<string | null>(null);
  const isAttempted = attempted === draft.id;
  const problems = useMemo(() => {
    const found = new Map(problemsOf(content, chosen, isAttempted));
    if (failure !== null) found.set(placeOfFailure(failure, content), { kind: 'failure', error: failure });
    return found;
  }, [content, chosen, isAttempted, failure]);

  const show = useEffectEvent((failure: GuichetError) =>
    focusPlace(form.current, placeOfFailure(failure, content)),
  );
  useEffect(() => {
    if (failure !== null) show(failure);
  }, [failure]);

  function send(event: SyntheticEvent): void {
    event.preventDefault();
    setAttempted(draft.id);
    const [first] = problemsOf(content, chosen, true).keys();
    if (first === undefined) void capture.submit();
    // The message under the field is rendered in the next frame, and is scrolled into view with the field.
    else requestAnimationFrame(() => focusPlace(form.current, first));
  }
  function keyed(event: KeyboardEvent): void {
    if (isSendKey(event)) send(event);
    else if (submitsByItself(event)) event.preventDefault();
  }
  return { form, problems, send, keyed };
}

export function NewTicketForm(props: NewTicketFormProps) {
  const { capture, catalogue, draft, content, shown } = props;
  const { t } = useTexts();
  const styles = useStyles();
  const title = useRef<HTMLInputElement>(null);
  const chosen = useCategoryChoice(catalogue, content.categoryId);
  const { form, problems, send, keyed } = useSending(props, chosen);
  const problemAt = useProblemAt(problems);
  useFocusOnChange(shown ? `${draft.id} ${capture.visit}` : null, title);
  const fields = chosen.kind === 'leaf' ? chosen.leaf.subcategory.fields : [];
  return (
    <form
      ref={form}
      className={styles.form}
      hidden={!shown}
      aria-busy={capture.sending}
      onSubmit={send}
      onKeyDown={keyed}
      noValidate
    >
      <Frame heading={t('capture.heading')} note={<FormNote {...props} />} footer={<Acts {...props} />}>
        <div className={styles.rows}>
          <Before capture={capture} draft={draft} problem={problemAt('form')} />
          <TextFields
            title={content.title}
            description={content.description}
            titleProblem={problemAt('title')}
            descriptionProblem={problemAt('description')}
            titleField={title}
            readOnly={capture.sending}
            onChange={capture.change}
          />
          <CategoryField
            catalogue={catalogue}
            chosen={chosen}
            answers={content.answers}
            problem={problemAt('category')}
            onChange={capture.change}
          />
          <AnswerFields
            fields={fields}
            answers={content.answers}
            problems={problems}
            onAnswers={(answers) => capture.change({ answers })}
          />
          <Circumstances
            ticketKind={content.ticketKind}
            impact={content.impact}
            urgency={content.urgency}
            asksKind={asksKind(chosen)}
            onChange={capture.change}
          />
          <PeopleFields
            onBehalfOf={content.onBehalfOf}
            contacts={content.contacts}
            onBehalfOfProblem={problemAt('on-behalf-of')}
            contactsProblem={problemAt('contacts')}
            onChange={capture.change}
          />
          <div data-place="attachments">
            <Attachments
              draft={draft}
              staying={catalogue.backendGaps.files.includes(content.categoryId)}
              onFailure={capture.fail}
              whileTakingPicture={capture.whileTakingPicture}
            />
            {problemAt('attachments') === null ? null : (
              <Notice intent="warning">{problemAt('attachments')}</Notice>
            )}
          </div>
          <WhatIsSent
            facts={draft.facts}
            factsComplete={draft.factsComplete}
            withheld={content.withheldFacts}
            onChange={capture.change}
          />
        </div>
      </Frame>
    </form>
  );
}

/** Returns whether the requester chooses the kind: without a category, or if the category leaves it open. */
function asksKind(chosen: CategoryChoice): boolean {
  return chosen.kind === 'leaf' ? chosen.leaf.subcategory.kind === null : chosen.kind === 'none';
}

interface BeforeProps {
  capture: Capture;
  draft: Draft;
  /** why the form as a whole could not be sent */
  problem: string | null;
}

/** What a person should read before writing. */
function Before({ capture, draft, problem }: BeforeProps) {
  const sentence = useSentence();
  const { announcements, failure, join } = useAnnouncements();
  const { others, refresh } = useOtherDrafts(draft.id);
  async function discardOther(id: string): Promise<void> {
    await capture.discardOther(id);
    await refresh();
  }
  return (
    <>
      <RecoveryNotice />
      <Announcements announcements={announcements} onJoin={join} />
      {failure === null ? null : <Notice intent="warning">{sentence(failure)}</Notice>}
      <UnfinishedTicket
        drafts={others}
        onContinue={(id) => void capture.openOther(id)}
        onDiscard={(id) => void discardOther(id)}
      />
      {draft.problem === null ? null : <Notice intent="warning">{sentence(draft.problem)}</Notice>}
      {problem === null ? null : (
        <div data-place="form">
          <Notice intent="warning">{problem}</Notice>
        </div>
      )}
    </>
  );
}

function FormNote({ capture }: NewTicketFormProps) {
  const { t } = useTexts();
  const { online, condition, isRecovering, hindrance } = useAppState();
  const sentence = useSentence();
  if (capture.writeProblem !== null) return sentence(capture.writeProblem);
  if (isOfStorage(hindrance)) return sentence({ code: hindrance });
  if (capture.saved) return t('capture.draftSaved');
  if (isRecovering && condition !== 'ready' && condition !== 'offline') return t('capture.recovering');
  return online ? null : t('capture.offline');
}

function Acts({ capture, draft, content }: NewTicketFormProps) {
  const { t } = useTexts();
  const begun = hasContent(content);
  return (
    <>
      {begun ? (
        <Button appearance="subtle" onClick={() => void capture.discard()}>
          {t('capture.discard')}
        </Button>
      ) : null}
      {begun || draft.attachments.length > 0 ? (
        <Button appearance="subtle" onClick={() => void capture.save()}>
          {t('capture.saveDraft')}
        </Button>
      ) : null}
      <Button onClick={() => void capture.close()}>{t('act.cancel')}</Button>
      <SendButton busy={capture.sending} />
    </>
  );
}
