"""Persons are known by all that is said at once, and stand in restricted passages: each kind by a mark of its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import marked
import pytest
from click.testing import CliRunner

from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset import access
from icilabas.dataset.loading import load_store
from icilabas.export import rdf
from icilabas.sources import persons

if TYPE_CHECKING:
    from pathlib import Path

PUBLIC_GRAPH = "ilg:p { ilg:p a ilb:Passage ; dcterms:accessRights ilv:public ; dcterms:source ex:doc . "
LAYOUTS = ("one file", "two files", "two files, the other way", "a passage called public", "read again")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give what the public, and all, may see of a layout."""

    @cache
    def dumps(layout: str) -> tuple[str, str]:
        folder = tmp_path_factory.mktemp("persons")
        paths = marked.write(folder, files=2 if layout.startswith("two") else 1)
        if layout == "a passage called public":
            kinds = [kind for kind in marked.KINDS if "GRAPH" not in "".join(marked.KINDS[kind])]
            said = "\n".join(text for kind in kinds for text in marked.statements(kind))
            paths[0].write_text(f"{marked.PREFIXES}{PUBLIC_GRAPH}{marked.KEPT}{said} }}", "utf-8")
        if layout == "read again":
            again = folder / "all.trig"
            again.write_bytes(rdf.rdf(load_store(paths), ".trig", restricted=True, inferred=True))
            paths = [again]
        paths = paths[::-1] if layout.endswith("way") else paths
        infer = layout == LAYOUTS[0]
        made = (load_store(paths, infer=infer, profile=profile) for profile in (access.PUBLIC, access.INTERNAL))
        return tuple(engine.dump(store, ".nq").decode() for store in made)  # type: ignore[return-value]  # two of them

    return dumps


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_public_sees_no_mark_and_all_else(layout: str, published: Any) -> None:
    public, internal = published(layout)
    in_this = [kind for kind in marked.KINDS if layout in LAYOUTS[:3] or "GRAPH" not in "".join(marked.KINDS[kind])]
    assert [kind for kind in in_this if marked.mark(kind) in public] == []
    assert [kind for kind in in_this if marked.mark(kind) not in internal] == []
    assert [name for name in marked.VISIBLE if name not in public] == []


def test_what_is_doubtful_stays_is_told_by_name_and_left_out_where_that_is_asked_for(tmp_path: Path) -> None:
    paths = marked.write(tmp_path, kinds=dict(marked.DOUBTFUL))
    public, strict, internal = (
        engine.dump(load_store(paths, profile=profile, strict=strict), ".nq").decode()
        for profile, strict in (("public", False), ("public", True), ("internal", True))
    )
    said = CliRunner().invoke(main, ["validate", "--all", "--lang", "en", *map(str, paths)]).stdout
    for kind in marked.DOUBTFUL:
        found = marked.mark(kind)
        assert (found in public, found in strict, found in internal, found in said) == (True, False, True, True), kind
    assert said.count("--strict-persons") >= len(marked.DOUBTFUL)
    assert "Jardin" not in said
    assert [name for name in marked.VISIBLE[:3] if name not in strict] == []


@pytest.mark.parametrize("option", [(), ("--strict-persons",)])
def test_commands_leave_out_what_is_doubtful_where_they_are_told_to(option: tuple[str, ...], tmp_path: Path) -> None:
    paths = [str(path) for path in marked.write(tmp_path, kinds={"has member": "", "only a name": ""})]
    inputs = [part for path in paths for part in ("--input", path)]
    store, out = str(tmp_path / "kept"), tmp_path / "x.nq"
    calls: list[list[str]] = [
        ["convert", *paths, "--out", str(out)],
        ["convert", *paths, "--store", store],
        ["convert", "--store", store, "--out", str(tmp_path / "y.nq")],
        ["network", "ties", *inputs, "--out", str(tmp_path / "n.graphml")],
        ["measure", "ties", *inputs],
    ]
    for call in calls:
        result = CliRunner().invoke(main, [*call, *option], catch_exceptions=False)
        assert result.exit_code == 0, result.output
    shown = marked.mark("only a name") in (tmp_path / "y.nq").read_text("utf-8")
    assert (marked.mark("has member") in out.read_text("utf-8"), shown) == (not option, not option)


def test_a_store_made_without_the_option_is_refused_with_it(tmp_path: Path) -> None:
    paths = [str(path) for path in marked.write(tmp_path, kinds={"has member": ""})]
    store = str(tmp_path / "kept")
    assert CliRunner().invoke(main, ["convert", *paths, "--store", store]).exit_code == 0
    call = ["convert", "--store", store, "--out", str(tmp_path / "x.nq"), "--strict-persons", "--lang", "en"]
    refused = CliRunner().invoke(main, call)
    assert (refused.exit_code, "--strict-persons" in refused.stderr) == (2, True)
    assert not (tmp_path / "x.nq").exists()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ex:x a org:Organization ; foaf:name 'X' ; foaf:familyName 'X' .", True),
        (
            "ex:asso schema:founder ex:x . ex:x a ex:Coop ; rdfs:label 'X' . ex:Coop rdfs:subClassOf org:Organization .",
            True,
        ),
        ("ex:asso schema:founder ex:x . ex:x org:hasUnit ex:y ; rdfs:label 'X' .", True),
        (
            "ex:n a org:Membership ; org:member ex:x ; org:organization ex:work . ex:x a ex:Thing ; rdfs:label 'X' .",
            True,
        ),
        (
            "ex:n a org:Membership ; org:member ex:x ; org:organization ex:work . ex:x a foaf:Agent ; rdfs:label 'X' .",
            False,
        ),
        ("ex:asso ilb:foundedBy ex:x . ex:x rdfs:label 'X' .", True),
        ("ex:x a ex:C ; rdfs:label 'X' . ex:C rdfs:subClassOf foaf:Agent .", True),
        ("ex:asso dcterms:creator '2016' ; rdfs:label 'X' .", True),
        ("ex:p a foaf:Person ; owl:sameAs ex:x . ex:x a org:Organization ; rdfs:label 'X' .", True),
        ("ex:p a foaf:Person ; foaf:homepage ex:x . ex:asso foaf:homepage ex:x . ex:x rdfs:label 'X' .", True),
        ("ex:p a foaf:Person ; foaf:homepage ex:x . ex:x rdfs:label 'X' .", False),
        ("ex:p a foaf:Person ; foaf:name 'X Y' . ex:o a org:Organization ; skos:prefLabel 'X Y' .", True),
        ("ex:x a foaf:Person , org:Organization ; rdfs:label 'X' .", False),
        ("ex:x a ex:LegalPerson ; rdfs:label 'X' .", True),
        ("ex:x a ex:KeyPerson ; rdfs:label 'X' .", False),
        ("ex:work schema:author ex:x . ex:x rdfs:label 'XYZ' .", True),
        ("ex:work schema:author ex:x . ex:x rdfs:label 'X Yz' .", False),
        ("ex:work ex:coordinator 'XYZ' ; rdfs:label 'X' .", True),
        ("ex:s a ilb:Source ; prov:wasAttributedTo ex:x . ex:x a foaf:Agent ; rdfs:label 'X' .", True),
        ("ex:p a foaf:Person ; foaf:name 'Camille Xavier' . ex:asso ex:says 'X avec Camille Xavier' .", False),
        ("ex:p a foaf:Person ; foaf:name 'Camille Xavier' . ex:asso ex:says 'X, rue Camille Xavier' .", True),
        ("ex:p a foaf:Person ; foaf:name 'chargé de projet' . ex:asso ex:says 'X est chargé de projet' .", True),
    ],
)
def test_what_is_also_something_else_stays(said: str, *, kept: bool, tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text(f"{marked.PREFIXES}{marked.KEPT}{said}", "utf-8")
    public = engine.dump(load_store([path], infer=False, profile="public"), ".nq").decode()
    assert ('"X' in public) is kept


def test_each_list_of_the_data_file_is_one_that_is_read() -> None:
    found = persons.marks()
    assert all(found.terms.values())
    assert all(found.words.values())
    assert {"http://schema.org/Person", "https://schema.org/Person"} <= found.terms["persons"]
    assert not found.terms["persons"] & (found.terms["others"] | found.terms["general"])
