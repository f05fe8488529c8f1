// The baseline of idle and mainBlocked: a tray icon and one hidden, blank window.
const { join } = require('node:path');
const { app, BrowserWindow, Tray } = require('electron');

let tray = null;
app.on('window-all-closed', () => {});
app.whenReady().then(async () => {
  tray = new Tray(join(__dirname, '../../resources/icons/tray-ready.png'));
  tray.setToolTip('Bare');
  const webPreferences = { sandbox: true, contextIsolation: true };
  await new BrowserWindow({ width: 760, height: 640, show: false, webPreferences }).loadURL('about:blank');
});
