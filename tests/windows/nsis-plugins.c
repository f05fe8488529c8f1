/* Replacements for the NSIS plug-ins of electron-builder's templates, built once under each name: 64-bit and Unicode, as
   Debian's NSIS and Wine require. They implement only what a silent installation uses. */
#define UNICODE
#include <windows.h>
#include <wchar.h>

#define VARIABLE_INSTDIR_OUT 22
#define LONGEST 9000

typedef struct stack {
  struct stack *next;
  WCHAR text[1];
} stack;

#define ARGUMENTS HWND window, int length, WCHAR *variables, stack **top, void *extra
#define PLUGIN(name) __declspec(dllexport) void name(ARGUMENTS)

static WCHAR first[LONGEST], second[LONGEST], command[LONGEST];

static void pop(stack **top, WCHAR *into, int length) {
  stack *entry = *top;
  into[0] = 0;
  if (!entry) return;
  lstrcpynW(into, entry->text, length);
  *top = entry->next;
  GlobalFree(entry);
}

static void push(stack **top, const WCHAR *text, int length) {
  stack *entry = (stack *)GlobalAlloc(GPTR, sizeof(stack) + length * sizeof(WCHAR));
  lstrcpynW(entry->text, text, length);
  entry->next = *top;
  *top = entry;
}

/* Returns the command line after the program's name. */
static const WCHAR *parameters(void) {
  const WCHAR *at = GetCommandLineW();
  if (*at == '"') {
    for (at++; *at && *at != '"'; at++);
    if (*at) at++;
  } else {
    while (*at && *at != ' ') at++;
  }
  while (*at == ' ') at++;
  return at;
}

/* Finds /name, -name or --name, and its value after an equals sign. */
static int find(const WCHAR *name, WCHAR *value) {
  int count, length = lstrlenW(name), found = 0;
  LPWSTR *words = CommandLineToArgvW(GetCommandLineW(), &count);
  if (value) value[0] = 0;
  for (int i = 1; i < count && !found; i++) {
    WCHAR *word = words[i];
    if (*word == '/') word++;
    else if (*word == '-') word += word[1] == '-' ? 2 : 1;
    else continue;
    if (_wcsnicmp(word, name, length) || (word[length] && word[length] != '=')) continue;
    found = 1;
    if (value && word[length] == '=') lstrcpynW(value, word + length + 1, LONGEST);
  }
  LocalFree(words);
  return found;
}

/* StdUtils */
PLUGIN(TestParameter) {
  pop(top, first, length);
  push(top, find(first, 0) ? L"true" : L"false", length);
}
PLUGIN(GetParameter) {
  pop(top, second, length);
  pop(top, first, length);
  push(top, find(first, command) ? command : second, length);
}
PLUGIN(GetAllParameters) {
  pop(top, first, length);
  push(top, parameters(), length);
}
PLUGIN(GetParentPath) {
  pop(top, first, length);
  WCHAR *last = wcsrchr(first, '\\');
  if (last) *last = 0;
  push(top, first, length);
}
PLUGIN(ExecShellAsUser) {
  for (int i = 0; i < 3; i++) pop(top, first, length);
  push(top, L"ok", length);
}

/* UAC: reports an administrator, and not an elevated inner instance. */
PLUGIN(_) {
  pop(top, first, length);
  if (first[0] == '2') push(top, L"1", length);
  else if (first[0] == '3') push(top, L"0", length);
  else if (first[0] == '0') {
    lstrcpyW(variables, L"0");
    lstrcpyW(variables + length, L"2");
    lstrcpyW(variables + 3 * length, L"1");
  }
}

/* WinShell and SpiderBanner: no effect in a silent installation. */
PLUGIN(SetLnkAUMI) {
  pop(top, first, length);
  pop(top, first, length);
}
PLUGIN(UninstAppUserModelId) { pop(top, first, length); }
PLUGIN(UninstShortcut) { pop(top, first, length); }
PLUGIN(Show) { pop(top, first, length); }

/* Nsis7z: runs the 7za.exe of STUB_7ZA. */
PLUGIN(Extract) {
  DWORD code = 99;
  STARTUPINFOW start = {sizeof start};
  PROCESS_INFORMATION process;
  pop(top, first, length);
  GetEnvironmentVariableW(L"STUB_7ZA", second, LONGEST);
  wsprintfW(command, L"\"%s\" x \"", second);
  wcscat(command, first);
  wcscat(command, L"\" -o\"");
  wcscat(command, variables + VARIABLE_INSTDIR_OUT * length);
  wcscat(command, L"\" -y");
  if (CreateProcessW(0, command, 0, 0, 0, CREATE_NO_WINDOW, 0, 0, &start, &process)) {
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
  }
  if (code) ExitProcess(90 + code % 10);
}
