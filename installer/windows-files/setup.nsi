; The set-up for one person: no administrator, no network, no registry beyond the person's own part.
; makensis is given: VERSION, STAGE (the payload), MADE (a folder: install and delete lines of the payload, Vietnamese words, the
; picture beside the first and the last page), SIZE_KB, SIZE_MB, OUTPUT, COMPRESSION.
Unicode true
Target amd64-unicode
SetCompressor /SOLID ${COMPRESSION}
!if "${COMPRESSION}" == "lzma"
  SetCompressorDictSize 64   ; MB of memory when it is unpacked, too
!endif
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
AllowSkipFiles off
CRCCheck force

!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\LandDesk"
!define CLASSES "Software\Classes"
!define START '"$INSTDIR\runtime\pythonw.exe" -m landdesk'

Name "LandDesk"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\LandDesk"
InstallDirRegKey HKCU "Software\LandDesk" "Folder"
BrandingText "LandDesk ${VERSION}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "LandDesk"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "LandDesk ${VERSION}"
VIAddVersionKey "LegalCopyright" "LICENCES.txt"

!define MUI_ICON "${STAGE}\landdesk.ico"
!define MUI_UNICON "${STAGE}\landdesk.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${MADE}/side.bmp"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\runtime\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-m landdesk"

!define MUI_WELCOMEPAGE_TEXT "$(WELCOME)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGEEX "${MADE}" "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

LangString WELCOME ${LANG_VIETNAMESE} "LandDesk là chương trình quản lý thửa đất của xã, phường. Cài đặt không cần mạng và không cần quyền quản trị.$\r$\n$\r$\nNếu máy đã có LandDesk, hãy đóng mọi cửa sổ LandDesk. Kho dữ liệu, gói và thiết lập được giữ nguyên.$\r$\n$\r$\nNhấn Tiếp theo để tiếp tục."
LangString WELCOME ${LANG_ENGLISH} "LandDesk is a program for the land parcels of a commune. Installing needs no network and no administrator.$\r$\n$\r$\nIf LandDesk is on this computer already, close all its windows. Stores, packages and settings are kept.$\r$\n$\r$\nPress Next to go on."
LangString STORE_KIND ${LANG_VIETNAMESE} "Kho dữ liệu LandDesk"
LangString STORE_KIND ${LANG_ENGLISH} "LandDesk store"
LangString PACKAGE_KIND ${LANG_VIETNAMESE} "Gói dữ liệu LandDesk"
LangString PACKAGE_KIND ${LANG_ENGLISH} "LandDesk package"
LangString COMMENT ${LANG_VIETNAMESE} "Thửa đất của xã: bản đồ, thông tin, kiểm tra, chỉnh sửa, trao đổi"
LangString COMMENT ${LANG_ENGLISH} "Parcels of a commune: map, record, checks, edits, exchange"
LangString NOT_64 ${LANG_VIETNAMESE} "LandDesk cần Windows 10 hoặc Windows 11 loại 64 bit. Máy này dùng loại khác nên không cài được."
LangString NOT_64 ${LANG_ENGLISH} "LandDesk needs Windows 10 or Windows 11 of 64 bits. This computer has another one, so it cannot be installed."
LangString RUNNING ${LANG_VIETNAMESE} "LandDesk đang chạy. Hãy lưu, đóng mọi cửa sổ LandDesk rồi bấm Thử lại (Retry)."
LangString RUNNING ${LANG_ENGLISH} "LandDesk is running. Close all its windows, then press Retry."
LangString NO_SPACE ${LANG_VIETNAMESE} "Ổ đĩa của thư mục đã chọn không đủ chỗ trống. LandDesk cần ${SIZE_MB} MB. Hãy xóa bớt tệp hoặc chọn ổ đĩa khác rồi chạy lại."
LangString NO_SPACE ${LANG_ENGLISH} "The drive of the chosen folder has too little space. LandDesk needs ${SIZE_MB} MB. Delete files or choose another drive, then start again."
LangString OLD_STAYS ${LANG_VIETNAMESE} "Không gỡ được phiên bản cũ. Hãy khởi động lại máy rồi chạy lại bộ cài."
LangString OLD_STAYS ${LANG_ENGLISH} "The older version could not be removed. Restart the computer, then start the set-up again."
LangString KEPT ${LANG_VIETNAMESE} "Kho dữ liệu, gói và thiết lập được giữ nguyên."
LangString KEPT ${LANG_ENGLISH} "Stores, packages and settings are kept."

!include "${MADE}/files.nsh"

; Leaves with code 2 when a window is open: Windows lets nobody write to a program that runs. -----------------------
!macro REFUSE_WHILE_RUNNING LABEL
${LABEL}_again:
  ${If} ${FileExists} "$INSTDIR\runtime\pythonw.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\runtime\pythonw.exe" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY ${LABEL}_again
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
    ClearErrors
    FileOpen $0 "$INSTDIR\runtime\python.exe" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY ${LABEL}_again
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  StrCpy $LANGUAGE ${LANG_VIETNAMESE}
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_64)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Function un.onInit
  StrCpy $LANGUAGE ${LANG_VIETNAMESE}
FunctionEnd

Section
  SetShellVarContext current
  !insertmacro REFUSE_WHILE_RUNNING setup
  ${GetRoot} "$INSTDIR" $1
  ${DriveSpace} "$1\" "/D=F /S=M" $2
  ${If} $2 < ${SIZE_MB}
    MessageBox MB_OK|MB_ICONSTOP "$(NO_SPACE)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  ; The older version knows its own files. What it does not know, stores above all, stays.
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR' $0
    ${If} $0 <> 0
      MessageBox MB_OK|MB_ICONSTOP "$(OLD_STAYS)" /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${EndIf}

  !insertmacro INSTALL_FILES
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr HKCU "Software\LandDesk" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "LandDesk"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\landdesk.ico"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "Comments" "$(KEPT)"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  WriteRegStr HKCU "${CLASSES}\.landdesk" "" "LandDesk.Store"
  WriteRegStr HKCU "${CLASSES}\LandDesk.Store" "" "$(STORE_KIND)"
  WriteRegStr HKCU "${CLASSES}\LandDesk.Store\DefaultIcon" "" "$INSTDIR\landdesk.ico"
  WriteRegStr HKCU "${CLASSES}\LandDesk.Store\shell\open\command" "" '${START} "%1"'
  WriteRegStr HKCU "${CLASSES}\.ldpkg" "" "LandDesk.Package"
  WriteRegStr HKCU "${CLASSES}\LandDesk.Package" "" "$(PACKAGE_KIND)"
  WriteRegStr HKCU "${CLASSES}\LandDesk.Package\DefaultIcon" "" "$INSTDIR\landdesk.ico"
  WriteRegStr HKCU "${CLASSES}\LandDesk.Package\shell\open\command" "" '${START} "%1"'
  ${RefreshShellIcons}

  SetOutPath "$DOCUMENTS"   ; where a shortcut starts is where the first file dialog looks
  CreateShortcut "$SMPROGRAMS\LandDesk.lnk" "$INSTDIR\runtime\pythonw.exe" "-m landdesk" "$INSTDIR\landdesk.ico" 0 SW_SHOWNORMAL "" "$(COMMENT)"
  CreateShortcut "$DESKTOP\LandDesk.lnk" "$INSTDIR\runtime\pythonw.exe" "-m landdesk" "$INSTDIR\landdesk.ico" 0 SW_SHOWNORMAL "" "$(COMMENT)"
SectionEnd

Section Uninstall
  SetShellVarContext current
  !insertmacro REFUSE_WHILE_RUNNING uninstall
  SetOutPath "$TEMP"        ; a folder that is somebody's working folder cannot be removed
  !insertmacro DELETE_FILES
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"          ; stays where a person keeps something in it
  Delete "$SMPROGRAMS\LandDesk.lnk"
  Delete "$DESKTOP\LandDesk.lnk"
  DeleteRegKey HKCU "${CLASSES}\LandDesk.Store"
  DeleteRegKey HKCU "${CLASSES}\LandDesk.Package"
  DeleteRegKey HKCU "${CLASSES}\.landdesk"
  DeleteRegKey HKCU "${CLASSES}\.ldpkg"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\LandDesk"
  ${RefreshShellIcons}
SectionEnd
