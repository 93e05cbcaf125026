@echo off
rem The window of the portable folder. Settings stay with the person who is logged in.
start "" "%~dp0runtime\pythonw.exe" -m landdesk %*
