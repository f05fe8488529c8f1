// The foreground window when the hotkey was pressed, read from user32 and kernel32 through koffi.
import { applicationText } from './fact-texts.ts';

const TITLE_CHARACTERS = 512;
/** for QueryFullProcessImageNameW: the longest path on Windows */
const PATH_CHARACTERS = 32_768;
const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;

type Read = () => string | null;

/**
 * Program and title of the foreground window, in under a millisecond once the libraries are loaded. Null when there is
 * none, when it is Guichet's own, and outside Windows. Call it before Guichet shows a window.
 */
export function createForegroundWindow(
  platform: NodeJS.Platform,
  openReader: () => Promise<Read> = openWindowsReader,
): () => Promise<string | null> {
  const reader: Promise<Read> =
    platform === 'win32' ? openReader().catch(() => nothing) : Promise.resolve(nothing);
  return async () => {
    const read = await reader;
    try {
      return read();
    } catch {
      // Without this fact the form still opens.
      return null;
    }
  };
}

const nothing: Read = () => null;

async function openWindowsReader(): Promise<Read> {
  const { default: koffi } = await import('koffi');
  const user32 = koffi.load('user32.dll');
  const getForegroundWindow = user32.func('void* __stdcall GetForegroundWindow()');
  const getText = user32.func('int __stdcall GetWindowTextW(void* window, void* text, int length)');
  const getProcess = user32.func(
    'uint32_t __stdcall GetWindowThreadProcessId(void* window, _Out_ uint32_t* process)',
  );
  const programOf = programReader(koffi);
  const title = Buffer.alloc(TITLE_CHARACTERS * 2);

  return () => {
    const window: unknown = getForegroundWindow();
    if (!window) return null;
    const owner = [0];
    getProcess(window, owner);
    const [processId = 0] = owner;
    if (processId === process.pid) return null;
    const length = Number(getText(window, title, TITLE_CHARACTERS));
    return applicationText(programOf(processId), title.toString('utf16le', 0, length * 2));
  };
}

/** Path of a process's program, or null when it cannot be read. */
function programReader(koffi: typeof import('koffi').default): (processId: number) => string | null {
  const kernel32 = koffi.load('kernel32.dll');
  const openProcess = kernel32.func(
    'void* __stdcall OpenProcess(uint32_t access, int inherit, uint32_t process)',
  );
  const closeHandle = kernel32.func('int __stdcall CloseHandle(void* handle)');
  const queryImageName = kernel32.func(
    'int __stdcall QueryFullProcessImageNameW(void* process, uint32_t format, void* name, _Inout_ uint32_t* length)',
  );
  const path = Buffer.alloc(PATH_CHARACTERS * 2);

  return (processId) => {
    const handle: unknown = openProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, processId);
    if (!handle) return null;
    const length = [PATH_CHARACTERS];
    const isKnown = queryImageName(handle, 0, path, length);
    closeHandle(handle);
    return isKnown ? path.toString('utf16le', 0, (length[0] ?? 0) * 2) : null;
  };
}
