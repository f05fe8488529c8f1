/* Replaces Electron in the test installer: a program without windows that quits like the agent when the file "closing"
   appears beside it, and logs to GUICHET_STAND_IN_LOG. With "--deaf" it ignores that file. */
#include <windows.h>
#include <wchar.h>

static void writeLog(const char *line) {
  WCHAR path[MAX_PATH];
  DWORD written;
  if (!GetEnvironmentVariableW(L"GUICHET_STAND_IN_LOG", path, MAX_PATH)) return;
  HANDLE file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ, 0, OPEN_ALWAYS, 0, 0);
  if (file == INVALID_HANDLE_VALUE) return;
  WriteFile(file, line, lstrlenA(line), &written, 0);
  CloseHandle(file);
}

int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, LPWSTR commandLine, int show) {
  WCHAR closing[MAX_PATH];
  GetModuleFileNameW(0, closing, MAX_PATH - 16);
  wcscpy(wcsrchr(closing, '\\') + 1, L"closing");
  writeLog("started\n");
  int deaf = wcsstr(commandLine, L"--deaf") != 0;
  while (deaf || GetFileAttributesW(closing) == INVALID_FILE_ATTRIBUTES) Sleep(50);
  writeLog("ended in order\n");
  return 0;
}
