#!/usr/bin/env bash
# Virtuoso: a year and its January are one value, and durations become numbers
#
# Version: Virtuoso 7.2.5.1 (Debian's virtuoso-opensource-7)
# Expected: Each value as it was loaded: xsd:gYear and xsd:gYearMonth have no value in common, and P1Y is a duration.
# Behaviour: Of 2016 and 2016-01 of one thing the first only is kept; 2016 finds the 2016-01 of another thing too; P1Y
# comes back as 12.
# Source: XML Schema Datatypes 1.1, https://www.w3.org/TR/xmlschema11-2/#gYear and #duration
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
<urn:one> <urn:begins> "2016"^^<http://www.w3.org/2001/XMLSchema#gYear> .
<urn:one> <urn:begins> "2016-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .
<urn:other> <urn:begins> "2016-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .
<urn:one> <urn:lasts> "P1Y"^^<http://www.w3.org/2001/XMLSchema#duration> .
VALUES
virtuoso-t +foreground +wait +configfile virtuoso.ini >server.log 2>&1 &
server=$!
for _ in $(seq 120); do
  if echo "SELECT 1;" | isql-vt 127.0.0.1:$port dba dba >/dev/null 2>&1; then break; fi
  sleep 0.5
done
seen=$(isql-vt 127.0.0.1:$port dba dba VERBOSE=OFF PROMPT=OFF BANNER=OFF <<ISQL | tr -s ' ' | sed 's/ *$//' | grep -v '^$'
DB.DBA.TTLP (file_to_string_output ('$folder/values.nt'), '', 'urn:graph', 0);
SPARQL SELECT (CONCAT("dates of one thing: ", STR(COUNT(?date))) AS ?v) FROM <urn:graph> WHERE { <urn:one> <urn:begins> ?date };
SPARQL SELECT (CONCAT("begins in 2016: ", STR(?thing)) AS ?v) FROM <urn:graph> WHERE { ?thing <urn:begins> "2016"^^<http://www.w3.org/2001/XMLSchema#gYear> } ORDER BY ?thing;
SPARQL SELECT (CONCAT("lasts: ", STR(?duration)) AS ?v) FROM <urn:graph> WHERE { <urn:one> <urn:lasts> ?duration };
ISQL
)
known=$(cat <<'KNOWN'
dates of one thing: 1
begins in 2016: urn:one
begins in 2016: urn:other
lasts: 12
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
