// The floor of the search: a bare page that asks its main process at each letter, and shows one line of its answer.
const { join } = require('node:path');
const { app, BrowserWindow, ipcMain } = require('electron');

const PAGE = `<!doctype html><title>Bare</title><input type="search"><p role="status"></p>
<script>
  const [box, line] = [document.querySelector('input'), document.querySelector('p')];
  box.oninput = async () => {
    line.textContent = (await bare.count(box.value)) + ' tickets found';
  };
  box.focus();
</script>`;

app.on('window-all-closed', () => {});
app.whenReady().then(async () => {
  ipcMain.handle('count', (_event, typed) => typed.length);
  const window = new BrowserWindow({
    width: 1024,
    height: 680,
    useContentSize: true,
    webPreferences: {
      preload: join(__dirname, 'bare-search-preload.cjs'),
      sandbox: true,
      contextIsolation: true,
    },
  });
  await window.loadURL(`data:text/html,${encodeURIComponent(PAGE)}`);
});
