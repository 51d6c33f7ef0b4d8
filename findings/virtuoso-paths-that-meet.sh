#!/usr/bin/env bash
# Virtuoso: where two paths of any length meet, or one stands in NOT EXISTS, answers over all graphs are other ones
#
# Version: Virtuoso 7.2.5.1 (Debian's virtuoso-opensource-7)
# Expected: Of two links within A and two within B, all that a thing has are found: FROM both graphs or over all graphs, the
# same; and what has no path to A is what is left when those that have one are taken away.
# Behaviour: Over all graphs a group with two paths (with *, + or ?) loses rows, and NOT EXISTS with one path takes too few
# away; both are right where each path is one step. https://github.com/openlink/virtuoso-opensource/issues/127 (open) has
# two paths that lose rows with FROM.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#propertypaths and #neg-pattern
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
cat >places.nt <<'PLACES'
<urn:a1> <urn:within> <urn:A> .
<urn:a2> <urn:within> <urn:A> .
<urn:b1> <urn:within> <urn:B> .
<urn:b2> <urn:within> <urn:B> .
<urn:one> <urn:links> <urn:a1> .
<urn:one> <urn:links> <urn:b1> .
<urn:two> <urn:links> <urn:a2> .
<urn:two> <urn:links> <urn:b2> .
PLACES
virtuoso-t +foreground +wait +configfile virtuoso.ini >server.log 2>&1 &
server=$!
for _ in $(seq 120); do
  if echo "SELECT 1;" | isql-vt 127.0.0.1:$port dba dba >/dev/null 2>&1; then break; fi
  sleep 0.5
done
meet='?thing <urn:links>/<urn:within>* <urn:A> ; <urn:links>/<urn:within>* <urn:B>'
steps='?thing <urn:links>|(<urn:links>/<urn:within>) <urn:A> ; <urn:links>|(<urn:links>/<urn:within>) <urn:B>'
seen=$(isql-vt 127.0.0.1:$port dba dba VERBOSE=OFF PROMPT=OFF BANNER=OFF <<ISQL | tr -s ' ' | sed 's/ *$//' | grep -v '^$'
DB.DBA.TTLP (file_to_string_output ('$folder/places.nt'), '', 'urn:graph', 0);
SPARQL SELECT (CONCAT("FROM the graph: ", STR(COUNT(DISTINCT ?thing))) AS ?v) FROM <urn:graph> WHERE { $meet };
SPARQL SELECT (CONCAT("over all graphs: ", STR(COUNT(DISTINCT ?thing))) AS ?v) WHERE { $meet };
SPARQL SELECT (CONCAT("over all graphs, one step each: ", STR(COUNT(DISTINCT ?thing))) AS ?v) WHERE { $steps };
SPARQL SELECT (CONCAT("places not in A: ", STR(COUNT(DISTINCT ?p))) AS ?v) WHERE { ?p <urn:within> ?any FILTER NOT EXISTS { ?p <urn:within>* <urn:A> } };
SPARQL SELECT (CONCAT("places not in A, by one step: ", STR(COUNT(DISTINCT ?p))) AS ?v) WHERE { ?p <urn:within> ?any FILTER NOT EXISTS { ?p <urn:within> <urn:A> } };
ISQL
)
echo "$seen"
known=$(cat <<'KNOWN'
FROM the graph: 2
over all graphs: 1
over all graphs, one step each: 2
places not in A: 3
places not in A, by one step: 2
KNOWN
)
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
