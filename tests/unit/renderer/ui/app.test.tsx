// The root of every window: which state of the agent it shows.
import { act, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { App } from '../../../../renderer/ui/app.tsx';
import { useAppState } from '../../../../renderer/ui/bridge.ts';
import { rememberLast } from '../../../../renderer/ui/last-notice.ts';
import { createTexts } from '../../../../renderer/ui/texts.ts';
import { agentInMemory } from '../../../fakes/agent-in-memory.ts';

function Condition() {
  return <p>{useAppState().condition}</p>;
}

test('a state that comes after the first was read, and before the window is drawn, is shown', async () => {
  const agent = agentInMemory();
  const states = rememberLast(agent.bridge.hear['app:state']);
  const first = agent.kept.state;
  agent.setState({ condition: 'needs-attention' });
  await act(async () => {
    render(
      <App bridge={agent.bridge} texts={createTexts('en')} firstState={first} states={states}>
        <Condition />
      </App>,
    );
  });
  expect(screen.getByText('needs-attention')).toBeTruthy();
  act(() => agent.setState({ condition: 'offline' }));
  expect(screen.getByText('offline')).toBeTruthy();
});
