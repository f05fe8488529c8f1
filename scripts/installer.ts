// `npm run installer`: the Windows installer for x64 and arm64 in dist/, on a machine that may download Electron and NSIS.
// Other arguments go to electron-builder.
import { spawnSync } from 'node:child_process';
import { buildAgent } from './electron.ts';
import { layWindowsBinaries } from './windows-binaries.ts';

buildAgent();
layWindowsBinaries();
const { status } = spawnSync('electron-builder', ['--win', '--publish', 'never', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
