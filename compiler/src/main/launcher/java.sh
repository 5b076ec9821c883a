# Finding a JDK and running Java with it: what the launcher of a clone and that of a release have in common. Read
# into a shell, not run. The launcher defines real_path, by which it has found this file.

required=25

say() { printf '%s\n' "bbc: $*" >&2; }

# ---- the JDK

# Succeeds if folder $1 holds a JDK that is new enough; "looked" collects what was seen otherwise.
looked=
is_jdk() {
  [ -n "$1" ] && [ -d "$1" ] || return 1
  version=
  if [ -f "$1/release" ]; then
    while IFS= read -r line; do
      case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=\"} ;; esac
    done < "$1/release"
  elif [ -x "$1/bin/java" ]; then
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  else
    return 1
  fi
  version=${version%\"}
  major=${version%%[!0-9]*}
  if [ "${major:-0}" -ge "$required" ] && [ -x "$1/bin/javac" ]; then
    return 0
  fi
  if [ "${major:-0}" -ge "$required" ]; then version="$version, without javac"; fi
  looked="$looked
  $1 (version ${version:-unknown})"
  return 1
}

# Sets "default" to the home of the java on PATH, also where that is a stub of a version manager.
default_java_home() {
  default=
  java=$(command -v java) || return 1
  real_path "$java"
  default=${real%/*/*}
  if [ ! -f "$default/release" ]; then
    default=$("$java" -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *java\.home = //p')
  fi
}

find_jdk() {
  if [ -n "${BBC_JAVA_HOME:-}" ]; then
    jdk=$BBC_JAVA_HOME
    is_jdk "$jdk" && return 0
    say "BBC_JAVA_HOME is $BBC_JAVA_HOME, which is no JDK $required or newer"
    exit 64
  fi
  jdk=${JAVA_HOME:-}
  is_jdk "$jdk" && return 0
  default_java_home
  is_jdk "$default" && { jdk=$default; return 0; }
  for jdk in "${default:+$(dirname "$default")}"/* /usr/lib/jvm/* /usr/java/* /opt/*jdk* \
      /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk* \
      "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
      "$HOME"/.local/share/mise/installs/java/*; do
    is_jdk "$jdk" && return 0
  done
  say "no JDK $required or newer was found"
  if [ -n "$looked" ]; then
    printf '%s\n' "These are older:$looked" | awk '!seen[$0]++' >&2
  fi
  cat >&2 <<EOF
Install one, for instance with
  sdk install java $required-tem        (https://sdkman.io)
  brew install openjdk@$required        (macOS)
  apt install openjdk-$required-jdk     (Debian, Ubuntu)
or from https://adoptium.net. If there is one already, say where:
  export JAVA_HOME=/path/to/jdk-$required
EOF
  exit 64
}

# ---- Java

# Runs Java, by "command" or by "exec": options of its own, then a class and its arguments. The Vector API comes from a
# module that Main loads by itself: asking for it here would put the incubator warning on the screen at
# every start. Protocol buffers use memory access that Java would warn of. A cache of classes that is of
# no use is no matter to speak of.
run_java() {
  how=$1
  shift
  $how "$jdk/bin/java" -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -Xlog:aot=off -Xlog:cds=off \
    --add-exports java.base/jdk.internal.module=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -cp "$classpath" "$@"
}

# The parts of the compiler, each with a cache of classes of its own, as a start takes the longer the more there are in it:
# what says whether networks are right, what says more of them, and what generates code.
parts="check front back"

# Sets "part" to the part of the compiler that command $1 needs, and "jit" to options for it: for what is over
# in a moment, a compiler that is quick itself suits better than one that makes code quick, and getting the heap in
# large pages, where the system gives any, better than getting each small one when it is first touched. Only
# networks that run here are worth quick code. Where that compiler is alone, it gets so little room for what it compiles that
# generating code for TornadoVM has Java look for some to throw away.
choose_part() {
  case $1 in
    run | bench) part=back jit= ; return ;;
    compile | export) part=back ;;
    check | -V | --version) part=check ;;
    *) part=front ;;
  esac
  jit="-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m -XX:-UsePerfData"
  pages=
  { IFS= read -r pages < /sys/kernel/mm/transparent_hugepage/enabled; } 2>/dev/null
  case $pages in *'[always]'* | *'[madvise]'*) jit="$jit -XX:+UseTransparentHugePages" ;; esac
}

# Makes the cache of classes of part $part, file $3, by commands about the networks of file $1 that write into folder $2. What
# Java takes down of methods besides would have it compile, at each start, whatever some other command needs.
make_part() {
  profiles=
  if [ $part != back ]; then profiles="-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining"; fi
  run_java command $profiles -XX:AOTCacheOutput="$3" bb.cli.Training $part "$1" "$2"
}

# Names of files are bytes, which Java reads as the locale says: in that of cron and small containers, which has but ASCII, it
# could open no others.
speak_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in C | POSIX) LC_ALL=C.UTF-8 && export LC_ALL ;; esac
}

# Becomes bb.cli.Main, with the cache of classes in file $1 if there is one, after choose_part.
start() {
  speak_utf8
  cache_of_classes=
  if [ -f "$1" ]; then cache_of_classes=-XX:AOTCache=$1; fi
  shift
  # Java cannot tell whether its output goes to a terminal.
  terminal=
  if [ -t 1 ]; then terminal="$terminal -Dbbc.terminal.out=true"; fi
  if [ -t 2 ]; then terminal="$terminal -Dbbc.terminal.err=true"; fi
  run_java exec ${cache_of_classes:+"$cache_of_classes"} $jit $terminal ${BBC_JAVA_OPTS:-} bb.cli.Main "$@"
}
