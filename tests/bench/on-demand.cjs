// The baseline of hotkeyToForm: the same form, its window made and its picture encoded only when the key is pressed.
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');
const {
  app,
  BrowserWindow,
  desktopCapturer,
  globalShortcut,
  ipcMain,
  protocol,
  screen,
} = require('electron');

const out = join(__dirname, '../../out');
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', png: 'image/png' };
const PICTURE = '00000000-0000-4000-8000-000000000001';
const DRAFT = '00000000-0000-4000-8000-000000000002';
const state = {
  condition: 'ready',
  problem: null,
  standing: {
    organisation: 'Example',
    state: 'active',
    requester: { email: 'requester@example.org', fullName: 'A requester' },
  },
  online: true,
  waiting: 0,
  hotkey: 'Ctrl+F12',
  language: 'en',
  version: '0.0.0',
  hostname: 'bench',
  userName: 'bench',
};
let png = Buffer.alloc(0);
let shown = null;

protocol.registerSchemesAsPrivileged([{ scheme: 'guichet', privileges: { standard: true, secure: true } }]);

async function capture() {
  const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  const { width, height } = display.size;
  const [source] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { width, height } });
  png = source.thumbnail.toPNG();
  return { id: PICTURE, name: 'Screenshot', width, height, size: png.length };
}

async function open() {
  const picture = await capture();
  shown = { id: DRAFT, title: '', description: '', pictures: [picture], problem: null };
  const window = new BrowserWindow({
    width: 760,
    height: 640,
    useContentSize: true,
    webPreferences: { preload: join(out, 'preload/index.cjs'), sandbox: true, contextIsolation: true },
  });
  await window.loadURL('guichet://app/index.html#/capture');
}

app.on('window-all-closed', () => {});
app.whenReady().then(() => {
  protocol.handle('guichet', async (request) => {
    const { pathname } = new URL(request.url);
    const body = pathname.startsWith('/picture/') ? png : await readFile(join(out, 'renderer', pathname));
    const type = pathname.startsWith('/picture/') ? 'image/png' : TYPES[pathname.split('.').pop()];
    return new Response(body, { headers: { 'content-type': type ?? 'application/octet-stream' } });
  });
  ipcMain.handle('app:state', () => ({ ok: true, value: state }));
  ipcMain.handle('draft:current', () => ({ ok: true, value: shown }));
  ipcMain.handle('draft:write', () => ({ ok: true, value: undefined }));
  globalShortcut.register('Ctrl+F12', () => void open());
});
