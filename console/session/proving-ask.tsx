// Asks the person to prove again who they are where the server wants it, and then repeats what they did.
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { type Ask, AskContext, useAsk } from '../api.ts';
import { ProveDialog } from './prove-dialog.tsx';

interface Question {
  /** false: the person cancelled */
  readonly answered: Promise<boolean>;
  readonly answer: (isProven: boolean) => void;
}

export function ProvingAsk({ children }: { children: ReactNode }) {
  const ask = useAsk();
  const question = useRef<Question | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const proving = useMemo<Ask>(() => {
    // several requests wait for the same proof
    const prove = () => {
      if (!question.current) {
        let answer = (_isProven: boolean) => {};
        const answered = new Promise<boolean>((resolve) => {
          answer = resolve;
        });
        question.current = { answered, answer };
        setIsAsking(true);
      }
      return question.current.answered;
    };
    return async (name, ...args) => {
      const first = await ask(name, ...args);
      if (first.ok || first.error.code !== 'proof-needed') return first;
      return (await prove()) ? ask(name, ...args) : first;
    };
  }, [ask]);
  const close = (isProven: boolean) => {
    setIsAsking(false);
    question.current?.answer(isProven);
    question.current = null;
  };
  return (
    <AskContext value={proving}>
      {children}
      {isAsking && <ProveDialog onProven={() => close(true)} onClose={() => close(false)} />}
    </AskContext>
  );
}
