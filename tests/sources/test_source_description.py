"""Who says it: which passage a name means, its pages to both ends, and what a file says that names no source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from icilabas.engine.terms import iri
from icilabas.errors import DataError
from icilabas.sources.source_description import Source, file_source, make_source, read_source, stand_in

if TYPE_CHECKING:
    from icilabas.engine.terms import Iri

TITLE = {"fr": "T", "en": "U"}
SOURCE: dict[str, object] = {"id": "set", "title": TITLE, "source": {"id": "doc", "title": TITLE}}


def described(*passages: dict[str, object], **more: object) -> Source:
    entries = [{"id": "s1", "title": {"fr": "S"}, "access": "public", **entry} for entry in passages]
    return make_source({**SOURCE, "passages": entries, **more}, "source.yaml", simple=True)


def said(source: Source, subject: Iri, predicate: str) -> list[str]:
    return [str(getattr(q[2], "value", q[2])) for q in source.quads if q[:2] == (subject, iri(predicate))]


@pytest.mark.parametrize("pages", [[1, 1], [7, 9], [1, 2]])
def test_pages_from_one_on_the_first_no_greater_than_the_last(pages: list[int]) -> None:
    source = described({"pages": pages})
    assert source.passages["s1"].pages == tuple(pages)
    graph = source.passages["s1"].graph
    assert said(source, graph, "ilb:firstPage") == [str(pages[0])]
    assert said(source, graph, "ilb:lastPage") == [str(pages[1])]


@pytest.mark.parametrize("pages", [[0, 1], [2, 1], [1], [1, 2, 3], ["1", "2"], 3, "1-2", [], [1.5, 2]])
def test_other_pages_are_refused(pages: object) -> None:
    with pytest.raises(DataError, match="pages"):
        described({"pages": pages})


def test_a_passage_is_named_by_its_id_before_a_title_and_by_a_title_that_is_its_own() -> None:
    source = described(
        {"id": "un", "title": {"fr": "Deux"}},
        {"id": "deux", "title": {"fr": "Été 1", "en": "Summer"}},
        {"id": "ete-1", "title": {"fr": "Quatre"}},
        {"id": "quatre-a", "title": {"fr": "Quatre"}},
    )
    ids = {name: found.slug for name in ("deux", "Deux", "summer!", "Été 1", "UN") if (found := source.passage(name))}
    assert ids == {"deux": "deux", "Deux": "deux", "summer!": "deux", "Été 1": "ete-1", "UN": "un"}
    assert source.passage("Quatre") is None
    assert source.passage("") is None


def test_rows_without_a_passage_are_of_the_only_one() -> None:
    (only,) = described({}).passages.values()
    assert described({}).default == only
    assert described({}, {"id": "s2"}).default is None
    assert [*make_source(SOURCE, "b.xlsx", simple=True).passages] == ["set"]


def test_which_passages_there_are_is_said_where_none_is_near() -> None:
    source = described({"id": "s2"}, {"id": "s1"}, {"id": "annex"})
    assert "s1, s2" in source.missing("", sheet=True).text("en")
    assert "annex, s1, s2" in source.missing("zzzz", sheet=False).text("en")
    near = source.missing("anex", sheet=False).text("en")
    assert "annex" in near
    assert "s1" not in near
    assert "source.yaml" in near
    assert "source.yaml" not in source.missing("anex", sheet=True).text("en")
    assert "s1" not in described({}).missing("zzzz", sheet=False).text("en")  # the row can do without


def test_a_document_is_cited_by_its_short_title_and_dated() -> None:
    source = described(
        {}, source={"id": "doc", "title": TITLE, "short": {"en": "Short"}, "date": "2/3/2016", "publisher": "cfsi"}
    )
    document = iri("ild:doc")
    assert said(source, document, "skos:prefLabel") == ["Short"]
    assert said(source, document, "dcterms:title") == ["T", "U"]
    assert said(source, document, "dcterms:date") == ["2016-03-02"]
    assert (
        said(source, document, "dcterms:publisher")
        == said(source, document, "prov:wasAttributedTo")
        == [iri("ild:cfsi")]
    )
    assert said(described({}), document, "skos:prefLabel") == ["T", "U"]


def test_the_editors_are_the_source_of_what_they_say() -> None:
    source = described({}, {"id": "s2", "by": "editors"}, editors={"id": "nous", "label": TITLE})
    assert said(source, source.passages["s1"].graph, "dcterms:source") == [iri("ild:doc")]
    assert said(source, source.passages["s2"].graph, "dcterms:source") == [iri("ild:nous-notes")]


@pytest.mark.parametrize(
    "wrong", [{"expected": ["territories"]}, {"expected": {"territories": "5"}}, {"licence": "no"}]
)
def test_other_values_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(DataError, match=next(iter(wrong))):
        described({}, **wrong)


EDITIONS = [
    {"version": "1.1", "date": "30/11/2026", "changed": {"fr": "Plus juste.", "en": "More just."}},
    {"version": 1, "changed": {"fr": "Première."}},
]


def test_the_first_edition_is_the_version_of_the_data_and_each_says_what_changed() -> None:
    source = described({}, editions=EDITIONS)
    graph, new, old = iri("ilg:set"), iri("ild:set-edition-1-1"), iri("ild:set-edition-1")
    assert said(source, graph, "owl:versionInfo") == ["1.1"]
    for edition, version, dates, notes in (
        (new, "1.1", ["2026-11-30"], ["Plus juste.", "More just."]),
        (old, "1", [], ["Première."]),
    ):
        assert said(source, edition, "dcterms:isVersionOf") == [graph]
        assert said(source, edition, "owl:versionInfo") == [version]
        assert said(source, edition, "dcterms:issued") == dates
        assert said(source, edition, "skos:changeNote") == notes
    assert said(described({}, editions=None), graph, "owl:versionInfo") == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ([{"version": "1"}], r"editions\[1\]\.changed"),
        ([{"changed": TITLE}], r"editions\[1\]\.version"),
        ([{"version": "a b", "changed": TITLE}], r"editions\[1\]\.version"),
        ([{"version": "1", "date": "hier 2016 soir", "changed": TITLE}], r"editions\[1\]\.date"),
        ([*EDITIONS, {"version": "1.1", "changed": TITLE}], "1.1"),
        ("2", "editions"),
    ],
)
def test_an_edition_without_its_number_or_its_change_and_one_twice_are_refused(wrong: object, told: str) -> None:
    with pytest.raises(DataError, match=told):
        described({}, editions=wrong)


def test_a_file_is_its_own_passage_and_rows_without_one_are_for_nobody() -> None:
    source = file_source(Path("Mes amis.csv"))
    assert source.default is not None
    assert source.default.graph == iri("ilg:file/mes-amis")
    assert said(source, source.default.graph, "dcterms:accessRights") == [iri("ilv:public")]
    assert file_source(Path("؟.csv")).name == "file"
    passage, about = stand_in()
    assert not passage.sure
    assert iri("ilv:restricted") in [quad[2] for quad in about]


@pytest.mark.parametrize(
    ("key", "value"),
    [("id", 5), ("id", ""), ("id", "Mon jeu"), ("title", "T"), ("title", {}), ("passages", {"s1": {}})],
)
def test_a_value_of_another_sort_is_refused_as_one_that_is_missing(key: str, value: object) -> None:
    content: dict[str, object] = {**SOURCE, "passages": [{"id": "s1", "title": TITLE, "access": "public"}], key: value}
    with pytest.raises(DataError, match=key):
        make_source(content, "source.yaml", simple=True)


def test_the_passage_of_a_file_has_its_name() -> None:
    default = file_source(Path("Mes amis.csv")).default
    assert default is not None
    assert (default.slug, default.titles) == ("mes-amis", ("Mes amis.csv",))


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-16", "source.yaml:1: the file is UTF-16; save it as UTF-8"),
        ("utf-32-be", "source.yaml:1: the file is UTF-32; save it as UTF-8"),
        ("latin-1", "source.yaml:2: the file is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_description_in_another_encoding_is_told_so(encoding: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "source.yaml"
    path.write_bytes("id: a\ntitle: été\n".encode(encoding))
    with pytest.raises(DataError, match=re.escape(told)) as caught:
        read_source(path)
    assert caught.value.exit_code == 2
