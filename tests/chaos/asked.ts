// Questions between the processes of a history, over Node's channel between parent and child.
import type { ChildProcess } from 'node:child_process';

type Answers = Record<string, (input: never) => unknown>;

interface Question {
  id: number;
  name: string;
  input: unknown;
}
type Answer = { id: number } & ({ value: unknown } | { failure: string });

/** The process died before it answered. */
export class Died extends Error {}

/** In the child: answers each question with the function of its name. */
export function answerQuestions(answers: Answers): void {
  process.on('message', (question: Question) => {
    const { id, name, input } = question;
    const answer = (given: Answer) => void process.send?.(given);
    // a process without its parent has nothing left to do
    Promise.resolve()
      .then(() => answers[name]?.(input as never))
      .then(
        (value) => answer({ id, value }),
        (failure: unknown) =>
          answer({ id, failure: failure instanceof Error ? (failure.stack ?? '') : String(failure) }),
      );
  });
  process.once('disconnect', () => process.exit(0));
}

/** In the parent: asks the child. Rejects with Died where it ends before it answers. */
export type Ask<A extends Answers> = <N extends keyof A & string>(
  name: N,
  ...input: Parameters<A[N]>
) => Promise<Awaited<ReturnType<A[N]>>>;

export function questionsTo<A extends Answers>(child: ChildProcess): Ask<A> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>();
  let last = 0;
  child.on('message', (answer: Answer) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failure' in answer) one?.reject(new Error(answer.failure));
    else one?.resolve(answer.value);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Died('the process died'));
    waiting.clear();
  });
  return (name, ...[input]) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      if (!child.connected) return reject(new Died('the process is dead'));
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ id, name, input } satisfies Question, (failure) => {
        if (failure) reject(new Died('the process is dead'));
      });
    });
}
