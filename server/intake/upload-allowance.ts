// What an agent may upload: bytes an hour, and uploads that were begun and are not complete.
import { err, type Result } from '../../contract/result.ts';
import { HOUR } from '../clock.ts';
import type { KnownAgent } from '../enrolment/standing.ts';
import { type Charge, type Limits, retryAfter } from '../limits/limits.ts';
import { COUNTS } from '../limits/table.ts';
import type { ContentStore } from '../storage/content-store.ts';

export interface UploadAllowance {
  /**
   * Counts an upload of `size` bytes that is about to begin: what was declared is paid for, whether it arrives or not.
   * Errors: too-many-requests.
   */
  begin(request: Request, upload: BeginningUpload): Promise<Result<void>>;
  /** Call it when the request is over: its upload is stored by now, or never will be. */
  ended(request: Request): void;
}

interface BeginningUpload {
  sender: Pick<KnownAgent, 'id' | 'requesterId' | 'organisationId'>;
  id: string;
  /** in bytes */
  size: number;
}

/** Requests of one agent at several servers at the same moment may pass together: the count is exceeded by one for each. */
export function createUploadAllowance(contents: ContentStore, limits: Limits): UploadAllowance {
  // uploads that begin at this moment, which may not be stored yet: concurrent requests must not pass together
  const beginning = new Map<Request, string>();

  async function unfinishedOf(agentId: string): Promise<number> {
    const ids = [...beginning.values()].filter((id) => id.startsWith(`${agentId}-`));
    return new Set([...(await contents.uploadsOf(agentId)), ...ids]).size;
  }

  return {
    async begin(request, { sender: { id: agentId, requesterId, organisationId }, id, size }) {
      beginning.set(request, id);
      // unfinished uploads are removed after a day, but the agent may complete one of them at any time
      const mayBegin = (await unfinishedOf(agentId)) <= COUNTS.unfinishedUploadsOfAgent;
      if (!mayBegin) return err('too-many-requests', retryAfter(HOUR));
      const charges: Charge[] = [
        { rate: 'uploadBytesOfAgent', key: agentId, amount: size },
        { rate: 'uploadBytesOfRequester', key: requesterId ?? '', amount: size },
        { rate: 'uploadBytesOfOrganisation', key: organisationId, amount: size },
      ];
      return limits.take(charges);
    },
    ended: (request) => void beginning.delete(request),
  };
}
