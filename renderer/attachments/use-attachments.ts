// The acts on the pictures and files of a draft, and their failures.
import { useState } from 'react';
import type { ErrorCode, GuichetError } from '../../contract/errors.ts';
import type { CaptureSource, Draft } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';
import { useBridge } from '../ui/bridge.ts';
import { asPng } from '../ui/png.ts';
import type { Incoming } from './incoming.ts';

export interface AttachmentEditor {
  /** the failures of the last act */
  refused: readonly GuichetError[];
  /** a picture is being taken, or files are being read */
  busy: boolean;
  capture(source: CaptureSource, how?: { delaySeconds?: number; replaces?: string | null }): Promise<void>;
  take(incoming: Incoming): Promise<void>;
  /** Replaces the picture by the one with its marks. Returns the failure, or null. */
  replace(attachmentId: string, png: Uint8Array<ArrayBuffer>): Promise<GuichetError | null>;
  include(attachmentId: string, included: boolean): Promise<void>;
  remove(attachmentId: string): Promise<void>;
}

/** Failures of the draft as a whole, which the form shows. All others are shown at the attachments. */
const OF_THE_DRAFT: ReadonlySet<ErrorCode> = new Set(['draft-gone', 'storage-failed', 'agent-failed']);

function failureOf(answer: Result<unknown>): GuichetError[] {
  return answer.ok ? [] : [answer.error];
}

interface AttachmentCallbacks {
  onFailure: ((failure: GuichetError) => void) | undefined;
  whileTakingPicture: (<T>(take: () => Promise<T>) => Promise<T>) | undefined;
}

export function useAttachments(
  { id }: Pick<Draft, 'id'>,
  { onFailure, whileTakingPicture = (take) => take() }: AttachmentCallbacks,
): AttachmentEditor {
  const { ask, attachFiles } = useBridge();
  const [last, setLast] = useState<{ id: string; refused: readonly GuichetError[] }>({ id, refused: [] });
  const [busy, setBusy] = useState(false);

  async function run(act: () => Promise<GuichetError[]>): Promise<void> {
    setLast({ id, refused: [] });
    setBusy(true);
    const failures = await act().finally(() => setBusy(false));
    const ofTheDraft = onFailure ? failures.filter(({ code }) => OF_THE_DRAFT.has(code)) : [];
    for (const failure of ofTheDraft) onFailure?.(failure);
    setLast({ id, refused: failures.filter((failure) => !ofTheDraft.includes(failure)) });
  }
  async function addPicture(picture: File): Promise<GuichetError[]> {
    const png = await asPng(picture);
    return png === null
      ? [{ code: 'picture-unreadable' }]
      : failureOf(await ask['draft:add-picture']({ id, png }));
  }
  async function addFiles(files: File[]): Promise<GuichetError[]> {
    if (files.length === 0) return [];
    const answer = await attachFiles(id, files);
    return answer.ok ? answer.value.refused : [answer.error];
  }

  return {
    // Failures of another draft are not shown at this one.
    refused: last.id === id ? last.refused : [],
    busy,
    capture: (source, { delaySeconds = 0, replaces = null } = {}) =>
      run(async () => {
        const request = { id, source, delaySeconds, replaces };
        return failureOf(await whileTakingPicture(() => ask['draft:capture'](request)));
      }),
    take: ({ pictures, files }) =>
      run(async () => {
        const failures: GuichetError[] = [];
        for (const picture of pictures) failures.push(...(await addPicture(picture)));
        return [...failures, ...(await addFiles(files))];
      }),
    async replace(attachmentId, png) {
      const answer = await ask['draft:replace-picture']({ id, attachmentId, png });
      return answer.ok ? null : answer.error;
    },
    include: (attachmentId, included) =>
      run(async () => failureOf(await ask['draft:include']({ id, attachmentId, included }))),
    remove: (attachmentId) => run(async () => failureOf(await ask['draft:remove']({ id, attachmentId }))),
  };
}
