// From the hotkey to the form: no step may hang, and no picture may show the form.
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

describe('the hotkey', () => {
  it('reads the foreground window and captures the screens before it shows the form', async () => {
    const { open, happened } = form();
    await open({ byKey: true });
    expect(happened).toEqual([
      'window read',
      'taken',
      ['draft', { captured: PICTURES, application: 'editor.exe – A letter' }],
      'shown above all',
    ]);
  });

  it('shows the form first where it is excluded from captures', async () => {
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

  it('shows the form with the reason when the capture fails', async () => {
    const { open, happened } = form({ captured: err('capture-failed') });
    await open({ byKey: true });
    expect(happened.slice(-2)).toEqual([
      ['draft', { captured: err('capture-failed'), application: 'editor.exe – A letter' }],
      'shown above all',
    ]);
  });

  it('captures nothing when no ticket may be opened', async () => {
    const { open, happened } = form({ mayOpen: false });
    await open({ byKey: true });
    expect(happened).toEqual([['draft', undefined], 'shown above all']);
  });

  it('only focuses a form that is already open', async () => {
    const { open, happened, state } = form();
    Object.assign(state, { isShown: true, hasDraft: true });
    await open({ byKey: true });
    expect(happened).toEqual(['shown above all']);
  });

  it('hides the form of a submitted ticket before it captures for the next one', async () => {
    const { open, happened, state } = form();
    state.isShown = true;
    await open({ byKey: true });
    expect(happened).toContain('taken without the form: screens');
    expect(happened).not.toContain('taken');
  });

  it('does nothing during a capture, which would contain the form', async () => {
    const { open, happened, state } = form();
    state.isTaking = true;
    await open({ byKey: true });
    expect(happened).toEqual([]);
  });

  it('does nothing while the screen is locked', async () => {
    const { open, happened, state } = form();
    state.isAway = true;
    await open({ byKey: true });
    expect(happened).toEqual([]);
  });

  it('pressed again while the form opens has no effect', async () => {
    const { open, happened } = form();
    await Promise.all([open({ byKey: true }), open({ byKey: true })]);
    expect(happened.filter((what) => what === 'taken')).toHaveLength(1);
    await open({ byKey: true });
    expect(happened.filter((what) => what === 'taken')).toHaveLength(2);
  });
});

it('opening from the tray reads no foreground window', async () => {
  const { open, happened } = form();
  await open({ byKey: false });
  expect(happened).toEqual(['taken', ['draft', { captured: PICTURES, application: null }], 'shown']);
});

it('a named draft is opened unchanged', async () => {
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
