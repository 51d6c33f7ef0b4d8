"""The page of each thing: all that is said of it and by whom, in files with safe names, for as many as there are."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import bundled
import pytest
from sites import mini
from thingstores import NUMBER, quads, told

from icilabas import engine
from icilabas.asking.names import label, labels
from icilabas.comparison.facts import Facts
from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, local_name
from icilabas.resources import DEFAULT_DATASET
from icilabas.site import thing_pages, things
from icilabas.site.build import publish
from icilabas.sources.schema import load_schema
from icilabas.words.sentences import typeset
from icilabas.words.text import same

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = ("Organization", "Network", "SocialGroup", "Actor", "Territory", "Partnership", "Challenge")
MEMBERSHIP = [iri(f"org:{name}") for name in ("member", "organization")]


@pytest.fixture(scope="session")
def store() -> Any:
    return bundled.public()


def plain(text: str) -> str:
    """Return a text as a page has it, without its own breaks."""
    return " ".join(typeset(text).split())


def read(path: Path) -> str:
    """Return the words of a page, without tags and the breaks in them."""
    main = path.read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", main)).split())


def said_in_passages(store: Any) -> Iterator[tuple[Iri, Iri, Iri | Lit, Iri]]:
    """Yield what the passages say."""
    passages = {str(row[0]) for row in engine.select(store, "SELECT ?passage { ?passage a ilb:Passage }").rows}
    return (quad for quad in engine.quads(store) if quad[3] in passages)


def test_each_actor_territory_partnership_and_challenge_has_a_page_and_no_person(site: Path, store: Any) -> None:
    classes = {iri(f"ilb:{kind}") for kind in KINDS}
    typed = {s for s, p, o, _g in said_in_passages(store) if p == iri("rdf:type") and o in classes}
    files = {path.stem for path in (site / "things").iterdir()} - {"index"}
    assert files == {local_name(thing) for thing in typed}
    assert len(files) > 100  # all of the workshop


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_says_all_that_is_said_of_a_thing_both_ways(site: Path, store: Any, lang: str) -> None:
    pages = {local_name(path.stem): read(path) for path in (site / "things").iterdir()}
    named = {PREFIXES["ild"] + name: name for name in pages}
    # The point is where on its page a thing is printed: that is for counting.
    silent = {iri(f"ilb:{name}") for name in ("countPrecision", "page", "inPoint")} | {
        iri("rdf:type"),
        iri("skos:prefLabel"),
    }
    quads = [quad for quad in said_in_passages(store) if quad[1] not in silent]
    names = labels(store, {str(value) for quad in quads for value in (quad[0], quad[2]) if isinstance(value, Iri)})
    ends = {
        s: (dict.fromkeys(o for s2, p, o, _g in quads if s2 == s and p in MEMBERSHIP))
        for s, p, *_ in quads
        if p in MEMBERSHIP
    }
    missing = []
    for subject, prop, value, _graph in quads:
        if isinstance(value, Lit):
            if subject in named and value.lang in (None, lang):
                wanted = [(subject, plain(value.value))]
            else:
                continue
        elif prop in MEMBERSHIP:
            wanted = [(value, plain(label(names, str(o), lang))) for o in ends[subject] if o != value]
        else:
            wanted = [(subject, plain(label(names, str(value), lang)))]
            wanted += [(value, plain(label(names, str(subject), lang)))]
        missing += [(thing, text, prop) for thing, text in wanted if thing in named and text not in pages[named[thing]]]
    assert [each for each in missing if not each[1].startswith(("http://www.wikidata", "wd:"))] == []


def test_each_statement_has_its_passage_and_page(site: Path) -> None:
    for path in (site / "things").iterdir():
        text = path.read_text(encoding="utf-8")
        items = re.findall(r"<li>(.*?)</li>", text.partition('class="wrap body"')[2], re.DOTALL)
        assert all('class="said' in item or "../pairs/" in item for item in items), path.name
    grdr = read(site / "things" / "grdr.html")
    assert "chef de file" in grdr
    assert re.search(r"Siège\s*Based in\s*Lille, Nord, Pas-de-Calais\s*p\.\s4 ", grdr)


def test_how_the_editors_read_a_finding_stands_under_it(site: Path) -> None:
    page = read(site / "things" / "public-authorities.html").replace("\N{NO-BREAK SPACE}", " ")
    label, _, after = page.partition("associations ont des intérêts divergents")
    assert label
    assert "La nature (tension) est une lecture des éditeurs." in after[: after.index("p. 4 Le programme")]


def test_names_lead_from_page_to_page_and_to_the_graph(site: Path) -> None:
    text = (site / "things" / "grdr.html").read_text(encoding="utf-8")
    for link in ("../things/apes.html", "../things/kayes.html", "../graph.html#grdr"):
        assert f'href="{link}"' in text
    assert ">https://w3id.org/icilabas/id/grdr</p>" in text
    assert 'href="https://w3id.org/icilabas/' not in text, "the namespace is not registered: a link would be dead"
    assert 'href="../pairs/nord-pas-de-calais--kayes.html"' in (site / "things/kayes.html").read_text("utf-8")


def test_no_person_has_a_page_where_persons_are_shown(restricted_site: Path) -> None:
    folder = restricted_site / "things"
    persons = {line.partition(",")[0] for line in (DEFAULT_DATASET / "persons.csv").read_text("utf-8").splitlines()[1:]}
    assert not persons & {path.stem for path in folder.iterdir()}
    assert "Copie à usage restreint" in (folder / "grdr.html").read_text(encoding="utf-8")


@pytest.mark.journey
def test_the_most_linked_have_a_page_and_the_rest_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(things, "MOST_THING_PAGES", 3)
    publish([mini(tmp_path / "in")], tmp_path / "out", lang="en")
    files = {path.name for path in (tmp_path / "out/things").iterdir()}
    assert files == {"index.html", "bridge.html", "north.html", "south.html"}
    for path in (tmp_path / "out").rglob("*.html"):
        links = re.findall(r'href="([^"]*things/[^"#]*)', path.read_text(encoding="utf-8"))
        assert {link.rpartition("/")[2] for link in links} <= files
    index = read(tmp_path / "out/things/index.html")
    assert "These are the 3" in index
    assert "the 4" in index.replace("les 3", "")  # two actors, two challenges


@pytest.mark.journey
def test_what_a_page_leaves_out_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thing_pages, "MOST_VALUES", 1)
    publish([mini(tmp_path / "in")], tmp_path / "out", lang="en")
    south = read(tmp_path / "out/things/south.html")
    assert "Challenges faced here EauWater" in south
    assert "Wind" not in south
    assert "and 1 " in south


def test_the_number_of_questions_asked_does_not_grow_with_the_things(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_schema()  # what the ontology says is asked for once a process
    asked: list[str] = []
    real = engine.select
    titles = {str(row[0]): thing_pages.OTHER_FINDINGS for row in real(store, "SELECT ?p { ?p a ilb:Passage }").rows}
    every, _left = things.things_with_pages(store, {})
    some = {thing: every[thing] for thing in list(every)[:30]}

    def noted(data: Any, query: str) -> Any:
        asked.append(query)
        return real(data, query)

    monkeypatch.setattr(engine, "select", noted)
    assert len(list(thing_pages.pages(Facts(store), some, titles))) == len(some)
    few = len(asked)
    assert len(list(thing_pages.pages(Facts(store), every, titles))) == len(every)
    assert len(asked) - few == few > 0


@pytest.mark.journey
def test_text_of_the_data_is_never_markup_or_a_link_to_run(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script>"
    folder = mini(
        tmp_path / "in",
        territories=f"id,passage,label_fr,label_en,alt_label,description_fr,exact_match\n"
        f"north,s1,Le Nord,The North,{bad},{bad},javascript:alert(1)\nsouth,s1,Le Sud,The South,,,wd:Q1\n",
    )
    publish([folder], tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.html"):
        assert bad not in path.read_text(encoding="utf-8")
        assert 'href="javascript:' not in path.read_text(encoding="utf-8")
    assert html.escape(bad) in (tmp_path / "out/things/north.html").read_text("utf-8")
    assert 'href="http://www.wikidata.org/entity/Q1"' in (tmp_path / "out/things/south.html").read_text("utf-8")


def page_of(store: Any) -> thing_pages.ThingPage:
    """Return the page of ``urn:x:a``; the passages are called by the last part of their names."""
    titles = {str(iri(f"ilg:{name}")): same(name) for name in ("p", "q", "r")}
    (page,) = thing_pages.pages(Facts(store), {"urn:x:a": things.Thing("urn:x:a", "Territory", "a.html")}, titles)
    return page


@pytest.mark.parametrize(("most", "more"), [(2, 1), (3, 0), (4, 0)])
def test_of_one_relation_so_many_values_are_shown_the_first_in_the_source(
    monkeypatch: pytest.MonkeyPatch, most: int, more: int
) -> None:
    monkeypatch.setattr(thing_pages, "MOST_VALUES", most)
    page = Lit("9", datatype="http://www.w3.org/2001/XMLSchema#integer")
    store = told(
        ("ilb:within", Iri("urn:x:late"), "p"),
        ("ilb:page", page, "p"),
        ("ilb:within", Iri("urn:x:soon"), "q"),
        ("ilb:page", Lit("2", datatype=page.datatype), "q"),
        ("ilb:within", Iri("urn:x:none"), "r"),
    )
    groups = [group for _title, some in page_of(store).sections for group in some]
    (group,) = groups
    assert [cell.text.text("fr") for row in group.rows for cell in row.cells] == [
        "urn:x:soon",
        "urn:x:late",
        "urn:x:none",
    ][:most]
    assert group.more == more


def test_values_with_the_same_evidence_stand_in_one_row() -> None:
    values = [("ilb:within", Iri(f"urn:x:{name}"), passage) for name, passage in (("d", "q"), ("c", "p"), ("b", "p"))]
    ((_title, (group,)),) = page_of(told(*values)).sections
    assert [[cell.text.text("fr") for cell in row.cells] for row in group.rows] == [["urn:x:b", "urn:x:c"], ["urn:x:d"]]


def test_other_names_and_relations_without_a_place_stand_in_order() -> None:
    names = [("skos:altLabel", Lit(name), "p") for name in ("c", "a", "b")]
    others = [(prop, Iri("urn:x:v"), "p") for prop in ("dcterms:subject", "dcterms:coverage")]
    page = page_of(told(*names, *others))
    assert page.aliases == ["a", "b", "c"]
    title, groups = page.sections[-1]
    assert title.text("en") == "Other relations"
    assert [group.heading.text("en") for group in groups] == ["coverage", "subject"]


def test_a_membership_stands_alone_with_its_role_and_words_and_others_of_one_page_together() -> None:
    memberships = [
        statement
        for number, role in enumerate(("role-lead", ""))
        for statement in (
            (f"urn:x:m{number}", "org:member", Iri("urn:x:a")),
            (f"urn:x:m{number}", "org:organization", Iri(f"urn:x:o{number}")),
            *([(f"urn:x:m{number}", "org:role", iri(f"ilv:{role}"))] if role else []),
        )
    ]
    groups = [group for _title, some in page_of(quads(*memberships)).sections for group in some]
    assert [len(group.rows) for group in groups] == [2]
    assert [len(row.roles) for row in groups[0].rows] == [1, 0]


def test_coordinates_and_counts_are_told_with_what_they_are() -> None:
    page = page_of(
        quads(
            ("urn:x:a", "wgs84:lat", Lit("50.6", "http://www.w3.org/2001/XMLSchema#decimal")),
            ("urn:x:a", "wgs84:long", Lit("3.1", "http://www.w3.org/2001/XMLSchema#decimal")),
            ("urn:x:a", "ilb:memberCount", Lit("12", NUMBER)),
            ("urn:x:a", "ilb:countPrecision", Iri("urn:x:about")),
        )
    )
    told = {
        group.heading.text("en"): [cell.text.text("en") for row in group.rows for cell in row.cells]
        for group in page.facts
    }
    assert told["coordinates"] == ["50.6, 3.1"]
    assert told["number of members"] == ["12 (urn:x:about)"]
    only = page_of(quads(("urn:x:a", "wgs84:lat", Lit("50.6", "http://www.w3.org/2001/XMLSchema#decimal"))))
    assert only.facts == []


def test_findings_of_a_point_stand_together_are_counted_once_and_who_sums_up_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = [(name, "ilb:concerns", Iri("urn:x:a")) for name in ("urn:x:f", "urn:x:g", "urn:x:h")]
    points = [(name, "ilb:inPoint", Iri("urn:x:p")) for name in ("urn:x:f", "urn:x:h")]
    about: list[tuple[str, str, Iri | Lit]] = [
        ("urn:x:p", "skos:prefLabel", Lit("Limits, bullet 1", lang="en")),
        ("urn:x:f", "ilb:summedUpBy", Iri("urn:x:chair")),
        ("urn:x:g", "prov:wasAttributedTo", Iri("urn:x:chair")),
        ("urn:x:chair", "skos:prefLabel", Lit("the chair", lang="en")),
        (iri("ilg:p"), "rdf:type", iri("ilb:Passage")),
        (iri("ilg:p"), "dcterms:source", Iri("urn:x:doc")),
        *((name, "rdf:type", iri(kind)) for name, _p, _t in said for kind in ("ilb:Finding", "ilb:Obstacle")),
    ]
    store = quads(*said, *points, *about)
    ((_title, number, (group,)),) = page_of(store).findings
    assert (number, group.more) == (2, 0)
    assert [(row.point.text("en"), len(row.found)) for row in group.points] == [("Limits, bullet 1", 2), ("", 1)]
    who = [
        [[cell.text.text("en") for cell in some] for some in (each.by, each.summed_up_by)] for each in found_of(group)
    ]
    assert who == [[[], ["the chair"]], [[], []], [["the chair"], []]]
    for most, more in ((2, 1), (1, 2)):  # a point of which a part is left out is one more too
        monkeypatch.setattr(thing_pages, "MOST_VALUES", most)
        assert page_of(store).findings[0][2][0].more == more


def found_of(group: thing_pages.KindGroup) -> list[thing_pages.FindingRow]:
    return [each for row in group.points for each in row.found]


def test_texts_stand_in_the_order_of_their_pages() -> None:
    texts = [("dcterms:description", Lit(name, lang="fr"), name) for name in ("p", "q", "r")]
    pages = [("ilb:page", Lit(number, NUMBER), name) for name, number in (("p", "10"), ("q", "9"))]
    page = page_of(told(*texts, *pages))
    assert [text.text("fr") for text, _said in page.texts] == ["q", "p", "r"]


def test_what_other_sources_say_stands_beside_what_is_shown_with_its_date_and_page() -> None:
    """But not what somebody else's statement about a statement says, nor what stands in a passage that is not shown."""
    node, shown, other, page = "ild:other-0123456789abcdef", Lit("12", NUMBER), Lit("15", NUMBER), Lit("4", NUMBER)
    said: list[tuple[str, str, Iri | Lit, str]] = [
        ("urn:x:a", "ilb:memberCount", shown, "p"),
        ("urn:x:a", "ilb:page", page, "q"),
        (iri("ilg:q"), "dcterms:source", Iri("urn:x:list"), "q"),
        ("urn:x:list", "dcterms:date", Lit("2016"), "r"),
    ]
    for name, value, passage in (
        (node, other, "q"),
        (f"{node}0", other, "hidden"),
        ("urn:x:theirs", Lit("99", NUMBER), "q"),
    ):
        said += [
            (name, "rdf:type", iri("rdf:Statement"), passage),
            (name, "rdf:subject", Iri("urn:x:a"), passage),
            (name, "rdf:predicate", iri("ilb:memberCount"), passage),
            (name, "rdf:object", value, passage),
        ]
    store = engine.new_store()
    engine.add(store, [(iri(s), iri(p), o, iri(f"ilg:{g}")) for s, p, o, g in said])
    shown_page = page_of(store)
    (group,) = shown_page.facts
    rows = [
        ([cell.text.text("fr") for cell in row.cells], row.text.text("fr"), row.said.text.text("fr"))
        for row in group.rows
    ]
    assert rows == [(["12"], "", "p"), (["15"], "dit autrement (2016)", "q, p. 4")]
    assert shown_page.sections == []  # the statement is no thing that has to do with it
