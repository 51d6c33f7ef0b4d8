"""The pages about the ontology; ``ontologyfiles`` makes its files."""

from __future__ import annotations

import html

from generators.markdown import code, escaped, page, prose, table, told
from generators.ontologyanswers import answers
from generators.ontologydiagram import described, diagram
from generators.ontologyfiles import FORMS, SPACES, version
from generators.ontologygraph import (
    IRI,
    anchor,
    by_name,
    link,
    named,
    own_classes,
    own_properties,
    text_of,
    texts_of,
    values,
    words_of,
)
from generators.ontologyquality import quality
from generators.ontologyterms import classes, properties, vocabularies
from icilabas.engine.terms import PREFIXES, shorten
from icilabas.words.sentences import typeset


def pages(lang: str) -> dict[str, str | bytes]:
    """Return the pages about the ontology, and its picture."""
    return {
        "ontology/index.md": index(lang),
        "ontology/classes.md": classes(lang),
        "ontology/properties.md": properties(lang),
        "ontology/vocabularies.md": vocabularies(lang),
        "ontology/alignments.md": alignments(lang),
        "ontology/changes.md": changes(lang),
        "ontology/questions.md": answers(lang),
        "ontology/quality.md": quality(lang),
        "ontology/diagram.svg": diagram(lang),
    }


def index(lang: str) -> str:
    """Return the first page: what the ontology is, how to cite it, its picture, its files, all terms at a glance.

    Its IRI leads here, and a term's IRI to the row of that term: a server never sees what follows the ``#``.
    """
    words = words_of(lang)["index"]
    header = [
        (words["iri"], code(IRI)),
        (words["version"], f"{code(version())}, {code(values(IRI, 'owl:versionIRI')[0])}"),
        (words["status"], told(words["draft"])),
        (words["prefix"], f"{code('ilb')}: {code(PREFIXES['ilb'])}"),
        (words["created"], ", ".join(str(values(IRI, f"dcterms:{when}")[0]) for when in ("created", "issued"))),
        (words["by"], told(words["editors"])),
        (words["licence"], f"[CC BY 4.0]({values(IRI, 'dcterms:license')[0]})"),
        (words["cite"], prose(text_of(IRI, "dcterms:bibliographicCitation", lang))),
    ]
    rows = [
        [f"{anchor(iri)}{code(shorten(iri))}", link(iri, lang), prose(text_of(iri, "skos:definition", lang))]
        for iri in [*by_name(own_classes(), lang), *by_name(own_properties(), lang)]
    ]
    forms = [
        f"- [{code(f'icilabas.{end}')}](site:../../ontology/icilabas.{end}) ({code(kind)})"
        for end, kind in FORMS.items()
    ]
    forms += [f"- [{code(name)}](site:../../ontology/{name}): {told(words[name])}" for name in _OTHERS]
    return page(
        f"# {words['title']}",
        prose(text_of(IRI, "dcterms:description", lang)),
        prose(text_of(IRI, "rdfs:comment", lang)),
        f"## {words['head']}",
        "\n\n".join(f"{name}\n: {said}" for name, said in header),
        f"## {words['picture']}",
        _framed(typeset(words_of(lang)["diagram"]["title"])),
        f"[{told(words['alone'])}](site:diagram.svg)",
        f"<details><summary>{words['in-words']}</summary>\n\n{prose(described(lang))}\n\n</details>",
        f"## {words['as-files']}",
        told(words["files-lead"]),
        "\n".join(forms),
        f"## {words['namespaces']}",
        table(words["namespace-heads"], [[code(prefix), code(SPACES[prefix])] for prefix in sorted(SPACES)]),
        f"## {words['glance']}",
        told(words["glance-lead"]),
        table(words["glance-heads"], rows),
    )


def _framed(title: str) -> str:
    """Return the picture in a frame that scrolls where a page is too narrow for its text to be read."""
    frame = f'<div class="frame" tabindex="0" role="group" aria-label="{html.escape(title)}">'
    return f"{frame}\n\n![{escaped(title)}](diagram.svg)\n\n</div>"


_OTHERS = ("context.jsonld", "shapes.ttl")


def alignments(lang: str) -> str:
    """Return the page of the super-terms in other vocabularies."""
    words = words_of(lang)["alignments"]
    parts = [f"# {words['title']}", told(words["lead"])]
    for kind, own, predicate in (
        ("classes", own_classes(), "rdfs:subClassOf"),
        ("properties", own_properties(), "rdfs:subPropertyOf"),
    ):
        rows = []
        for iri in by_name(own, lang):
            above = [each for each in named(values(iri, predicate)) if not each.startswith(PREFIXES["ilb"])]
            near = [code(shorten(each)) for each in named(values(iri, "rdfs:seeAlso"))]
            rows.append(
                [link(iri, lang), code(shorten(iri)), ", ".join(code(shorten(a)) for a in above), ", ".join(near)]
            )
        parts += [f"## {words[kind]}", table(words["heads"], rows)]
    return page(*parts)


def changes(lang: str) -> str:
    """Return the page of the changes, the newest version first, from the notes of the header."""
    words = words_of(lang)["changes"]
    parts = [f"# {words['title']}", told(words["lead"])]
    for note in sorted(texts_of(IRI, "skos:changeNote", lang), reverse=True):
        date, _, text = note.partition(":")
        text = text.strip()
        links = [f"[{code(end)}](site:../../ontology/{date.strip()}/icilabas.{end})" for end in FORMS]
        parts += [anchor(f"{IRI}/{date.strip()}"), f"## {date.strip()}", prose(text[:1].upper() + text[1:])]
        parts.append(f"{told(words['files'])} {', '.join(links)}")
    return page(*parts, f"## {words['policy']}", told(words["policy-text"]))
