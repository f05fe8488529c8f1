// Parses mails in a process of their own, within bounds of time and memory: no mail stops the server or its mailbox.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { MINUTE, SECOND } from '../clock.ts';
import { type IncomingMail, type MailSource, ParseAnswer } from './incoming-mail.ts';

/** A mail that cannot be parsed within the bounds. */
export class UnreadableMail extends Error {}

export interface MailParser {
  /** Throws UnreadableMail. Throws another error where the process cannot be started, or the parser is closed. */
  parse(mail: MailSource): Promise<IncomingMail>;
  /** Ends the process, and with it the mail that is being parsed. */
  close(): Promise<void>;
}

/** Time for one mail, in milliseconds: a hundred times what a large one takes. */
const MOST_TIME = 5 * SECOND;
/** Time for the start of the process, in milliseconds: a busy machine must not make mails unreadable. */
const MOST_TIME_TO_START = 30 * SECOND;
/** V8's heap, in megabytes: the worst mails that are known take 60. */
const MOST_HEAP = 128;
/** V8's heap of young objects, in megabytes, of which there are three. */
const MOST_YOUNG_HEAP = 8;

/**
 * A process and not a thread: where a thread exceeds its heap, V8 may abort the whole server. The process starts with the first
 * mail, and ends when none comes for a minute. The options are replaced in tests.
 */
export function createMailParser({
  program = new URL('./parse-process.ts', import.meta.url),
  mostTime = MOST_TIME,
  idleTime = MINUTE,
} = {}): MailParser {
  let current: ChildProcess | null = null;
  let isClosed = false;
  let idle: NodeJS.Timeout | undefined;
  let before: Promise<unknown> = Promise.resolve();

  function end(): void {
    clearTimeout(idle);
    current?.kill('SIGKILL');
    current = null;
  }

  /** Returns the running process, or a new one once it is ready. */
  async function started(): Promise<ChildProcess> {
    clearTimeout(idle);
    if (isClosed) throw new Error('the parser of mails is closed');
    if (current?.connected) return hold(current);
    current = startProcess(program);
    try {
      await nextMessage(current, MOST_TIME_TO_START);
      return current;
    } catch (failure) {
      end();
      throw new Error('the process that parses mails cannot be started', { cause: failure });
    }
  }

  async function answerTo(mail: MailSource): Promise<ParseAnswer> {
    const child = await started();
    try {
      child.send(mail);
      const answer = ParseAnswer.parse(await nextMessage(child, mostTime));
      release(child);
      idle = setTimeout(end, idleTime).unref();
      return answer;
    } catch (failure) {
      // the process may be busy without end
      end();
      if (isClosed) throw new Error('the parser of mails was closed', { cause: failure });
      return { problem: String(failure) };
    }
  }

  async function parse(mail: MailSource): Promise<IncomingMail> {
    const answer = await answerTo(mail);
    if ('problem' in answer) throw new UnreadableMail(`a mail could not be parsed: ${answer.problem}`);
    return answer.mail;
  }

  return {
    /** One mail at a time: the time of each begins when the one before it is done. */
    parse(mail) {
      const turn = before.then(() => parse(mail));
      before = turn.catch(() => {});
      return turn;
    },
    async close() {
      isClosed = true;
      end();
      await before;
    },
  };
}

/** Without the server's environment, in which there are secrets. What V8 prints about its memory is of no use. */
function startProcess(program: URL): ChildProcess {
  const child = fork(program, {
    execArgv: [`--max-old-space-size=${MOST_HEAP}`, `--max-semi-space-size=${MOST_YOUNG_HEAP}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // the one who waits for a message gets the error
  child.on('error', () => {});
  return child;
}

/** The server waits for this process. */
function hold(child: ChildProcess): ChildProcess {
  child.ref();
  child.channel?.ref();
  return child;
}

/** The server may end while this process runs, which then ends too. */
function release(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

/** Throws where the process ends, or `mostTime` in milliseconds passes, before its next message. */
async function nextMessage(child: ChildProcess, mostTime: number): Promise<unknown> {
  const done = new AbortController();
  const signal = AbortSignal.any([done.signal, AbortSignal.timeout(mostTime)]);
  const ended = async () => {
    const [code, reason] = await once(child, 'exit', { signal });
    throw new Error(`the process ended: ${code ?? reason}`);
  };
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended()]);
    return message;
  } finally {
    done.abort();
  }
}
