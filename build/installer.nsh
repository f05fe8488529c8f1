; What Guichet's installer and uninstaller do beside electron-builder's own work: the values IT gave on the command
; line, start at sign-in for everybody, guichet:// links, and the orderly end of agents that run.
; Compiled twice with warnings as errors: what only the installer uses must not be there for the uninstaller.
!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define POLICY_KEY "Software\Policies\Guichet\Guichet"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define LINK_KEY "Software\Classes\guichet"
; Electron registers for each user what answers a toast: main/process/lifecycle.ts names the same class
!define TOAST_CLASS "CLSID\{8C6C5A5E-93C1-4B5D-9B63-2C5C0E0D7A41}"
!define TOAST_SHORTCUT "AppData\Roaming\Microsoft\Windows\Start Menu\Programs\${PRODUCT_NAME}.lnk"
!define PROFILES_KEY "SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
; every agent watches for it beside its program: main/process/closing.ts names the same
!define CLOSING_FILE "closing"
; a quarter of a second each
!define POLITE_TURNS 40
!define FORCED_TURNS 20
; of winerror.h
!define ERROR_INVALID_PARAMETER 87

!ifndef BUILD_UNINSTALLER
Var ServerUrl
Var EnrolmentKey

; Takes a switch such as /SERVERURL= from the stack and leaves its value there, "" where it was not given. The value
; ends at a space, or at the quotation mark that was opened before the switch or behind its equals sign.
; GetOptions is of no use: it cuts a value at the first slash.
Function ReadSwitch
  Exch $R0 ; the switch
  Push $R1 ; the command line
  Push $R2 ; position
  Push $R3 ; one character, or as many as the switch has
  Push $R4 ; length of the switch
  Push $R5 ; the character before
  Push $R6 ; what ends the value
  Push $R7 ; the value
  ${GetParameters} $R1
  StrLen $R4 $R0
  StrCpy $R2 -1
  StrCpy $R3 " "
  StrCpy $R7 ""
  ${Do}
    IntOp $R2 $R2 + 1
    StrCpy $R5 $R3 1
    StrCpy $R3 $R1 $R4 $R2
    ${If} $R3 == ""
      ${ExitDo}
    ${EndIf}
    ${If} $R3 == $R0
      ${If} $R5 == " "
      ${OrIf} $R5 == '"'
        StrCpy $R6 $R5
        IntOp $R2 $R2 + $R4
        StrCpy $R3 $R1 1 $R2
        ${If} $R3 == '"'
          StrCpy $R6 '"'
          IntOp $R2 $R2 + 1
        ${EndIf}
        ${Do}
          StrCpy $R3 $R1 1 $R2
          ${If} $R3 == ""
          ${OrIf} $R3 == $R6
            ${ExitDo}
          ${EndIf}
          StrCpy $R7 "$R7$R3"
          IntOp $R2 $R2 + 1
        ${Loop}
        ${ExitDo}
      ${EndIf}
    ${EndIf}
  ${Loop}
  StrCpy $R0 $R7
  Pop $R7
  Pop $R6
  Pop $R5
  Pop $R4
  Pop $R3
  Pop $R2
  Pop $R1
  Exch $R0
FunctionEnd

!macro customInit
  Push "/SERVERURL="
  Call ReadSwitch
  Pop $ServerUrl
  Push "/ENROLMENTKEY="
  Call ReadSwitch
  Pop $EnrolmentKey
  ; an address without its scheme would leave every agent without its help desk
  ${If} $ServerUrl != ""
    StrCpy $R0 $ServerUrl 8
    StrCpy $R1 $ServerUrl 7
    ${If} $R0 != "https://"
    ${AndIf} $R1 != "http://"
      SetErrorLevel ${ERROR_INVALID_PARAMETER}
      Quit
    ${EndIf}
  ${EndIf}
!macroend
!endif

!macro customInstall
  WriteRegStr HKLM "${RUN_KEY}" "${PRODUCT_NAME}" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --hidden'
  WriteRegStr HKLM "${LINK_KEY}" "" "URL:${PRODUCT_NAME}"
  WriteRegStr HKLM "${LINK_KEY}" "URL Protocol" ""
  WriteRegStr HKLM "${LINK_KEY}\DefaultIcon" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}",0'
  ; what stands behind the two dashes is never a switch, whatever a link holds
  WriteRegStr HKLM "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
  ${If} $ServerUrl != ""
    WriteRegStr HKLM "${POLICY_KEY}" "ServerUrl" "$ServerUrl"
  ${EndIf}
  ${If} $EnrolmentKey != ""
    WriteRegStr HKLM "${POLICY_KEY}" "EnrolmentKey" "$EnrolmentKey"
  ${EndIf}
!macroend

; _RUNNING is 1 while a process runs the installed program: Windows then lets nobody write to it.
!macro readRunning _RUNNING
  StrCpy ${_RUNNING} 0
  ${If} ${FileExists} "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
    ClearErrors
    FileOpen $R9 "$INSTDIR\${APP_EXECUTABLE_FILENAME}" a
    ${If} ${Errors}
      StrCpy ${_RUNNING} 1
    ${Else}
      FileClose $R9
    ${EndIf}
  ${EndIf}
!macroend

!macro waitForEnd _RUNNING _TURNS
  StrCpy $R8 0
  ${Do}
    !insertmacro readRunning ${_RUNNING}
    ${If} ${_RUNNING} == 0
    ${OrIf} $R8 >= ${_TURNS}
      ${ExitDo}
    ${EndIf}
    IntOp $R8 $R8 + 1
    Sleep 250
  ${Loop}
!macroend

; In the place of electron-builder's own check, which ends processes without a word. Agents run in the sessions of
; several users, where a window message does not reach them; a file in the program's folder does, and only an
; administrator can put it there.
!macro customCheckAppRunning
  !insertmacro readRunning $R7
  ${If} $R7 == 1
    ClearErrors
    FileOpen $R9 "$INSTDIR\${CLOSING_FILE}" w
    ; Without the right to write there this is the uninstaller before it asks for it; it comes here again with it.
    ${IfNot} ${Errors}
      FileClose $R9
      ${IfNot} ${isUpdated}
        MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "$(appRunning)" /SD IDOK IDOK +3
        Delete "$INSTDIR\${CLOSING_FILE}"
        Quit
      ${EndIf}
      DetailPrint "$(appClosing)"
      !insertmacro waitForEnd $R7 ${POLITE_TURNS}
      ${If} $R7 == 1
        nsExec::Exec '"$SYSDIR\taskkill.exe" /F /IM "${APP_EXECUTABLE_FILENAME}"'
        Pop $R9
        !insertmacro waitForEnd $R7 ${FORCED_TURNS}
      ${EndIf}
      Delete "$INSTDIR\${CLOSING_FILE}"
      ${If} $R7 == 1
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(appCannotBeClosed)" /SD IDOK
        SetErrorLevel 2
        Quit
      ${EndIf}
    ${EndIf}
  ${EndIf}
!macroend

!ifdef BUILD_UNINSTALLER
; Takes a file or folder of a profile from the stack and removes it from every user's. Folders not by RMDir: cmd's rd takes
; a junction away without going through it, and these folders belong to users while this runs as an administrator.
Function un.RemoveFromProfiles
  Exch $R0 ; its path
  Push $R1 ; which profile
  Push $R2 ; its key, then its path
  Push $R3 ; attributes
  StrCpy $R1 0
  ${Do}
    EnumRegKey $R2 HKLM "${PROFILES_KEY}" $R1
    ${If} $R2 == ""
      ${ExitDo}
    ${EndIf}
    IntOp $R1 $R1 + 1
    ReadRegStr $R2 HKLM "${PROFILES_KEY}\$R2" "ProfileImagePath"
    ${If} $R2 != ""
      ExpandEnvStrings $R2 $R2
      ${If} ${FileExists} "$R2\$R0\*.*"
        nsExec::Exec '"$SYSDIR\cmd.exe" /C rd /s /q "$R2\$R0"'
        Pop $R3
      ${Else}
        Delete "$R2\$R0"
      ${EndIf}
    ${EndIf}
  ${Loop}
  Pop $R3
  Pop $R2
  Pop $R1
  Pop $R0
FunctionEnd

; Of the users who are signed in; the class of another leads nowhere once the program has gone.
Function un.RemoveToastClass
  Push $R0 ; which user
  Push $R1 ; their key
  StrCpy $R0 0
  ${Do}
    EnumRegKey $R1 HKU "" $R0
    ${If} $R1 == ""
      ${ExitDo}
    ${EndIf}
    IntOp $R0 $R0 + 1
    DeleteRegKey HKU "$R1\Software\Classes\${TOAST_CLASS}"
  ${Loop}
  Pop $R1
  Pop $R0
FunctionEnd
!endif

!macro customUnInstall
  ${IfNot} ${isUpdated}
    DeleteRegValue HKLM "${RUN_KEY}" "${PRODUCT_NAME}"
    DeleteRegKey HKLM "${LINK_KEY}"
    DeleteRegValue HKLM "${POLICY_KEY}" "ServerUrl"
    DeleteRegValue HKLM "${POLICY_KEY}" "EnrolmentKey"
    DeleteRegKey /ifempty HKLM "${POLICY_KEY}"
    DeleteRegKey /ifempty HKLM "Software\Policies\Guichet"
    Push "${TOAST_SHORTCUT}"
    Call un.RemoveFromProfiles
    Call un.RemoveToastClass
    ; copies of installers, kept for updates
    Push "AppData\Local\${APP_PACKAGE_NAME}-updater"
    Call un.RemoveFromProfiles
    ClearErrors
    ${GetParameters} $R0
    ${GetOptions} $R0 "/PURGE" $R1
    ${IfNot} ${Errors}
      Push "AppData\Local\${PRODUCT_NAME}"
      Call un.RemoveFromProfiles
    ${EndIf}
  ${EndIf}
!macroend
