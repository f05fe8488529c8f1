// The upload progress of commands in the outbox, in memory, independent of the windows.
import type { UploadProgress } from '../../contract/ipc.ts';
import type { Attachment } from '../../contract/ticket.ts';

export interface UploadTracker {
  /** Called before the files of a command are uploaded, or resumed. */
  begin(key: string, ticketId: string, files: readonly Pick<Attachment, 'sha256' | 'size'>[]): void;
  /** Called when the server has `sent` bytes of the file. */
  reached(key: string, sha256: string, sent: number): void;
  /** Called when all files are uploaded, or the command is gone. */
  end(key: string): void;
  /** The progress of all commands of the ticket together; null when none has uploads. */
  ofTicket(ticketId: string): UploadProgress | null;
}

interface Upload {
  ticketId: string;
  size: number;
  sent: Map<string, number>;
}

/** `onChange` is called with the ticket's id at each step. */
export function createUploadTracker(onChange: (ticketId: string) => void): UploadTracker {
  const uploads = new Map<string, Upload>();
  return {
    begin(key, ticketId, files) {
      if (files.length === 0 || uploads.has(key)) return;
      const sizes = new Map(files.map(({ sha256, size }) => [sha256, size]));
      uploads.set(key, { ticketId, size: sum(sizes.values()), sent: new Map() });
      onChange(ticketId);
    },
    reached(key, sha256, sent) {
      const upload = uploads.get(key);
      if (!upload || upload.sent.get(sha256) === sent) return;
      upload.sent.set(sha256, sent);
      onChange(upload.ticketId);
    },
    end(key) {
      const upload = uploads.get(key);
      if (!uploads.delete(key) || !upload) return;
      onChange(upload.ticketId);
    },
    ofTicket(ticketId) {
      const underWay = [...uploads.values()].filter((upload) => upload.ticketId === ticketId);
      if (underWay.length === 0) return null;
      return {
        sent: sum(underWay.flatMap(({ sent }) => [...sent.values()])),
        size: sum(underWay.map(({ size }) => size)),
      };
    },
  };
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
