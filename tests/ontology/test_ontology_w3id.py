"""The redirections of w3id.org/icilabas: each name leads, in each language and form, to a file that is built."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from ontologyparts import IRI, ONTOLOGY, local, ontology
from places import ROOT
from rdflib import OWL, RDF, SKOS, URIRef
from redirects import redirected, rules

import icilabas
from generators import data as data_pages
from generators import ontology as ontology_pages
from generators import ontologyfiles

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
RULES = (ONTOLOGY / "w3id" / ".htaccess").read_text(encoding="utf-8")
SITE = "https://icilabas.example/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
VERSION = str(ontology().value(URIRef(IRI), OWL.versionInfo))
# Accept header: the ending of the ontology, and that of the data.
RDF_FORMS = {
    "text/turtle": ("ttl", "ttl"),
    "application/x-turtle": ("ttl", "ttl"),
    "application/rdf+xml": ("rdf", "ttl"),
    "application/ld+json": ("jsonld", "jsonld"),
    "application/n-triples": ("nt", "ttl"),
    "application/trig": ("ttl", "trig"),
    "application/rdf+xml;q=0.9, text/turtle;q=0.8": ("ttl", "ttl"),
    "text/turtle, application/ld+json;q=0.9, text/html;q=0.5": ("ttl", "ttl"),
    "Application/LD+JSON": ("jsonld", "jsonld"),
}
PAGES = (BROWSER, "*/*", "", "image/png")
LANGUAGES = {
    "": "en",
    "fr": "fr",
    "FR-ca": "fr",
    "fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7": "fr",
    "en": "en",
    "en-GB,en;q=0.9,fr;q=0.8": "en",
    "de,fr;q=0.5": "fr",
    "de, en;q=0.7, fr;q=0.6": "en",
    "de": "en",
}


@cache
def built() -> dict[str, str]:
    """The files below docs/, by path: what stands in them, or for pages the Markdown that they are made of."""
    found = dict.fromkeys(ontologyfiles.files(), "")
    for lang in ("fr", "en"):
        pages = {**ontology_pages.pages(lang), **data_pages.pages(lang)}
        found |= {f"{lang}/{name.removesuffix('.md')}.html": str(text) for name, text in pages.items() if ".md" in name}
    return found


def asked(path: str, accept: str = "", language: str = "") -> str:
    """Where the path leads, below the site; it must lead somewhere there."""
    found = redirected(RULES, path, {"accept": accept, "accept-language": language})
    assert found is not None, path
    assert found.startswith(SITE), found
    return found.removeprefix(SITE)


def documented(target: str) -> bool:
    """Whether the documentation has the target, with an anchor of its fragment."""
    path, _, fragment = target.partition("#")
    text = built().get(path.removeprefix("docs/")) if path.startswith("docs/") else None
    return text is not None and (not fragment or f'<span id="{fragment}"></span>' in text)


def shown(target: str, site: Path) -> bool:
    """Whether the site has the target, or the documentation in it."""
    return documented(target) if target.startswith("docs/") else (site / re.split("[?#]", target)[0]).is_file()


@pytest.mark.parametrize("path", ["ontology", "ontology/"])
def test_the_ontology(path: str) -> None:
    for accept, (ending, _) in RDF_FORMS.items():
        assert asked(path, accept) == f"docs/ontology/icilabas.{ending}"
        assert documented(asked(path, accept))
    for accept in PAGES:
        for header, lang in LANGUAGES.items():
            assert asked(path, accept, header) == f"docs/{lang}/ontology/index.html"
            assert documented(asked(path, accept, header))


def test_a_version() -> None:
    for accept, (ending, _) in RDF_FORMS.items():
        assert asked(f"ontology/{VERSION}", accept) == f"docs/ontology/{VERSION}/icilabas.{ending}"
        assert documented(asked(f"ontology/{VERSION}", accept))
        assert documented(asked("ontology/2026-11-22", accept))
    for lang in ("fr", "en"):
        for version in (VERSION, "2026-11-22"):
            assert asked(f"ontology/{version}", BROWSER, lang) == f"docs/{lang}/ontology/changes.html#{version}"
            assert documented(asked(f"ontology/{version}", BROWSER, lang))


def test_each_file_of_the_ontology_by_its_name() -> None:
    for name in ontologyfiles.files():
        if name.count("/") == 1:
            assert asked(name, BROWSER) == f"docs/{name}"
            assert documented(asked(name, BROWSER))


def test_each_code_and_list() -> None:
    codes = {local(code) for code in ontology().subjects(SKOS.inScheme)}
    codes |= {local(scheme) for scheme in ontology().subjects(RDF.type, SKOS.ConceptScheme)}
    assert len(codes) > 40
    for code in codes:
        assert asked(f"vocabulary/{code}", BROWSER, "fr") == f"docs/fr/ontology/vocabularies.html#{code}"
        assert documented(asked(f"vocabulary/{code}", BROWSER, "fr")), code
        assert documented(asked(f"vocabulary/{code}", "text/turtle"))
    assert documented(asked("vocabulary/", BROWSER))


def test_shapes() -> None:
    for accept in RDF_FORMS:
        assert asked("shape/Actor", accept) == "docs/ontology/shapes.ttl"
    for lang in ("fr", "en"):
        assert documented(asked("shape/Actor", BROWSER, lang))


def test_things(site: Path) -> None:
    """Each thing of the public graph has a name that the rules know; its data and a page are there."""
    things = icilabas.ask(icilabas.load(restricted=False), "SELECT DISTINCT ?t WHERE { ?t a ?class }")
    names = {str(row.t).partition("/icilabas/")[2] for row in things if "w3id.org/icilabas/id/" in row.t}
    assert len(names) > 300
    for name in names:
        assert asked(name, BROWSER, "fr") == f"things/index.html?lang=fr#thing-{name.removeprefix('id/')}"
    listed = (site / "things" / "index.html").read_text(encoding="utf-8")
    pages = re.findall(r'<li id="thing-([\w-]+)">.*?href="([\w-]+\.html)', listed)
    assert len(pages) > 100
    assert {f"id/{name}" for name, _ in pages} <= names
    assert all((site / "things" / file).is_file() for _, file in pages)
    for accept, (_, ending) in RDF_FORMS.items():
        assert asked("id/essor", accept) == f"downloads/graph.{ending}"
        assert shown(asked("id/essor", accept), site)
    assert shown(asked("id/essor", BROWSER), site)


def test_passages(site: Path) -> None:
    passages = icilabas.ask(icilabas.load(restricted=False), "SELECT ?p WHERE { ?p a ilb:Passage }")
    assert len(passages) > 10
    for row in passages:
        path = str(row.p).partition("/icilabas/")[2]
        for accept, ending in [
            ("text/turtle", "trig"),
            ("application/ld+json", "jsonld"),
            ("application/trig", "trig"),
        ]:
            assert asked(path, accept) == f"downloads/graph.{ending}"
            assert shown(asked(path, accept), site)
        assert "?lang=fr#" in asked(path, BROWSER, "fr")
        page, anchor = asked(path, BROWSER).split("?lang=en#")
        assert f'id="{anchor}"' in (site / page).read_text(encoding="utf-8"), path


@pytest.mark.parametrize("path", ["", "id/", "graph/"])
def test_the_front_page(path: str, site: Path) -> None:
    assert asked(path, BROWSER) == "index.html?lang=en"
    assert shown("index.html", site)


@pytest.mark.parametrize("path", ["nothing", "ontology/x", "ontology/../secret", "id/a b", "id/<b>", "docs/index.html"])
def test_what_is_no_name_leads_nowhere(path: str) -> None:
    assert redirected(RULES, path, {"accept": BROWSER}) is None


def test_the_address_of_the_site_is_written_once() -> None:
    """Whoever moves the site changes one line; it is a reserved name until the site is published."""
    assert len(re.findall(r"https?://(?!w3id\.org)", re.sub(r"(?m)^#.*$", "", RULES))) == 1
    moved = RULES.replace("https://icilabas.example", "https://other.example/a")
    assert redirected(moved, "ontology", {"accept": BROWSER}) == "https://other.example/a/docs/en/ontology/index.html"


@pytest.mark.parametrize(
    "line",
    [
        "RewriteRule ^a$ /b [P,L]",
        "RewriteMap x txt:y",
        "RewriteRule ^a$ b#c [R=303,L]",
        "RewriteRule ^a$ /b",
        "RewriteCond a b",
    ],
)
def test_what_the_reader_of_rules_does_not_know_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        assert redirected(line, "a", {}) or list(rules(line))


def test_the_table_of_the_readme_names_what_there_is(site: Path) -> None:
    """Each name in its first column leads somewhere."""
    readme = (ONTOLOGY / "w3id" / "README.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in readme.splitlines() if line.startswith("| `")]
    names = [name for cell in cells for name in re.findall(r"`([\w/.#-]+)`", cell)]
    assert len(names) >= 6
    for name in names:
        assert shown(asked(name.partition("#")[0], BROWSER), site), name
