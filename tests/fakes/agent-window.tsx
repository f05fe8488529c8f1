// A window of the agent as a page under test: a screen in the frame that every window has, on an agent in memory.
import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { App } from '../../renderer/ui/app.tsx';
import { createTexts } from '../../renderer/ui/texts.ts';
import type { AgentInMemory } from './agent-in-memory.ts';
import { createPerson } from './person.ts';

/** Shows `screen`, and resolves once what it asks for at first is there. Answers the person in front of it. */
export async function openWindow({ bridge, kept }: AgentInMemory, screen: ReactNode) {
  const { state } = kept;
  const person = createPerson();
  await act(async () => {
    render(
      <App bridge={bridge} texts={createTexts(state.language)} firstState={state}>
        {screen}
      </App>,
    );
  });
  return person;
}
