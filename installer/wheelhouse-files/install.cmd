@echo off
rem Installs LandDesk into a folder of its own from the wheels beside this file; needs Python 3.11 of 64 bits, no network.
rem   install.cmd [FOLDER]
setlocal
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\Programs\LandDesk-venv"
py -3.11 -m venv "%TARGET%" || exit /b 1
"%TARGET%\Scripts\python.exe" -m pip install --no-index --find-links "%~dp0wheels" --require-hashes -r "%~dp0requirements.txt" || exit /b 1
echo "%TARGET%\Scripts\landdesk.exe"
