// The agent and its desktop: lock screen, sleep, end of session, jump list, several displays, dark mode, toast XML.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { type Toast, type ToastTarget, toastXml } from '../../main/desktop/toast-xml.ts';
import { plugSecondDisplay } from '../../scripts/display.ts';
import { test } from './desktop.ts';
import { pressKey, root, startAgent } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

test.skip(process.platform !== 'linux', 'presses keys and plugs displays by X11 programs');

let ready: Ready;
test.beforeEach(async () => {
  ready = await readyAgent();
});
test.afterEach(async () => {
  await ready.close();
  plugSecondDisplay(false);
});

const emitPower = (event: string) =>
  ready.agent.app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);

/** Presses the keys, then one that is registered for it. Keys arrive in order: when that one has come, the others have. */
async function pressAndWait(...keys: string[]): Promise<void> {
  const isNextPressed = await ready.agent.app.evaluateHandle(({ globalShortcut }) => {
    const next = { isPressed: false };
    globalShortcut.register('Ctrl+F11', () => {
      next.isPressed = true;
    });
    return next;
  });
  for (const key of [...keys, 'ctrl+F11']) pressKey(key);
  await expect.poll(() => isNextPressed.evaluate(({ isPressed }) => isPressed)).toBe(true);
  await ready.agent.app.evaluate(({ globalShortcut }) => globalShortcut.unregister('Ctrl+F11'));
}

/**
 * Locks the screen as soon as the next window is shown: a countdown would be over before a test looks for it on a loaded
 * machine. The returned function waits until then.
 */
async function lockAtNextWindow(): Promise<() => Promise<void>> {
  const screen = await ready.agent.app.evaluateHandle(({ app, powerMonitor }) => {
    const state = { isLocked: false };
    app.once('browser-window-created', (_event, window) => {
      window.once('show', () => {
        powerMonitor.emit('lock-screen');
        state.isLocked = true;
      });
    });
    return state;
  });
  return () => expect.poll(() => screen.evaluate(({ isLocked }) => isLocked)).toBe(true);
}

async function openForm(): Promise<Page> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' }).first()).toBeVisible();
  return form;
}

test('the hotkey opens nothing while the screen is locked, and the form once it is unlocked', async () => {
  await emitPower('lock-screen');
  await pressAndWait('ctrl+F12');
  expect(await ready.agent.isShown('capture')).toBe(false);
  await emitPower('unlock-screen');
  await pressAndWait();
  expect(await ready.agent.isShown('capture')).toBe(false);
  await openForm();
});

test('locking the screen cancels a countdown, and the form comes back unchanged', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('The screen after a while');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  const untilLocked = await lockAtNextWindow();
  await form.getByRole('menuitem', { name: 'In 3 seconds' }).click();
  await untilLocked();
  await expect.poll(() => ready.agent.isShown('countdown')).toBe(false);
  await emitPower('unlock-screen');
  await expect.poll(() => ready.agent.isShown('capture')).toBe(true);
  await expect(form.getByRole('img', { name: /^Screenshot/ })).toHaveCount(1);
  await expect(form.getByLabel('Title')).toHaveValue('The screen after a while');
});

test('a ticket submitted without a server is sent as soon as the computer wakes', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('Before lunch');
  await form.getByLabel('Description').fill('Nothing prints');
  await emitPower('suspend');
  await ready.stopServer();
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText('Saved. It will be sent when the network is back.')).toBeVisible();
  await ready.startServer();
  await emitPower('resume');
  await expect
    .poll(async () => (await ready.desk.tickets()).map(({ title }) => title))
    .toEqual(['Before lunch']);
});

/** Number of pictures that a committed draft refers to. */
function picturesOnDisk(): number | undefined {
  const db = new Database(join(ready.userData, 'guichet.sqlite'), { readonly: true });
  const count = db.prepare<[], number>('select count(*) from attachment_use').pluck().get();
  db.close();
  return count;
}

test('the end of a Windows session does not lose the draft or its picture', async () => {
  const form = await openForm();
  await form.getByLabel('Title').fill('Half a ticket');
  await form.getByLabel('Description').fill('More than three hundred milliseconds ago');
  const description = () =>
    form.evaluate(async () => {
      const draft = await window.guichet.ask['draft:current']();
      return draft.ok ? draft.value?.content.description : null;
    });
  await expect.poll(description).toBe('More than three hundred milliseconds ago');
  const emit = (name: 'query-session-end' | 'session-end') =>
    ready.agent.app.evaluate(({ BrowserWindow }, event) => {
      for (const window of BrowserWindow.getAllWindows()) window.emit(event);
    }, name);
  await emit('query-session-end');
  // Before the query, the picture is in memory only.
  await expect.poll(picturesOnDisk).toBe(1);
  await emit('session-end');
  await ready.restart({ crash: true });
  const again = await ready.agent.openForm();
  await again.getByRole('button', { name: 'Continue' }).click();
  await expect(again.getByLabel('Description')).toHaveValue('More than three hundred milliseconds ago');
  await expect(again.getByRole('img', { name: /^Screenshot/ })).toHaveCount(1);
});

test('the jump list’s arguments open a window, in a running agent and at a first start', async () => {
  test.slow();
  const { app } = ready.agent;
  const [executable = '', ...args] = await app.evaluate(() => process.argv);
  const second = spawn(executable, [...args, '--new-ticket'], { cwd: root, stdio: 'ignore' });
  await once(second, 'exit');
  await expect.poll(() => ready.agent.isShown('capture')).toBe(true);
  expect(await ready.agent.isShown('tickets')).toBe(false);
  await ready.agent.quit();
  ready.agent = await startAgent(ready.userData, {}, { moreSwitches: ['--my-tickets'] });
  await expect.poll(() => ready.agent.isShown('tickets')).toBe(true);
});

test('My tickets opens on the display under the pointer, within its work area', async () => {
  plugSecondDisplay(true);
  await expect.poll(() => ready.agent.app.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(2);
  execFileSync('xdotool', ['mousemove', '2500', '300']);
  const form = await ready.agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('tickets'));
  await expect.poll(() => ready.agent.isShown('tickets')).toBe(true);
  const isInside = () =>
    ready.agent.app.evaluate(({ BrowserWindow, screen }) => {
      const shown = BrowserWindow.getAllWindows().find(({ webContents }) =>
        webContents.getURL().includes('#/tickets'),
      );
      const { bounds, workArea } = screen.getDisplayMatching(
        shown?.getBounds() ?? { x: 0, y: 0, width: 0, height: 0 },
      );
      const { x = -1, y = -1, width = 0, height = 0 } = shown?.getBounds() ?? {};
      const ends = x + width <= workArea.x + workArea.width && y + height <= workArea.y + workArea.height;
      return bounds.x === 1920 && x >= workArea.x && y >= workArea.y && ends;
    });
  await expect.poll(isInside).toBe(true);
});

test('every open window follows when the system switches to dark and back', async () => {
  const form = await ready.agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('tickets'));
  await expect.poll(() => ready.agent.isShown('tickets')).toBe(true);
  const windows = [form, await ready.agent.window('tickets')];
  const turn = (theme: 'dark' | 'light') =>
    ready.agent.app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
  /** Background colours of the document and of the page: red, green, blue, each 0 to 255. */
  const backgrounds = (page: Page) =>
    page.evaluate(() =>
      [document.documentElement, document.querySelector('#root > *')].map((part) =>
        part ? getComputedStyle(part).backgroundColor.match(/\d+/g)?.slice(0, 3).map(Number) : [],
      ),
    );
  const isAllDark = async (page: Page) => (await backgrounds(page)).flat().every((part = 255) => part < 64);
  const isAllLight = async (page: Page) => (await backgrounds(page)).flat().every((part = 0) => part > 192);
  for (const theme of ['dark', 'light', 'dark'] as const) {
    await turn(theme);
    for (const page of windows)
      await expect.poll(() => (theme === 'dark' ? isAllDark(page) : isAllLight(page))).toBe(true);
  }
});

test('unplugging the display cancels the choice of a region, and the form comes back', async () => {
  plugSecondDisplay(true);
  await expect.poll(() => ready.agent.app.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(2);
  execFileSync('xdotool', ['mousemove', '2500', '300']);
  const form = await openForm();
  execFileSync('xdotool', ['mousemove', '2500', '300']);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByRole('menuitem', { name: 'A region' }).click();
  await expect.poll(() => ready.agent.isShown('region')).toBe(true);
  const bounds = () =>
    ready.agent.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().includes('#/region'))
        ?.getBounds(),
    );
  await expect.poll(bounds).toMatchObject({ x: 1920, y: 0 });
  plugSecondDisplay(false);
  await expect.poll(() => ready.agent.isShown('region')).toBe(false);
  await expect.poll(() => ready.agent.isShown('capture')).toBe(true);
});

test('the XML of a toast is well-formed, whatever text is in it', async () => {
  const target: ToastTarget = { ticketId: '01890a5d-ac96-774b-bcce-b302099a8057' };
  const nasty = `</text><script>"'&amp;]]>&#0;\u0000\u001f\ufffe\ud800 🙂 é`;
  const reply = { placeholder: nasty, button: nasty };
  const toast: Toast = { title: nasty, body: nasty, reply };
  const form = await ready.agent.window('capture');
  const read = await form.evaluate(
    (xml) => {
      const document = new DOMParser().parseFromString(xml, 'text/xml');
      const attribute = (of: string, name: string) => document.querySelector(of)?.getAttribute(name);
      return {
        broken: document.querySelectorAll('parsererror').length,
        texts: [...document.querySelectorAll('text')].map(({ textContent }) => textContent),
        words: [attribute('input', 'placeHolderContent'), attribute('action', 'content')],
        arguments: new URLSearchParams(attribute('action', 'arguments') ?? '').get('ticketId'),
      };
    },
    toastXml(toast, '4a3f8d2e-6f0b-4a8b-9a43-0f2f6f0c1d11', target),
  );
  const shown = `</text><script>"'&amp;]]>&#0;\ufffd 🙂 é`;
  expect(read).toEqual({
    broken: 0,
    texts: [shown, shown],
    words: [shown, shown],
    arguments: target.ticketId,
  });
});
