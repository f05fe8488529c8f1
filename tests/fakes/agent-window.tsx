// Renders a screen of the agent as its window does, with a fake agent in memory.
import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { App } from '../../renderer/ui/app.tsx';
import { rememberLast } from '../../renderer/ui/last-notice.ts';
import { createTexts } from '../../renderer/ui/texts.ts';
import type { AgentInMemory } from './agent-in-memory.ts';
import { createPerson } from './person.ts';

/** Renders `screen` and waits for its first requests. Returns the simulated user. */
export async function openWindow({ bridge, kept }: AgentInMemory, screen: ReactNode) {
  const states = rememberLast(bridge.hear['app:state']);
  const { state } = kept;
  const user = createPerson();
  await act(async () => {
    render(
      <App bridge={bridge} texts={createTexts(state.language)} firstState={state} states={states}>
        {screen}
      </App>,
    );
  });
  return user;
}
