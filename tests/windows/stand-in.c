/* Stands for Electron in the test installer: a program without windows that ends as the agent does, when the file
   "closing" appears beside it, and leaves word of that in GUICHET_STAND_IN_LOG. "--deaf" hears nothing. */
#include <windows.h>
#include <wchar.h>

static void leaveWord(const char *word) {
  WCHAR path[MAX_PATH];
  DWORD written;
  if (!GetEnvironmentVariableW(L"GUICHET_STAND_IN_LOG", path, MAX_PATH)) return;
  HANDLE file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ, 0, OPEN_ALWAYS, 0, 0);
  if (file == INVALID_HANDLE_VALUE) return;
  WriteFile(file, word, lstrlenA(word), &written, 0);
  CloseHandle(file);
}

int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, LPWSTR commandLine, int show) {
  WCHAR closing[MAX_PATH];
  GetModuleFileNameW(0, closing, MAX_PATH - 16);
  wcscpy(wcsrchr(closing, '\\') + 1, L"closing");
  leaveWord("started\n");
  int deaf = wcsstr(commandLine, L"--deaf") != 0;
  while (deaf || GetFileAttributesW(closing) == INVALID_FILE_ATTRIBUTES) Sleep(50);
  leaveWord("ended in order\n");
  return 0;
}
