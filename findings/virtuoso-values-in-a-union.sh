#!/usr/bin/env bash
# Virtuoso: a UNION of which one branch is only VALUES has no rows at all
#
# Version: Virtuoso 7.2.5.1 (Debian's virtuoso-opensource-7)
# Expected: The rows of both branches: UNION adds the solutions of its second pattern to those of its first, and VALUES is a
# pattern.
# Behaviour: None, not even those of the other branch. With BIND, or with VALUES in a query of its own, all are there.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#inline-data and #alternatives
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
<urn:a> <urn:within> <urn:b> .
<urn:b> <urn:within> <urn:c> .
VALUES
virtuoso-t +foreground +wait +configfile virtuoso.ini >server.log 2>&1 &
server=$!
for _ in $(seq 120); do
  if echo "SELECT 1;" | isql-vt 127.0.0.1:$port dba dba >/dev/null 2>&1; then break; fi
  sleep 0.5
done
seen=$(isql-vt 127.0.0.1:$port dba dba VERBOSE=OFF PROMPT=OFF BANNER=OFF <<ISQL | tr -s ' ' | sed 's/ *$//' | grep -v '^$'
DB.DBA.TTLP (file_to_string_output ('$folder/values.nt'), '', 'urn:graph', 0);
SPARQL SELECT (CONCAT("with VALUES: ", STR(COUNT(?x))) AS ?v) WHERE { { ?x <urn:within> ?y } UNION { VALUES ?x { <urn:d> } } };
SPARQL SELECT (CONCAT("with VALUES first: ", STR(COUNT(?x))) AS ?v) WHERE { { VALUES ?x { <urn:d> } } UNION { ?x <urn:within> ?y } };
SPARQL SELECT (CONCAT("with BIND: ", STR(COUNT(?x))) AS ?v) WHERE { { ?x <urn:within> ?y } UNION { BIND(<urn:d> AS ?x) } };
SPARQL SELECT (CONCAT("with VALUES in a query: ", STR(COUNT(?x))) AS ?v) WHERE { { ?x <urn:within> ?y } UNION { SELECT ?x { VALUES ?x { <urn:d> } } } };
ISQL
)
known=$(cat <<'KNOWN'
with VALUES: 0
with VALUES first: 0
with BIND: 3
with VALUES in a query: 3
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
