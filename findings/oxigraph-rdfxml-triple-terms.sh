#!/usr/bin/env bash
# Oxigraph: a statement about a statement in RDF/XML is lost without a word
#
# Version: pyoxigraph 0.5.13
# Expected: The triple term of RDF 1.2, or an error: the reader does not know this parseType, and RDF/XML 1.1 takes an
# unknown one as an XML literal.
# Behaviour: No triple and no error: the statement, and the one that it is about, are not there.
# Source: RDF 1.2 XML Syntax, https://www.w3.org/TR/rdf12-xml/ (parseType=Triple); RDF 1.1 XML Syntax,
# #parseTypeOtherPropertyElt
#
# Installs the packages in a temporary folder, which is removed at the end; exits with 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
seen=$(cd "$folder" && environment/bin/python -W ignore - <<'PYTHON'
from pyoxigraph import RdfFormat, parse
text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
  <rdf:Description rdf:about="http://example.org/minutes">
    <e:states rdf:parseType="%s">
      <rdf:Description rdf:about="http://example.org/a"><e:partner>b</e:partner></rdf:Description>
    </e:states>
  </rdf:Description>
</rdf:RDF>"""
for kind in ("Literal", "Triple"):
    print(kind, len(list(parse(text % kind, RdfFormat.RDF_XML))))
PYTHON
)
known=$(cat <<'KNOWN'
Literal 1
Triple 0
KNOWN
)
echo "$seen"
[ "$seen" = "$known" ] || { echo "The behaviour has changed; before:"; echo "$known"; exit 1; }
