#!/usr/bin/env bash
# Virtuoso: dividing, going round by a path, MINUS and UNDEF are otherwise than in SPARQL
#
# Version: Virtuoso 7.2.5.1 (Debian's virtuoso-opensource-7)
# Expected: 1/2 is 0.5; a path with + that goes round leads back to its start; MINUS leaves what shares no variable with it;
# UNDEF goes with any value.
# Behaviour: 1/2 is 0; the start is not reached; MINUS takes all away; UNDEF goes with none.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#OperatorMapping, #propertypaths, #neg-minus and
# #inline-data
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
<urn:b> <urn:within> <urn:a> .
VALUES
virtuoso-t +foreground +wait +configfile virtuoso.ini >server.log 2>&1 &
server=$!
for _ in $(seq 120); do
  if echo "SELECT 1;" | isql-vt 127.0.0.1:$port dba dba >/dev/null 2>&1; then break; fi
  sleep 0.5
done
seen=$(isql-vt 127.0.0.1:$port dba dba VERBOSE=OFF PROMPT=OFF BANNER=OFF <<ISQL | tr -s ' ' | sed 's/ *$//' | grep -v '^$'
DB.DBA.TTLP (file_to_string_output ('$folder/values.nt'), '', 'urn:graph', 0);
SPARQL SELECT (CONCAT("1/2: ", STR(1/2)) AS ?v) WHERE {};
SPARQL SELECT (CONCAT("around a, by a path: ", STR(COUNT(?place))) AS ?v) FROM <urn:graph> WHERE { <urn:a> <urn:within>+ ?place };
SPARQL SELECT (CONCAT("left by MINUS: ", STR(COUNT(?x))) AS ?v) WHERE { VALUES ?x { 1 2 } MINUS { VALUES ?y { 1 } } };
SPARQL SELECT (CONCAT("with UNDEF: ", STR(COUNT(?x))) AS ?v) WHERE { VALUES (?a ?x) { (1 UNDEF) } VALUES ?x { 2 3 } };
ISQL
)
known=$(cat <<'KNOWN'
1/2: 0
around a, by a path: 1
left by MINUS: 0
with UNDEF: 0
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
