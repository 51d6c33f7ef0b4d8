#!/usr/bin/env bash
# Virtuoso: a question that is not answered in time is answered: ASK says no, COUNT gives no row
#
# Version: Virtuoso 7.2.5.1 (Debian's virtuoso-opensource-7)
# Expected: An error, or another status than 200, where the time that the request allows (timeout=1000, in milliseconds) is
# over before the query is: there are three such things, so the answer is yes.
# Behaviour: Status 200 and an answer in good form: no row, which with ASK says no. Only the header X-SQL-State tells. With
# CONSTRUCT the triples found so far come.
# Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/#ask; Virtuoso's “anytime queries”,
# https://github.com/openlink/virtuoso-opensource/blob/develop/7/README.ANYTIME.md
#
# Runs the program of the system on the loopback address, in a temporary folder, which is removed at the end; exits with 1
# when the behaviour has changed, with 2 where the program is missing.
set -eu
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
command -v virtuoso-t isql-vt curl >/dev/null || { echo "Virtuoso 7 is not installed (Debian: virtuoso-opensource-7), or curl"; exit 2; }
{ virtuoso-t -? 2>&1 || true; } | grep -m1 Version || true
cd "$folder"
port() { python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"; }
sql=$(port) http=$(port)
cat >virtuoso.ini <<INI
[Database]
DatabaseFile = $folder/virtuoso.db
ErrorLogFile = $folder/virtuoso.log
TransactionFile = $folder/virtuoso.trx
[Parameters]
ServerPort = 127.0.0.1:$sql
DisableUnixSocket = 1
NumberOfBuffers = 4000
DirsAllowed = $folder
[HTTPServer]
ServerPort = 127.0.0.1:$http
ServerRoot = $folder
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
INI
for n in $(seq 2000); do echo "<urn:s$n> <urn:p> <urn:o$n> ."; done >values.nt
virtuoso-t +foreground +wait +configfile virtuoso.ini >server.log 2>&1 &
server=$!
for _ in $(seq 120); do
  if echo "SELECT 1;" | isql-vt 127.0.0.1:"$sql" dba dba >/dev/null 2>&1; then break; fi
  sleep 0.5
done
echo "DB.DBA.TTLP (file_to_string_output ('$folder/values.nt'), '', 'urn:graph', 0);" |
  isql-vt 127.0.0.1:"$sql" dba dba >/dev/null
three='?a <urn:p> ?b . ?c <urn:p> ?d . ?e <urn:p> ?f
  FILTER(CONCAT(STR(?a), STR(?c), STR(?e)) = "urn:s1000urn:s1000urn:s1000")'
ask() {
  curl --silent --max-time 60 --dump-header headers --header "Accept: application/sparql-results+json" \
    --data-urlencode "query=$2" "http://127.0.0.1:$http/sparql?timeout=1000" >answer
  state=$(tr -d '\r' <headers | sed -n 's/^X-SQL-State: //p')
  python3 - "$1" "$(sed -n '1s/.* \([0-9][0-9][0-9]\) .*/\1/p' headers)" "${state:-none}" <<'PYTHON'
import json, sys
print(f"{sys.argv[1]}: status {sys.argv[2]}, rows {json.load(open('answer'))['results']['bindings']}, X-SQL-State {sys.argv[3]}")
PYTHON
}
seen=$(
  ask "ASK of one thing" 'ASK { <urn:s1000> <urn:p> ?b }'
  ask "ASK of three" "ASK { $three }"
  ask "COUNT of three" "SELECT (COUNT(?a) AS ?n) WHERE { $three }"
)
known=$(cat <<'KNOWN'
ASK of one thing: status 200, rows [{'__ASK_RETVAL': {'type': 'typed-literal', 'datatype': 'http://www.w3.org/2001/XMLSchema#integer', 'value': '1'}}], X-SQL-State none
ASK of three: status 200, rows [], X-SQL-State S1TAT
COUNT of three: status 200, rows [], X-SQL-State S1TAT
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
