#!/usr/bin/env bash
# Virtuoso: an expression with COALESCE that is both filtered and selected has the value of another row
#
# Version: Virtuoso 7.2.5.1 (Debian's virtuoso-opensource-7)
# Expected: Beside each ?s its own text: an expression in SELECT is evaluated for each solution.
# Behaviour: Where a FILTER compares the same COALESCE(STR(?s), ""), what is selected is a text of a row that the filter leaves
# out. With STR(?s) in both, or with COALESCE in one of the two only, each row has its own.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#selectExpressions and #func-coalesce
#
# Runs the program of the system on the loopback address, in a temporary folder, which is removed at the end; exits with 1
# when the behaviour has changed, with 2 where the program is missing.
set -eu
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
command -v virtuoso-t isql-vt >/dev/null || { echo "Virtuoso 7 is not installed (Debian: virtuoso-opensource-7)"; exit 2; }
{ virtuoso-t -? 2>&1 || true; } | grep -m1 Version || true
cd "$folder"
port=$(python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
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
INI
cat >values.nt <<'VALUES'
<urn:a> <urn:p> <urn:x> .
<urn:b> <urn:p> <urn:x> .
<urn:c> <urn:p> <urn:x> .
<urn:d> <urn:p> <urn:x> .
VALUES
virtuoso-t +foreground +wait +configfile virtuoso.ini >server.log 2>&1 &
server=$!
for _ in $(seq 120); do
  if echo "SELECT 1;" | isql-vt 127.0.0.1:$port dba dba >/dev/null 2>&1; then break; fi
  sleep 0.5
done
seen=$(isql-vt 127.0.0.1:$port dba dba VERBOSE=OFF PROMPT=OFF BANNER=OFF <<ISQL | tr -s ' ' | sed 's/ *$//' | grep -v '^$'
DB.DBA.TTLP (file_to_string_output ('$folder/values.nt'), '', 'urn:graph', 0);
SPARQL SELECT ("both" AS ?coalesce) ?s (COALESCE(STR(?s), "") AS ?text) WHERE { ?s <urn:p> ?o FILTER(COALESCE(STR(?s), "") >= "urn:c") } ORDER BY ?s;
SPARQL SELECT ("filter" AS ?coalesce) ?s (STR(?s) AS ?text) WHERE { ?s <urn:p> ?o FILTER(COALESCE(STR(?s), "") >= "urn:c") } ORDER BY ?s;
SPARQL SELECT ("selection" AS ?coalesce) ?s (COALESCE(STR(?s), "") AS ?text) WHERE { ?s <urn:p> ?o FILTER(STR(?s) >= "urn:c") } ORDER BY ?s;
SPARQL SELECT ("none" AS ?coalesce) ?s (STR(?s) AS ?text) WHERE { ?s <urn:p> ?o FILTER(STR(?s) >= "urn:c") } ORDER BY ?s;
ISQL
)
known=$(cat <<'KNOWN'
both urn:c urn:a
both urn:d urn:a
filter urn:c urn:c
filter urn:d urn:d
selection urn:c urn:c
selection urn:d urn:d
none urn:c urn:c
none urn:d urn:d
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
