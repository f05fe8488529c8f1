// The way from the key to the form: nothing on it may wait for ever.
import { expect, it } from 'vitest';
import { createFormOpener, createScreenshots, excludesForm } from '../../../main/open-form.ts';
import { screenOf, silentLog } from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

it('a screen that is never captured does not take the key away: the form comes without its picture', async () => {
  const clock = manualClock();
  let shown = 0;
  const pictures: unknown[] = [];
  const form = { isShown: () => false, show: () => void shown++, hide() {} };
  let hangs = true;
  const capture = () => (hangs ? new Promise<never>(() => {}) : Promise.resolve(screenOf(1, 2, 3)));
  const screenshots = createScreenshots({ form, isExcluded: false, capture, clock, log: silentLog });
  const agent = {
    mayOpenTickets: () => true,
    hasDraft: () => false,
    openDraft: ({ picture }: { picture?: unknown } = {}) => void pictures.push(picture),
    addPicture() {},
  };
  const open = createFormOpener(agent, { form, isExcluded: false, screenshots });

  const first = open({ byKey: true });
  clock.advance(10_000);
  await first;
  expect(shown).toBe(1);
  expect(pictures).toEqual([null]);

  hangs = false;
  await open({ byKey: true });
  expect(shown).toBe(2);
  expect(pictures[1]).toMatchObject({ width: 4 });
});

it.each([
  ['Windows 11', 'win32', '10.0.22631', true],
  ['Windows 10 version 2004', 'win32', '10.0.19041', true],
  ['Windows Server 2019, where the form would be a black rectangle', 'win32', '10.0.17763', false],
  ['Linux', 'linux', '6.18.44', false],
] as const)('on %s the picture is taken behind the form or before it', (_, platform, release, isExcluded) => {
  expect(excludesForm(platform, release)).toBe(isExcluded);
});
