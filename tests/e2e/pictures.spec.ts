// Pictures: several displays, windows, regions, delayed, pasted, marked up and redacted.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { plugSecondDisplay } from '../../scripts/display.ts';
import { test } from './desktop.ts';
import { pressToClose, sha256, startBrowser } from './parts.ts';
import { type Colour, colourOnScreen, shareShown, showPattern } from './pattern.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

test.skip(process.platform !== 'linux', 'plugs displays by xrandr');

let ready: Ready;
test.beforeEach(async () => {
  ready = await readyAgent();
});
test.afterEach(async () => {
  await ready.close();
  plugSecondDisplay(false);
});

/** Removes the form's only picture, so that the next one is known to be new. */
async function removePicture(form: Page): Promise<void> {
  await form.getByRole('button', { name: 'Remove' }).click();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toHaveCount(0);
}

async function openForm(): Promise<Page> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' }).first()).toBeVisible();
  return form;
}

/** Sends the form. Returns the pictures that the help desk received. */
async function submitPictures(form: Page, title: string): Promise<PNG[]> {
  await form.getByLabel('Title').fill(title);
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible();
  const tickets = await ready.desk.tickets();
  const ticket = await ready.desk.ticket(tickets.find((one) => one.title === title)?.id ?? '');
  const files = await Promise.all(ticket.attachments.map(({ id }) => ready.desk.attachment(id)));
  return files.map((bytes) => PNG.sync.read(bytes));
}

function colourAt({ width, data }: PNG, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
}

/** Shows a page of one colour that fills the screen, and waits until it is on the screen, above all other windows. */
async function colouredPage(colour: Colour): Promise<{ browser: Browser; page: Page }> {
  const browser = await startBrowser(true);
  const page = await browser.newPage({ viewport: null });
  const style = `margin:0;background:rgb(${colour})`;
  await page.setContent(`<title>A program</title><body style="${style}"></body>`);
  await expect.poll(() => colourOnScreen({ x: 960, y: 540 }), 'the page is shown').toEqual(colour);
  return { browser, page };
}

test('two displays give two pictures; the one under the pointer is included, the other only on request', async () => {
  plugSecondDisplay(true);
  execFileSync('xdotool', ['mousemove', '2500', '300']);
  await expect.poll(() => ready.agent.app.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(2);
  const form = await openForm();
  await expect(form.getByRole('img', { name: /^Screenshot/ })).toHaveCount(2);
  const included = form.getByRole('checkbox', { name: /^Include/ });
  await expect(included).toHaveCount(2);
  const states = await included.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked));
  expect(states.filter(Boolean)).toHaveLength(1);
  // The display is unplugged between the capture and Send: the picture stays.
  plugSecondDisplay(false);
  await expect.poll(() => ready.agent.app.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(1);
  const [one, ...others] = await submitPictures(form, 'Of the display under the pointer');
  expect([one?.width, one?.height]).toEqual([1280, 720]);
  expect(others).toEqual([]);

  await ready.agent.closeForm();
  plugSecondDisplay(true);
  await expect.poll(() => ready.agent.app.evaluate(({ screen }) => screen.getAllDisplays().length)).toBe(2);
  const again = await openForm();
  const boxes = again.getByRole('checkbox', { name: /^Include/ });
  await expect(boxes).toHaveCount(2);
  for (const box of await boxes.all()) await box.check();
  const sizes = (await submitPictures(again, 'Of both displays')).map(({ width }) => width);
  expect(sizes.sort()).toEqual([1280, 1920]);
});

function windowsNamed(name: string): string[] {
  const { stdout } = spawnSync('xdotool', ['search', '--name', name], { encoding: 'utf8' });
  return stdout.trim().split('\n').filter(Boolean);
}

test('a single window or a region of the screen can be captured', async () => {
  const { browser } = await colouredPage([20, 120, 60]);
  await expect.poll(() => windowsNamed('A program')).not.toEqual([]);
  const id = windowsNamed('A program').at(-1) ?? '';
  // Without a window manager, nothing sets WM_STATE on windows (ICCCM 4.1.3.1).
  execFileSync('xprop', ['-id', id, '-f', 'WM_STATE', '32c', '-set', 'WM_STATE', '1']);
  const form = await openForm();
  await removePicture(form);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByRole('menuitem', { name: 'A window' }).click();
  await form.getByRole('button', { name: /A program/ }).click();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  await expect.poll(() => ready.agent.isShown('capture')).toBe(true);

  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByRole('menuitem', { name: 'A region' }).click();
  const region = await ready.agent.window('region');
  await expect.poll(() => ready.agent.isShown('region')).toBe(true);
  // The window is shown before its page has the picture to choose from.
  await expect(region.getByRole('application')).toBeVisible();
  await region.mouse.move(300, 400);
  await region.mouse.down();
  await region.mouse.move(500, 500, { steps: 5 });
  await region.mouse.up();
  await pressToClose(region, 'Enter');
  await expect(form.getByRole('img', { name: 'Screenshot 2' })).toBeVisible();
  await expect.poll(() => ready.agent.isShown('capture')).toBe(true);
  const [wholeWindow, part] = await submitPictures(form, 'A window and a region');
  // Outside Windows the picture is scaled, which may round colours.
  for (const [channel, value] of colourAt(wholeWindow as PNG, 600, 600).entries()) {
    expect(Math.abs(value - ([20, 120, 60][channel] ?? 0))).toBeLessThan(3);
  }
  expect([part?.width, part?.height]).toEqual([200, 100]);
  expect(colourAt(part as PNG, 50, 50)).toEqual([20, 120, 60]);
  await browser.close();
});

test('a picture taken for a message does not show the window the message is written in', async () => {
  const form = await openForm();
  await submitPictures(form, 'There already');
  await ready.agent.closeForm();
  const { browser } = await colouredPage([90, 40, 160]);
  await form.evaluate(() => window.guichet.ask['window:open']('tickets'));
  const tickets = await ready.agent.window('tickets');
  await tickets.getByText('There already').first().click();
  await tickets.getByRole('button', { name: 'Add', exact: true }).click();
  await tickets.getByRole('menuitem', { name: 'Screenshot now' }).click();
  await expect(tickets.getByRole('img', { name: 'Screenshot', exact: true }).last()).toBeVisible();
  await expect.poll(() => ready.agent.isShown('tickets')).toBe(true);
  await tickets.getByLabel('Message').fill('And now it looks like this.');
  await tickets.keyboard.press('Control+Enter');
  const [ticket] = await ready.desk.tickets();
  const comment = async () => (await ready.desk.ticket(ticket?.id ?? '')).comments.at(-1);
  await expect.poll(async () => (await comment())?.body).toBe('And now it looks like this.');
  const [file] = (await comment())?.attachments ?? [];
  const picture = PNG.sync.read(await ready.desk.attachment(file?.id ?? ''));
  expect([picture.width, picture.height]).toEqual([1920, 1080]);
  expect(colourAt(picture, 960, 540)).toEqual([90, 40, 160]);
  await browser.close();
});

test('a delayed picture shows the screen after the countdown, and no window of Guichet', async () => {
  const { browser, page } = await colouredPage([200, 30, 30]);
  const form = await openForm();
  await removePicture(form);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByRole('menuitem', { name: 'In 3 seconds' }).click();
  await expect.poll(() => ready.agent.isShown('countdown')).toBe(true);
  expect(await ready.agent.isShown('capture')).toBe(false);
  await page.evaluate(() => {
    document.body.style.background = 'rgb(30, 30, 200)';
  });
  await expect.poll(() => ready.agent.isShown('capture'), { timeout: 10_000 }).toBe(true);
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  const [picture] = await submitPictures(form, 'Three seconds later');
  expect(colourAt(picture as PNG, 960, 540)).toEqual([30, 30, 200]);
  expect(colourAt(picture as PNG, 960, 130)).toEqual([30, 30, 200]);
  await browser.close();
});

test('a pasted picture is attached', async () => {
  const form = await openForm();
  await removePicture(form);
  const browser = await startBrowser(true);
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(`${ready.server.url}/mailbox`);
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(30, 20);
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas');
    pen.fillStyle = 'rgb(50, 100, 200)';
    pen.fillRect(0, 0, 30, 20);
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': canvas.convertToBlob() })]);
  });
  await form.getByLabel('Title').focus();
  await form.keyboard.press('Control+v');
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  const [picture] = await submitPictures(form, 'Pasted');
  expect([picture?.width, picture?.height]).toEqual([30, 20]);
  expect(colourAt(picture as PNG, 10, 10)).toEqual([50, 100, 200]);
  await browser.close();
});

/** Every file in a folder and its subfolders. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** Returns the bytes of a file, or null when it was deleted after it was listed. */
function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return null;
    throw problem;
  }
}

/** Where the editor shows its picture. The picture has its own size at first, and is fitted into the window then. */
async function fittedBox(canvas: Locator) {
  const windowWidth = await canvas.page().evaluate(() => window.innerWidth);
  const width = async () => (await canvas.boundingBox())?.width ?? Number.POSITIVE_INFINITY;
  await expect.poll(width, 'the picture is fitted').toBeLessThan(windowWidth);
  const box = await canvas.boundingBox();
  if (!box) throw new Error('no canvas');
  return box;
}

test('redacted content is in no file: not in the ticket, the thumbnail, the database or temporary files', async () => {
  const pattern = await showPattern();
  const form = await openForm();
  const thumbnail = form.getByRole('img', { name: 'Screenshot' });
  const original = await pictureBytes(await thumbnail.evaluate((img: HTMLImageElement) => img.src));
  expect(shareShown(original, pattern.marks)).toBe(1);

  await form.getByRole('button', { name: 'Redact' }).click();
  const canvas = form.getByRole('application', { name: /picture/i });
  const box = await fittedBox(canvas);
  // the left half of the screen, in coordinates of the editor
  await form.mouse.move(box.x + 2, box.y + 2);
  await form.mouse.down();
  await form.mouse.move(box.x + box.width / 2, box.y + box.height - 2, { steps: 5 });
  await form.mouse.up();
  await form.getByRole('button', { name: 'Done' }).click();
  await expect(form.getByRole('dialog')).toHaveCount(0);
  await expect(thumbnail).toBeVisible();
  await expect
    .poll(async () =>
      shareShown(
        await pictureBytes(await thumbnail.evaluate((img: HTMLImageElement) => img.src)),
        pattern.marks,
      ),
    )
    .toBeLessThan(0.7);
  const [sent] = await submitPictures(form, 'Redacted');
  if (!sent) throw new Error('no picture was sent');
  expect(shareShown(PNG.sync.write(sent), pattern.marks)).toBeGreaterThan(0.3);
  for (const { x, y } of pattern.marks.filter((mark) => mark.x < 900 && mark.y > 60 && mark.y < 1020)) {
    expect(colourAt(sent, x, y)).toEqual([0, 0, 0]);
  }

  // No file of the agent and no temporary file contains the original picture, or a row of its pixels.
  const row = PNG.sync.read(original).data.subarray(1920 * 4 * 540, 1920 * 4 * 541);
  const places = [ready.userData, ...temporaryFolders()];
  for (const file of places.flatMap(filesUnder)) {
    const bytes = bytesOf(file);
    if (bytes === null) continue;
    expect([file, bytes.includes(original.subarray(0, 4096)), bytes.includes(row.subarray(0, 1024))]).toEqual(
      [file, false, false],
    );
  }
  expect(sha256(PNG.sync.write(sent))).not.toBe(sha256(original));
  await pattern.browser.close();
});

function temporaryFolders(): string[] {
  return readdirSync(tmpdir())
    .filter((name) => /^(\.org\.chromium|Guichet|electron)/.test(name))
    .map((name) => join(tmpdir(), name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}

async function pictureBytes(address: string): Promise<Buffer> {
  const encoded = await ready.agent.app.evaluate(async ({ net }, url) => {
    const answer = await net.fetch(url);
    return Buffer.from(await answer.arrayBuffer()).toString('base64');
  }, address);
  return Buffer.from(encoded, 'base64');
}

test('marks are drawn into the picture, and undo removes the last one', async () => {
  const { browser } = await colouredPage([255, 255, 255]);
  const form = await openForm();
  await form.getByRole('button', { name: 'Mark up' }).click();
  const canvas = form.getByRole('application', { name: /picture/i });
  const box = await fittedBox(canvas);
  const drag = async (tool: string, from: [number, number], to: [number, number]) => {
    await form
      .getByRole('radio', { name: tool })
      .or(form.getByRole('button', { name: tool, exact: true }))
      .first()
      .click();
    await form.mouse.move(box.x + from[0], box.y + from[1]);
    await form.mouse.down();
    await form.mouse.move(box.x + to[0], box.y + to[1], { steps: 8 });
    await form.mouse.up();
  };
  await drag('Arrow', [50, 50], [150, 100]);
  await drag('Box', [200, 50], [300, 120]);
  await drag('Pen', [50, 200], [200, 230]);
  await drag('Box', [350, 200], [450, 260]);
  await form.getByRole('button', { name: 'Undo' }).click();
  await form.getByRole('button', { name: 'Done' }).click();
  await expect(form.getByRole('dialog')).toHaveCount(0);
  const [sent] = await submitPictures(form, 'Marked');
  if (!sent) throw new Error('no picture was sent');
  const scale = sent.width / box.width;
  const drawn = (x: number, y: number) => {
    const around = [-3, -2, -1, 0, 1, 2, 3].map((offset) =>
      colourAt(sent, Math.round(x * scale), Math.round(y * scale) + offset),
    );
    return around.some(([red = 0, green = 0, blue = 0]) => red + green + blue < 700);
  };
  expect([drawn(250, 50), drawn(400, 200)]).toEqual([true, false]);
  await browser.close();
});

test('when the screen cannot be captured, the form says so and the ticket is sent without a picture', async () => {
  await ready.agent.app.evaluate(({ desktopCapturer }) => {
    desktopCapturer.getSources = () => Promise.reject(new Error('the secure desktop is shown'));
  });
  const form = await ready.agent.openForm();
  await expect(form.getByText('The screen could not be captured')).toBeVisible();
  await expect(form.getByLabel('Title')).toBeFocused();
  expect(await submitPictures(form, 'Without a picture')).toEqual([]);
});
