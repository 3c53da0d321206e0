# Builds what the load commands need, if it is missing or older than a source. Read by compare, streams, readers, soak and profile.
set -eu

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

benchmarks=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
project=$(dirname "$benchmarks")
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java

command -v "$java" >/dev/null || fail "needs a JDK, 17 or later: java is not on the PATH"
command -v mvn >/dev/null || fail "needs Maven to build: mvn is not on the PATH"
command -v go >/dev/null || fail "needs Go, 1.22 or later, for the upstream and the load tools: go is not on the PATH"
command -v wrk >/dev/null || fail "needs wrk (Debian: apt-get install wrk)"

is_stale() {
    [ ! -f "$1" ] || [ -n "$(find "$project/pom.xml" "$project"/qlite-*/src/main "$benchmarks/src/main" "$benchmarks/pom.xml" \
        -newer "$1" | head -n 1)" ]
}

if is_stale "$benchmarks/target/benchmarks.jar" || is_stale "$project/qlite-jetty-standalone/target/qlite.jar"; then
    echo "building qlite and the benchmarks (a minute or two the first time)" >&2
    mvn -q -B -f "$project/pom.xml" -pl benchmarks,qlite-jetty-standalone -am package -Dmaven.test.skip \
        -Dstyle.color=never -Dspotless.check.skip -Djacoco.skip -Denforcer.skip >&2 || fail "the build failed"
    touch "$benchmarks/target/benchmarks.jar" "$project/qlite-jetty-standalone/target/qlite.jar"
fi
(cd "$benchmarks/tools" && go build -o ../target/tools/ ./upstream ./openloop ./streams ./soak) || fail "the build of the tools failed"

# Runs a main class of the benchmarks: load CLASS ARGUMENT...
load() {
    class=$1
    shift
    exec "$java" -Dbenchmarks.home="$benchmarks" -cp "$benchmarks/target/benchmarks.jar" "dev.qlite.benchmarks.load.$class" "$@"
}
