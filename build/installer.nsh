; Guichet's additions to electron-builder's installer and uninstaller: policy values from the command line, start at
; sign-in for all users, guichet:// links, and the orderly shutdown of running agents.
; Compiled once for each, with warnings as errors: the uninstaller must not contain code that only the installer uses.
!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define POLICY_KEY "Software\Policies\Guichet\Guichet"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define LINK_KEY "Software\Classes\guichet"
; Electron registers this COM class for each user, to handle toasts. The same as in main/process/lifecycle.ts.
!define TOAST_CLASS "CLSID\{8C6C5A5E-93C1-4B5D-9B63-2C5C0E0D7A41}"
!define TOAST_SHORTCUT "AppData\Roaming\Microsoft\Windows\Start Menu\Programs\${PRODUCT_NAME}.lnk"
!define PROFILES_KEY "SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
; every agent watches for this file in the program's folder. The same as in main/process/closing.ts.
!define CLOSING_FILE "closing"
; numbers of waits of 250 ms each
!define POLITE_TURNS 40
!define FORCED_TURNS 20
!define REMOVING_TURNS 120
; from winerror.h
!define ERROR_INVALID_PARAMETER 87

!ifndef BUILD_UNINSTALLER
Var ServerUrl
Var AllowHttp
Var EnrolmentKey

; Pops a switch such as /SERVERURL= and pushes its value, "" where the switch is missing. The value ends at a space, or at
; the quotation mark that was opened before the switch or after its equals sign.
; GetOptions cannot be used: it cuts the value at the first slash.
Function ReadSwitch
  Exch $R0 ; the switch
  Push $R1 ; the command line
  Push $R2 ; current position
  Push $R3 ; the text at that position, as long as the switch, or one character
  Push $R4 ; length of the switch
  Push $R5 ; the character before that position
  Push $R6 ; the character that ends the value
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
  Push "/ALLOWHTTP="
  Call ReadSwitch
  Pop $AllowHttp
  ; without a scheme the address would be unusable for every agent
  ${If} $ServerUrl != ""
    StrCpy $R0 $ServerUrl 8
    StrCpy $R1 $ServerUrl 7
    ${If} $R0 != "https://"
    ${AndIf} $R1 != "http://"
      SetErrorLevel ${ERROR_INVALID_PARAMETER}
      Quit
    ${EndIf}
    ; without TLS everything crosses the network in clear: only to this computer, or when it is asked for
    StrCpy $R2 $ServerUrl 16
    StrCpy $R3 $ServerUrl 11
    ${If} $R1 == "http://"
    ${AndIf} $AllowHttp != "1"
    ${AndIf} $R2 != "http://localhost"
    ${AndIf} $R3 != "http://127."
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
  ; text after the two dashes is never parsed as a switch, whatever the link contains
  WriteRegStr HKLM "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
  ${If} $ServerUrl != ""
    WriteRegStr HKLM "${POLICY_KEY}" "ServerUrl" "$ServerUrl"
  ${EndIf}
  ${If} $AllowHttp == "1"
    WriteRegDWORD HKLM "${POLICY_KEY}" "AllowHttp" 1
  ${EndIf}
  ${If} $EnrolmentKey != ""
    WriteRegStr HKLM "${POLICY_KEY}" "EnrolmentKey" "$EnrolmentKey"
  ${EndIf}
!macroend

; Sets _RUNNING to 1 while a process runs the installed program: Windows then denies write access to it.
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

; Replaces electron-builder's check, which kills processes without notice. Agents run in the sessions of several users,
; where window messages do not reach them. They watch for a file in the program's folder, which only an administrator can
; create.
!macro customCheckAppRunning
  !insertmacro readRunning $R7
  ${If} $R7 == 1
    ClearErrors
    FileOpen $R9 "$INSTDIR\${CLOSING_FILE}" w
    ; Without write access this is the uninstaller before elevation; this code runs again after it.
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
; Pops the path of a file or folder inside a profile and removes it from every profile. Uses cmd's rd instead of RMDir: rd
; removes a junction without following it, which matters because users own these folders and this runs as administrator.
Function un.RemoveFromProfiles
  Exch $R0 ; path inside a profile
  Push $R1 ; index of the profile
  Push $R2 ; key of the profile, then its path
  Push $R3 ; exit code
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

; Removes the class for users who are signed in. For others it stays, without effect once the program is removed.
Function un.RemoveToastClass
  Push $R0 ; index of the user
  Push $R1 ; key of the user
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

; Replaces electron-builder's removal, which leaves a file behind that another program reads at this moment, such as a virus
; scanner: tries again, and lets Windows remove at its next start what is in use for longer. The part for updates is theirs.
!macro customRemoveFiles
  ${If} ${isUpdated}
    CreateDirectory "$PLUGINSDIR\old-install"
    Push ""
    Call un.atomicRMDir
    Pop $R0
    ${If} $R0 != 0
      Push ""
      Call un.restoreFiles
      Pop $R0
      Abort `Can't rename "$INSTDIR" to "$PLUGINSDIR\old-install".`
    ${EndIf}
  ${EndIf}
  SetOutPath $TEMP
  StrCpy $R8 0
  ${Do}
    RMDir /r "$INSTDIR"
    ${IfNot} ${FileExists} "$INSTDIR\*.*"
      ${ExitDo}
    ${EndIf}
    ${If} $R8 >= ${REMOVING_TURNS}
      RMDir /r /REBOOTOK "$INSTDIR"
      ${ExitDo}
    ${EndIf}
    IntOp $R8 $R8 + 1
    Sleep 250
  ${Loop}
!macroend

!macro customUnInstall
  ${IfNot} ${isUpdated}
    DeleteRegValue HKLM "${RUN_KEY}" "${PRODUCT_NAME}"
    DeleteRegKey HKLM "${LINK_KEY}"
    DeleteRegValue HKLM "${POLICY_KEY}" "AllowHttp"
    DeleteRegValue HKLM "${POLICY_KEY}" "ServerUrl"
    DeleteRegValue HKLM "${POLICY_KEY}" "EnrolmentKey"
    DeleteRegKey /ifempty HKLM "${POLICY_KEY}"
    DeleteRegKey /ifempty HKLM "Software\Policies\Guichet"
    Push "${TOAST_SHORTCUT}"
    Call un.RemoveFromProfiles
    Call un.RemoveToastClass
    ; installers downloaded by the updater
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
