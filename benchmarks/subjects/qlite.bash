# qlite's standalone proxy as ./qlite starts it, on the JDK of the version $jdk. Read by qlite-17 and qlite-25.
set -euo pipefail

project=$(realpath "$(dirname "$0")/../..")

# The home of an installed JDK of that version: JAVA_HOME, what is on the PATH, or one that is installed beside it.
java_home() {
  local default home
  default=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
  for home in "${JAVA_HOME:-$default}" "$default" "$(dirname "$default")"/*; do
    if grep -q "^JAVA_VERSION=\"$jdk[.\"]" "$home/release" 2>/dev/null; then echo "$home"; return; fi
  done
  echo "there is no JDK $jdk beside $default" >&2
  return 1
}

# Its defaults, cache and access log included.
start() {
  local home
  home=$(java_home)
  cat >"$WORK/qlite.yaml" <<YAML
server: {port: $PORT}
providers:
  upstream: {type: openai, base_url: "$UPSTREAM/v1", api_key: none, models: [bench], max_connections: 20000}
  secure: {type: openai, base_url: "$UPSTREAM_TLS/v1", api_key: none, models: [bench-tls]}
YAML
  export JAVA_HOME=$home
  export QLITE_JAVA_OPTIONS="-Djavax.net.ssl.trustStore=$UPSTREAM_TRUST -Djavax.net.ssl.trustStorePassword=changeit ${QLITE_JAVA_OPTIONS-}"
  exec "$project/qlite" proxy --config "$WORK/qlite.yaml"
}

client() {
  cat <<LINES
path=/v1/chat/completions
model=bench
tls-path=/v1/chat/completions
tls-model=bench-tls
caches=true
LINES
}

case ${1-} in
  install) ;;
  version) home=$(java_home); sed -n "s/^JAVA_VERSION=\"\(.*\)\"/$(git -C "$project" rev-parse --short HEAD 2>/dev/null || echo qlite), JDK \1/p" "$home/release" ;;
  start) : "${PORT:?}" "${UPSTREAM:?}" "${UPSTREAM_TLS:?}" "${UPSTREAM_TRUST:?}" "${WORK:?}"; start ;;
  client) client ;;
  *) echo "usage: $0 install|version|start|client" >&2; exit 2 ;;
esac
