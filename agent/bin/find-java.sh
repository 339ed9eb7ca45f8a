# shellcheck shell=sh
# For the scripts beside it: finds a Java of 17 or newer. Whoever reads this in has a function "fail", which takes a sentence.

# The major version of the Java in a home directory, from its release file; nothing if there is none.
version_of() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets java_home, and version, its major version.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    version=$(version_of "$JAVA_HOME")
    [ "${version:-0}" -ge 17 ] && { java_home=$JAVA_HOME; return; }
  fi
  if command -v java >/dev/null 2>&1; then
    java=$(command -v java)
    java=$(readlink -f "$java" 2>/dev/null || echo "$java")
    candidate=$(dirname "$(dirname "$java")")
    version=$(version_of "$candidate")
    [ "${version:-0}" -ge 17 ] && { java_home=$candidate; return; }
  fi
  for candidate in /usr/lib/jvm/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    version=$(version_of "$candidate")
    [ "${version:-0}" -ge 17 ] && { java_home=$candidate; return; }
  done
  fail "no Java 17 or newer found. Install one, or set JAVA_HOME to its directory (JAVA_HOME is '${JAVA_HOME:-}' now)."
}
