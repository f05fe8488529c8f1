// `npm run installer`: builds the Windows installer for x64 and arm64 into dist/. It has to download Electron and NSIS.
// Further arguments are passed to electron-builder.
import { spawnSync } from 'node:child_process';
import { buildAgent } from './electron.ts';
import { addWindowsBinaries } from './windows-binaries.ts';

buildAgent();
addWindowsBinaries();
const { status } = spawnSync('electron-builder', ['--win', '--publish', 'never', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
