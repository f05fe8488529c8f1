// The baseline of hotkeyToForm: the same form, but its window is created and its picture encoded after the key press.
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
    suggested: null,
  },
  online: true,
  limited: false,
  waiting: 0,
  unread: 0,
  policy: { screenshots: true, facts: true, fileTypes: null, attachmentMegabytes: 25 },
  hotkey: 'Ctrl+F12',
  language: 'en',
  accent: null,
  version: '0.0.0',
  hostname: 'bench',
  userName: 'bench',
};
const draft = {
  id: DRAFT,
  ticketId: null,
  content: {
    title: '',
    description: '',
    categoryId: null,
    answers: {},
    ticketKind: 'incident',
    impact: null,
    urgency: null,
    onBehalfOf: null,
    contacts: [],
    withheldFacts: [],
  },
  facts: [],
  factsComplete: true,
  problem: null,
};
let png = Buffer.alloc(0);
let shown = null;

protocol.registerSchemesAsPrivileged([{ scheme: 'guichet', privileges: { standard: true, secure: true } }]);

async function capture() {
  const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  const { width, height } = display.size;
  const [source] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { width, height } });
  png = source.thumbnail.toPNG();
  return {
    id: PICTURE,
    kind: 'picture',
    name: 'screen.png',
    included: true,
    width,
    height,
    size: png.length,
  };
}

async function open() {
  const picture = await capture();
  shown = { ...draft, attachments: [picture] };
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
  const answers = {
    'app:state': () => state,
    'draft:current': () => shown,
    'draft:others': () => [],
    'draft:write': () => undefined,
    'announcements:list': () => [],
    'catalogue:read': () => ({ catalogue: null, recent: [] }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    ipcMain.handle(name, () => ({ ok: true, value: answer() }));
  }
  globalShortcut.register('Ctrl+F12', () => {
    open().catch((failure) => {
      // the bench waits for the window: it must end with the reason
      console.error(failure);
      app.exit(1);
    });
  });
});
