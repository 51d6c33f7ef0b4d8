"""JSON-LD made ready for the parser: contexts, names, and what is read by a process of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from icilabas import engine
from icilabas.engine import json_ld
from icilabas.engine.terms import PREFIXES, Iri, Lit
from icilabas.errors import DataError
from icilabas.files.guarded import MOST_DEPTH

if TYPE_CHECKING:
    from icilabas.errors import Fault

OWN = "https://w3id.org/icilabas/ontology/context.jsonld"
LABEL = f"{PREFIXES['skos']}prefLabel"


def ready(text: str) -> tuple[str, list[str]]:
    """Return the text as the parser has it, and line and beginning of what is told."""
    faults: list[Fault] = []
    found = json_ld.prepared(Path("x.jsonld"), text.encode(), faults).decode()
    return found, [str(fault).removeprefix("x.jsonld:") for fault in faults]


@pytest.mark.parametrize(
    ("text", "line", "address"),
    [
        ('{"@context": "https://site.example/c"}', 1, "https://site.example/c"),
        ('{"a": 1,\n"@context"\n: ["https://site.example/c"]}', 3, "https://site.example/c"),
        ('[{"@context": {}},\n{"@context": [{"a": "b:c"}, "c.jsonld"]}]', 2, "c.jsonld"),
        ('{"@context": {"@import": "https://site.example/c"}}', 1, "https://site.example/c"),
        ('{"@context": {"p": {"@id": "a:b", "@context": "https://site.example/c"}}}', 1, "https://site.example/c"),
        ('{"@context": {"p": {"@id": "a:b", "@context": [{"q": {"@context": "c"}}]}}}', 1, "c"),
        ('{"\\u0040context": "https://site.example/c"}', 1, "https://site.example/c"),
        ('{"@\\u0063ontext": "https://site.example/c"}', 1, "https://site.example/c"),
        (f'{{"@context": ["{OWN}", "https://site.example/c"]}}', 1, "https://site.example/c"),
    ],
)
def test_a_context_that_is_elsewhere_is_named_and_not_fetched(text: str, line: int, address: str) -> None:
    with pytest.raises(DataError, match="nothing is fetched") as caught:
        ready(text)
    assert str(caught.value).startswith(f"x.jsonld:{line}: the context “{address}” is not in the file")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"@context": {"a": "https://site.example/c"}}',
        '{"a:b": "see \\"@context\\": \\"https://site.example/c\\""}',
        '{"a:b": "\\u005c\\u0022é\\\\u0040 \\u00e9"}',
        '{"@context": {"id": "a:id"}, "id": "50 % [x]"}',
        '{"@id": "_:b0", "a:b": {"@id": "été/x#y?z"}}',
        '{"@context": "no end',
        "no JSON",
    ],
)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert ready(text) == (text, [])


def test_our_own_context_stands_in_place_of_its_address(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    thing = {"id": "ild:x", "prefLabel": {"fr": "É"}, "see": OWN}
    for context in (OWN, [OWN], [{"see": "urn:see"}, OWN]):
        path.write_text(json.dumps({"@context": context, "graph": [thing]}), "utf-8")
        said = {(q.predicate.value, engine.term_text(q.object)) for q in engine.parse(path)}
        assert said == {(LABEL, "É")} | ({("urn:see", OWN)} if len(context) == 2 else set())


def test_names_are_addresses_as_they_are_pasted_and_what_is_none_is_told() -> None:
    found, told = ready(
        '[{"@id": "https://site.example/?f[0]=x"},\n\n{"@id": "no name"},\n{"@id": "https://a.example/%zz"}]'
    )
    assert found.splitlines()[0] == '[{"@id": "https://site.example/?f%5B0%5D=x"},'
    assert found.splitlines()[3] == '{"@id": "https://a.example/%25zz"}]'
    assert [line[:12] for line in told] == ["1: “https://", "3: “no name”", "4: “https://"]
    assert ready('{"@context": {"id": "@id"}, "id": "no name"}')[1]
    context = '{"@context": [{"home": {"@id": "a:b", "@type": "@id"}, "kind": "@type", "note": "a:c"}],\n'
    found, told = ready(
        context + '"home": ["https://a.example/[1]", "x", "https://b.example/[2]"],\n"kind": "No Kind",\n"note": "a b"}'
    )
    assert '["https://a.example/%5B1%5D", "x", "https://b.example/%5B2%5D"]' in found
    assert [line[:3] for line in told] == ["2: ", "2: ", "3: "]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a:b": [\n{"@value": "x", "@language": "fr_FR"}, {"@value": "y", "@language": "fr-FR"}]}', ["2: “fr_FR”"]),
        ('{"@context": {"@language": "french", "a": "b:"}, "a:c": "x"}', []),
        ('{"@context": {"@language": "en_GB"}, "a:b": "x"}', ["1: “en_GB”"]),
        ('{"@context": {"lang": "@language"}, "a:b": {"@value": "x", "lang": ""}}', ["1: “”"]),
        (
            '{"@context": {"a": {"@id": "b:c", "@container": "@language"}},\n"a": {"fr_FR": "x", "@none": "y"}}',
            ["2: “fr_FR”"],
        ),
        (
            '{"@context": {"a": {"@id": "b:c", "@container": ["@language", "@set"]}}, "a": {"fr": ["x"], "": "y"}}',
            ["1: “”"],
        ),
        ('{"@context": {"@language": null}, "a:b": "\\"@language\\": \\"fr_FR\\""}', []),
    ],
)
def test_texts_in_no_language_are_not_lost_without_a_word(text: str, told: list[str]) -> None:
    found, said = ready(text)
    assert found == text
    assert [line.partition(" is not a tag of a language")[0] for line in said] == told


@pytest.mark.parametrize(
    ("text", "levels", "apart"),
    [
        ("{}", json_ld.FEW_LEVELS, False),
        ("{}", json_ld.FEW_LEVELS + 1, True),
        (json.dumps({"@context": {f"t{n}": "a:b" for n in range(json_ld.FEW_TERMS)}}), 2, False),
        (json.dumps({"@context": {f"t{n}": "a:b" for n in range(json_ld.FEW_TERMS + 1)}}), 2, True),
        (json.dumps({"@context": [{"a": {"@context": {f"t{n}": "a:b" for n in range(json_ld.FEW_TERMS)}}}]}), 5, True),
        (json.dumps([{"@context": {f"t{n}": "a:b" for n in range(150)}}] * 2), 3, False),
    ],
)
def test_few_files_need_a_process_of_their_own(text: str, levels: int, *, apart: bool) -> None:
    assert json_ld.may_end_a_process(text.encode(), levels) is apart


def test_the_number_of_terms_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert json_ld.FEW_LEVELS < MOST_DEPTH
    assert json_ld.FEW_TERMS < json_ld.MOST_TERMS
    monkeypatch.setattr(json_ld, "MOST_TERMS", 2)
    assert ready('{"@context": {"a": "b:c", "d": "e:f"}}')[1] == []
    with pytest.raises(DataError, match="x.jsonld:1: a context of more than 2 terms"):
        ready('{"@context": {"a": "b:c", "d": "e:f", "g": "h:i"}}')


@pytest.mark.journey
def test_what_is_nested_is_read_by_a_process_of_its_own_as_it_is_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.jsonld"
    inner = '{"@id": "urn:a", "urn:p": [{"@value": "é\\n", "@language": "fr"}, {"urn:q": 1}]}'
    path.write_text(f'{{"@id": "urn:g", "@graph": [{inner}]}}', "utf-8")
    here = {(str(q.predicate), str(q.graph_name)) for q in engine.parse(path)}
    calls = []

    def counted(path: Path, data: bytes, base: str) -> bytes:
        calls.append(base)
        return apart(path, data, base)

    apart = json_ld.apart
    monkeypatch.setattr(json_ld, "apart", counted)
    monkeypatch.setattr(json_ld, "FEW_LEVELS", 1)
    quads = [*engine.parse(path)]
    assert {(str(q.predicate), str(q.graph_name)) for q in quads} == here
    assert {engine.term_text(q.object) for q in quads if "urn:p" in str(q.predicate)} >= {"é\n"}
    store = engine.new_store()
    engine.load_file(store, path)
    assert {(Iri("urn:a"), Iri("urn:p"), Lit("é\n", lang="fr"), Iri("urn:g"))} <= set(engine.quads(store))
    assert len(calls) == 2
    path.write_text('[[{"@id": "urn:a",\n"urn:p" 1}]]', "utf-8")
    with pytest.raises(DataError, match=r"x\.jsonld:2:9: the file is not valid RDF"):
        [*engine.parse(path)]


@pytest.mark.journey
@pytest.mark.parametrize(
    ("child", "says"),
    [
        ("import os; os._exit(9)", "reading has come to an end: the file needs too much memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "reading has come to an end"),
        ("import time; time.sleep(30)", "reading took more than 1 seconds"),
    ],
)
def test_a_process_that_ends_without_a_word_is_a_sentence(
    child: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_ld, "_CHILD", child)
    monkeypatch.setattr(json_ld, "_SECONDS", 1)
    monkeypatch.setattr(json_ld, "FEW_LEVELS", 1)
    path = tmp_path / "x.jsonld"
    path.write_text('[{"@id": "urn:a", "urn:p": 1}]', "utf-8")
    store = engine.new_store()
    with pytest.raises(DataError, match=says) as caught:
        engine.load_file(store, path)
    assert str(caught.value).startswith(f"{path}: ")
    assert caught.value.exit_code == 2
    assert engine.size(store) == 0


@pytest.mark.parametrize(
    ("context", "thing", "told"),
    [
        ({"name": "urn:name"}, {"@id": "urn:a", "name": "A", "town": "Lille", "urn:x y": 1}, {"town", "urn:x y"}),
        ({}, {"@id": "urn:a", "name": "A", "urn:knows": {"name": "B"}}, {"name"}),
        ({"@vocab": "urn:"}, {"@id": "urn:a", "name": "A"}, set()),
        ({"label": {"@id": "urn:l", "@container": "@language"}}, {"@id": "urn:a", "label": {"fr": "A"}}, set()),
        ({"raw": {"@id": "urn:r", "@type": "@json"}}, {"@id": "urn:a", "raw": {"town": 1}}, set()),
        ({"p": {"@id": "urn:p", "@context": {"town": "urn:t"}}}, {"@id": "urn:a", "p": {"town": "x"}}, set()),
        ({"e": "urn:e/"}, {"@id": "urn:a", "e:town": "Lille", "_:b": 1, "@type": ["e:T"]}, set()),
    ],
)
def test_keys_that_nothing_explains_are_told(
    context: dict[str, Any], thing: dict[str, Any], told: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps({"@context": context, **thing}, indent=1), "utf-8")
    faults: list[Fault] = []
    json_ld.prepared(path, path.read_bytes(), faults)
    said = " ".join(fault.message.text("fr") for fault in faults)
    assert {key for key in ("town", "name", "urn:x y", "fr") if f"{key} (" in said} == told
    assert not told or re.search(r"a\.jsonld:\d+: ", faults[-1].text("en"))
