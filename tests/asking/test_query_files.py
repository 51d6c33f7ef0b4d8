"""Query files: their headers and names, and values bound into their one row."""

from hypothesis import given
from hypothesis import strategies as st
from places import SMALL

import icilabas as ilb
from icilabas.asking.query_files import bind
from icilabas.engine.terms import Iri, Lit

TEMPLATE = 'SELECT ?a ?b WHERE {\n  VALUES (?a ?b) { (<http://x/1> "two"@en) }\n}'


def test_binding_replaces_only_the_given_values() -> None:
    assert bind(TEMPLATE, {}) == TEMPLATE
    assert '(<http://x/9> "two"@en)' in bind(TEMPLATE, {"a": Iri("http://x/9")})
    assert "(<http://x/1> <http://x/9>)" in bind(TEMPLATE, {"b": Iri("http://x/9")})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_value_becomes_a_part_of_the_query(text: str) -> None:
    store = ilb.load(SMALL, infer=False)
    rows = ilb.ask(store, bind(TEMPLATE, {"b": Lit(text)}))
    assert [row.b for row in rows] == [text]
