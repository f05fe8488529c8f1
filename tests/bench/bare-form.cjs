// The floor of hotkeyToForm: a bare window of the form's size, kept loaded and hidden, that a key shows after a capture of
// the screen. One script is sent to its page, as the form is sent its draft.
const { app, BrowserWindow, desktopCapturer, globalShortcut, screen } = require('electron');

const PAGE = `<!doctype html><title>Bare</title><input>
<script>
  function attach() {
    document.querySelector('button')?.remove();
    const picture = document.createElement('button');
    picture.ariaLabel = 'Screenshot';
    document.body.append(picture);
    document.querySelector('input').focus();
  }
</script>`;

async function capture() {
  const { width, height } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).size;
  await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { width, height } });
}

app.on('window-all-closed', () => {});
app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 760,
    height: 640,
    useContentSize: true,
    autoHideMenuBar: true,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true },
  });
  await window.loadURL(`data:text/html,${encodeURIComponent(PAGE)}`);
  globalShortcut.register('Ctrl+F11', async () => {
    await capture();
    void window.webContents.executeJavaScript('attach()');
    window.show();
    window.focus();
  });
});
