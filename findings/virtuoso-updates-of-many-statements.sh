#!/usr/bin/env bash
# Virtuoso: an update of 1,500 statements is refused for the length of what it is translated to
#
# Version: Virtuoso 7.2.5.1 (Debian's virtuoso-opensource-7)
# Expected: INSERT DATA adds the statements that it lists; SPARQL has no limit of their number, and 75 kB are little.
# Behaviour: With the limit of a query's cost that Debian sets (MaxQueryCostEstimationTime), 1,000 short statements are added, and 1,500
# are refused with error SP031: each becomes some lines of SQL, and there may be 10,000. Nothing of a refused update is added.
# Source: SPARQL 1.1 Update, https://www.w3.org/TR/sparql11-update/#insertData
#
# Runs the program of the system on the loopback address, in a temporary folder, which is removed at the end; exits with 1
# when the behaviour has changed, with 2 where the program is missing.
set -eu
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
command -v virtuoso-t isql-vt >/dev/null || { echo "Virtuoso 7 is not installed (Debian: virtuoso-opensource-7)"; exit 2; }
command -v curl >/dev/null || { echo "curl is missing"; exit 2; }
{ virtuoso-t -? 2>&1 || true; } | grep -m1 Version || true
cd "$folder"
port=$(python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
http=$(python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
cat >virtuoso.ini <<INI
[Database]
DatabaseFile = $folder/virtuoso.db
ErrorLogFile = $folder/virtuoso.log
TransactionFile = $folder/virtuoso.trx
[Parameters]
ServerPort = 127.0.0.1:$port
DisableUnixSocket = 1
NumberOfBuffers = 4000
DirsAllowed = $folder
[HTTPServer]
ServerPort = 127.0.0.1:$http
ServerRoot = $folder
[SPARQL]
MaxQueryCostEstimationTime = 400
INI
virtuoso-t +foreground +wait +configfile virtuoso.ini >server.log 2>&1 &
server=$!
for _ in $(seq 120); do
  if echo "SELECT 1;" | isql-vt 127.0.0.1:$port dba dba >/dev/null 2>&1; then break; fi
  sleep 0.5
done
isql() { isql-vt 127.0.0.1:$port dba dba VERBOSE=OFF PROMPT=OFF BANNER=OFF; }
add() { # so many statements, by the SPARQL protocol; what is said of it
  {
    echo "INSERT DATA { GRAPH <urn:g$1> {"
    for n in $(seq "$1"); do echo "<urn:s$n> <urn:p> $n ."; done
    echo "} }"
  } >update.ru
  curl -s --digest -u dba:dba --data-urlencode "query=$(cat update.ru)" "http://127.0.0.1:$http/sparql-auth" \
    | grep -o 'SP031.*10000 lines' | head -1 || true
}
seen=$(
  for many in 1000 1500; do
    said=$(add $many)
    there=$(echo "SPARQL SELECT (COUNT(*) AS ?n) WHERE { GRAPH <urn:g$many> { ?s ?p ?o } };" | isql | grep -E '^[0-9]+' | head -1)
    echo "$many: $there added${said:+, $said}"
  done
)
known=$(cat <<'KNOWN'
1000: 1000 added
1500: 0 added, SP031: SPARQL: Internal error: The length of generated SQL text has exceeded 10000 lines
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
