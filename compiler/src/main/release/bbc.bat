@echo off
rem Starts the bb compiler of a release. BBC_JAVA_HOME or JAVA_HOME is a JDK 25; without them, the java on PATH is.
setlocal
set "BBC_HOME=%~dp0.."
set "BBC_JAVA=java"
if defined JAVA_HOME set "BBC_JAVA=%JAVA_HOME%\bin\java"
if defined BBC_JAVA_HOME set "BBC_JAVA=%BBC_JAVA_HOME%\bin\java"
"%BBC_JAVA%" -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -Xshare:auto ^
  --add-exports java.base/jdk.internal.module=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ^
  -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %BBC_JAVA_OPTS% -cp "%BBC_HOME%\lib\*" bb.cli.Main %*
exit /b %ERRORLEVEL%
