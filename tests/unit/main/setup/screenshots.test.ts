// The way from the key to the form: nothing on it may wait for ever, and no picture has the form in it.
import { describe, expect, it } from 'vitest';
import type { CaptureSource } from '../../../../contract/ipc.ts';
import { err, ok } from '../../../../contract/result.ts';
import type { Captured } from '../../../../main/capture/captured.ts';
import { excludesForm } from '../../../../main/setup/screenshots.ts';
import { createFormOpener } from '../../../../main/windows/open-form.ts';

const PICTURES: Captured = ok([
  { bitmap: { pixels: Uint8Array.of(1, 2, 3, 255), width: 1, height: 1 }, included: true },
]);

function form({ isExcluded = false, mayOpen = true, captured = PICTURES } = {}) {
  const happened: unknown[] = [];
  const state = { isShown: false, hasDraft: false, isTaking: false, isAway: false };
  const { open } = createFormOpener({
    agent: {
      mayOpenTickets: () => mayOpen,
      hasDraft: () => state.hasDraft,
    },
    draft: {
      open: (how) => void happened.push(['draft', how]),
      addCaptured: (added) => void happened.push(['added', added]),
    },
    form: {
      isShown: () => state.isShown,
      show: ({ aboveAll }) => void happened.push(aboveAll ? 'shown above all' : 'shown'),
    },
    presence: { isAway: () => state.isAway },
    isExcluded,
    screenshots: {
      isTaking: () => state.isTaking,
      async take(source: CaptureSource) {
        happened.push(`taken without the form: ${source.kind}`);
        return captured;
      },
      async takeDisplays() {
        happened.push('taken');
        return captured;
      },
    },
    async foregroundWindow() {
      happened.push('window read');
      return 'editor.exe – A letter';
    },
  });
  return { open, happened, state };
}

describe('the key', () => {
  it('reads the window one was in, takes the screens, and only then shows the form', async () => {
    const { open, happened } = form();
    await open({ byKey: true });
    expect(happened).toEqual([
      'window read',
      'taken',
      ['draft', { captured: PICTURES, application: 'editor.exe – A letter' }],
      'shown above all',
    ]);
  });

  it('where the form is left out of captures shows it at once, and takes them behind it', async () => {
    const { open, happened } = form({ isExcluded: true });
    await open({ byKey: true });
    expect(happened).toEqual([
      'window read',
      ['draft', { application: 'editor.exe – A letter' }],
      'shown above all',
      'taken',
      ['added', PICTURES],
    ]);
  });

  it('brings the form without a picture where there is none to be had, and says why', async () => {
    const { open, happened } = form({ captured: err('capture-failed') });
    await open({ byKey: true });
    expect(happened.slice(-2)).toEqual([
      ['draft', { captured: err('capture-failed'), application: 'editor.exe – A letter' }],
      'shown above all',
    ]);
  });

  it('takes no picture where no ticket may be opened', async () => {
    const { open, happened } = form({ mayOpen: false });
    await open({ byKey: true });
    expect(happened).toEqual([['draft', undefined], 'shown above all']);
  });

  it('only brings a form forward that is being filled in', async () => {
    const { open, happened, state } = form();
    Object.assign(state, { isShown: true, hasDraft: true });
    await open({ byKey: true });
    expect(happened).toEqual(['shown above all']);
  });

  it('has the form of a ticket just sent out of the next one’s picture', async () => {
    const { open, happened, state } = form();
    state.isShown = true;
    await open({ byKey: true });
    expect(happened).toContain('taken without the form: screens');
    expect(happened).not.toContain('taken');
  });

  it('does nothing while a picture is taken: the form would be in it', async () => {
    const { open, happened, state } = form();
    state.isTaking = true;
    await open({ byKey: true });
    expect(happened).toEqual([]);
  });

  it('does nothing on the lock screen, where it works too', async () => {
    const { open, happened, state } = form();
    state.isAway = true;
    await open({ byKey: true });
    expect(happened).toEqual([]);
  });

  it('pressed again while the form opens does not open it twice', async () => {
    const { open, happened } = form();
    await Promise.all([open({ byKey: true }), open({ byKey: true })]);
    expect(happened.filter((what) => what === 'taken')).toHaveLength(1);
    await open({ byKey: true });
    expect(happened.filter((what) => what === 'taken')).toHaveLength(2);
  });
});

it('from the tray there is no window one was in', async () => {
  const { open, happened } = form();
  await open({ byKey: false });
  expect(happened).toEqual(['taken', ['draft', { captured: PICTURES, application: null }], 'shown']);
});

it('a draft that is named is opened as it was left', async () => {
  const { open, happened } = form();
  await open({ byKey: false, draftId: 'a-draft' });
  expect(happened).toEqual([['draft', { id: 'a-draft' }], 'shown']);
});

it.each([
  ['Windows 11', 'win32', '10.0.22631', true],
  ['Windows 10 version 2004', 'win32', '10.0.19041', true],
  ['Windows Server 2019, where the form would be a black rectangle', 'win32', '10.0.17763', false],
  ['Linux', 'linux', '6.18.44', false],
] as const)('on %s the picture is taken behind the form or before it', (_, platform, release, isExcluded) => {
  expect(excludesForm(platform, release)).toBe(isExcluded);
});
