@echo off
rem Starts the bb compiler of a release: with the JDK of BBC_JAVA_HOME, or the one beside the compiler, if the release
rem has one, or that of JAVA_HOME, or the java on PATH.
setlocal DisableDelayedExpansion
set "BBC_HOME=%~dp0.."
set "BBC_JAVA=java"
if defined JAVA_HOME set "BBC_JAVA=%JAVA_HOME%\bin\java"
if exist "%BBC_HOME%\java\bin\java.exe" set "BBC_JAVA=%BBC_HOME%\java\bin\java"
if defined BBC_JAVA_HOME set "BBC_JAVA=%BBC_JAVA_HOME%\bin\java"
rem What bbc prints is UTF-8, in a console as in a file: the console is told so, and afterwards what it was told before.
for /f "tokens=2 delims=:." %%p in ('chcp') do set "BBC_PAGE=%%p"
chcp 65001 > nul
"%BBC_JAVA%" -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -Xshare:auto ^
  --add-exports java.base/jdk.internal.module=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ^
  -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %BBC_JAVA_OPTS% -cp "%BBC_HOME%\lib\*" bb.cli.Main %*
set "BBC_STATUS=%ERRORLEVEL%"
if defined BBC_PAGE chcp %BBC_PAGE% > nul
exit /b %BBC_STATUS%
