@echo off
rem The command line: landdesk --help
"%~dp0runtime\python.exe" -m landdesk %*
