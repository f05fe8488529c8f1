// Uploads a release: adds a new one from its channel file, then sends the files that the server lacks.
import { useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Release } from '../../contract/releases.ts';
import { RequestFailed } from '../api.ts';
import { useSendFile } from '../send-file.ts';
import { channelFileOf, channelOf, filesFor } from './chosen-files.ts';
import { useAddRelease, useInvalidateReleases } from './queries.ts';

interface Progress {
  /** name of the file that is being sent */
  name: string;
  /** from 0 to 1 */
  fraction: number;
}

/** `known` is the release whose files are sent; null for a new one. */
export function useUploadRelease(known: Release | null) {
  const add = useAddRelease();
  const sendFile = useSendFile();
  const invalidateReleases = useInvalidateReleases();
  // A retry continues with the release that was added, if some of its files failed.
  const [release, setRelease] = useState(known);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [failure, setFailure] = useState<GuichetError | null>(null);

  async function addNew(files: readonly File[], acceptOlder: boolean): Promise<Release | null> {
    const feed = channelFileOf(files);
    if (!feed) return null;
    const body = { channel: channelOf(feed.name), feed: await feed.text(), acceptOlder };
    const added = await add.mutateAsync(body);
    setRelease(added);
    return added;
  }

  async function sendAll(to: Release, files: readonly File[]): Promise<GuichetError | null> {
    const { toSend, missing } = filesFor(to, files);
    const [name] = missing;
    for (const file of toSend) {
      setProgress({ name: file.name, fraction: 0 });
      const onProgress = (sent: number) =>
        setProgress({ name: file.name, fraction: sent / Math.max(1, file.size) });
      const sent = await sendFile(
        'sendReleaseFile',
        { params: { id: to.id, name: file.name } },
        file,
        onProgress,
      );
      if (!sent.ok) return sent.error;
    }
    return name === undefined ? null : { code: 'release-incomplete', details: { name } };
  }

  return {
    /** null while nothing is being sent */
    progress,
    failure,
    /** Returns the release when all files are uploaded. Returns null and sets `failure` if that fails. */
    async start(files: readonly File[], acceptOlder: boolean): Promise<Release | null> {
      setFailure(null);
      setProgress({ name: channelFileOf(files)?.name ?? '', fraction: 0 });
      try {
        const added = release ?? (await addNew(files, acceptOlder));
        const problem = added ? await sendAll(added, files) : null;
        setFailure(problem);
        return problem ? null : added;
      } catch (refusal) {
        if (!(refusal instanceof RequestFailed)) throw refusal;
        setFailure(refusal.failure);
        return null;
      } finally {
        setProgress(null);
        await invalidateReleases();
      }
    },
  };
}
