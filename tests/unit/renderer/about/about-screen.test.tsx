// About Guichet: the state of updates, and the restart for one.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { UpdateState } from '../../../../contract/update.ts';
import { AboutScreen } from '../../../../renderer/about/about-screen.tsx';
import { agentInMemory } from '../../../fakes/agent-in-memory.ts';
import { openWindow } from '../../../fakes/agent-window.tsx';

test.each<[UpdateState, string]>([
  [{ phase: 'off' }, 'Your IT team updates this computer'],
  [{ phase: 'unknown' }, 'Not checked yet'],
  [{ phase: 'current' }, 'Up to date'],
  [{ phase: 'downloading', version: '1.2.0' }, 'Version 1.2.0 is being downloaded'],
  [{ phase: 'refused', version: '1.2.0' }, 'Version 1.2.0 could not be verified and was not installed'],
  [
    { phase: 'ready', version: '1.2.0', restartRequested: true, needsRights: false },
    'Version 1.2.0 will be installed as soon as nothing is being written or sent',
  ],
])('the update state %o is shown without a restart button', async (update, sentence) => {
  await openWindow(agentInMemory({ state: { update } }), <AboutScreen />);
  expect(screen.getByRole('status').textContent).toBe(sentence);
  expect(screen.queryByRole('button', { name: 'Restart now' })).toBeNull();
});

test.each([
  [false, 'Version 1.2.0 is ready; it will be installed while Guichet is idle'],
  [true, 'Version 1.2.0 is ready; it needs an administrator’s consent'],
])(
  'a ready update offers the restart, and the button requests it (rights needed: %o)',
  async (needsRights, sentence) => {
    const agent = agentInMemory({
      state: { update: { phase: 'ready', version: '1.2.0', restartRequested: false, needsRights } },
    });
    const person = await openWindow(agent, <AboutScreen />);
    expect(screen.getByRole('status').textContent).toBe(sentence);
    await person.click(screen.getByRole('button', { name: 'Restart now' }));
    await expect
      .poll(() => screen.getByRole('status').textContent)
      .toContain('as soon as nothing is being written or sent');
    await expect.poll(() => screen.queryByRole('button', { name: 'Restart now' })).toBeNull();
  },
);
