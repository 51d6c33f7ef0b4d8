"""The description of a release in DCAT and VoID, valid DCAT-AP, as JSON-LD and as Turtle; no clock, no network.

Addresses of files are relative to the folder that holds the description, wherever that is put; ``address`` makes them
absolute. Everything has a name, nothing is a blank node: equal releases have equal descriptions.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from catalogue_context import context
from counts import counted
from icilabas import engine, resources
from icilabas.engine.terms import ONTOLOGY_GRAPH, PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counts import Counts

HERE = "./"  # what every address begins with, unless the folder has one of its own
DATASET = f"{PREFIXES['ilg']}lille-2016"
_NOWHERE = "https://release.invalid/"  # stands for the folder while a parser reads, which wants an absolute address
_EU = "http://publications.europa.eu/resource/authority/"
_LANGUAGES = [f"{_EU}language/FRA", f"{_EU}language/ENG"]
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FEATURES = {"RDF_TRIG": "TriG", "RDF_N_QUADS": "N-Quads", "RDF_TURTLE": "Turtle", "JSON_LD": "JSON-LD"}
_SAID = f"""SELECT ?p ?o (LANG(?o) AS ?lang) WHERE {{ <{DATASET}> ?p ?o
  FILTER(?p IN (dcterms:title, dcterms:license)) }} ORDER BY ?p ?o"""
_SOURCE = """SELECT ?source ?title (LANG(?title) AS ?lang) WHERE {
  ?source a ilb:Source ; dcterms:title ?title ; dcterms:publisher ?somebody } ORDER BY ?source ?title"""
_WHERE = "SELECT DISTINCT ?territory WHERE { ?p a ilb:Partnership ; ilb:links ?territory } ORDER BY ?territory"
_WHEN = """SELECT (MIN(?date) AS ?first) (MAX(?date) AS ?last) WHERE {
  ?workshop ilb:homeTerritory ?home ; dcterms:date ?date FILTER(DATATYPE(?date) = xsd:date) }"""
_ABOUT = f"""SELECT ?p ?o (LANG(?o) AS ?lang) WHERE {{ <{ONTOLOGY_GRAPH}> ?p ?o
  FILTER(?p IN (dcterms:title, dcterms:description, dcterms:issued, dcterms:modified, owl:versionInfo)) }}
  ORDER BY ?p ?o"""


class Release(NamedTuple):
    """What a release is: its version, its dates (``2026-11-23``), and where its folder will be (``./``: anywhere)."""

    version: str
    issued: str
    modified: str
    address: str = HERE


def words(version: str) -> dict[str, Any]:
    """Return ``catalogue.yaml``, the version filled in."""
    text = Path(__file__).with_name("catalogue.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = resources.parse_yaml(text.replace("{version}", version))
    return found


def described(release: Release, store: Any, files: Mapping[str, bytes]) -> bytes:
    """Return the description as JSON-LD.

    store: what the data set says and nothing else but the ontology's own graph. files: the content of each file by
    its name; those that ``catalogue.yaml`` calls a form of a data set are described.
    """
    said = words(release.version)
    about = said["files"]
    forms = {name: _file(release, name, about[name], files[name]) for name in files if about.get(name, {}).get("of")}
    content = engine.new_store()
    engine.copy(store, content)
    engine.drop_graphs(content, [ONTOLOGY_GRAPH])
    publisher = {"@id": f"{PREFIXES['ild']}icilabas-editors", "@type": "foaf:Agent", "name": said["publisher"]}
    common = {
        "publisher": publisher,
        "license": _LICENCE,
        "language": _LANGUAGES,
        "issued": release.issued,
        "modified": release.modified,
        "version": release.version,
    }
    parts: dict[str, dict[str, Any]] = {"data": _data(content), "all": _all(release), "ontology": _ontology(store)}
    for name, part in parts.items():
        mine = {file: form for file, form in forms.items() if about[file]["of"] == name}
        part |= {key: value for key, value in common.items() if key not in part}
        part |= {**said[name], "accessRights": f"{_EU}access-right/PUBLIC", "distribution": list(mine.values())}
        part["dataDump"] = [form["downloadURL"] for file, form in mine.items() if about[file].get("dump")]
    parts["data"] |= {**_void(release, counted(content), about)}
    catalog = {"@id": release.address, "@type": "dcat:Catalog", **said["catalog"], **common}
    catalog |= {"themeTaxonomy": f"{_EU}data-theme", "dataset": list(parts.values())}
    description = {
        "@id": f"{release.address}catalog.ttl",
        "@type": "void:DatasetDescription",
        "title": said["files"]["catalog.ttl"]["title"],
        "primaryTopic": DATASET,
    }
    text = json.dumps({"@context": context(), "@graph": [catalog, description]}, ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def _file(release: Release, name: str, about: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """Return a form of a data set: a file, its type, size and checksum."""
    place = f"{release.address}{name}"
    found = {
        "@id": f"{release.address}#{name}",
        "@type": "dcat:Distribution",
        "title": {
            lang: f"{name} : {text}" if lang == "fr" else f"{name}: {text}" for lang, text in about["title"].items()
        },
        "description": about["title"],
        "accessURL": place,
        "downloadURL": place,
        "mediaType": f"https://www.iana.org/assignments/media-types/{about['media']}",
        "format": f"{_EU}file-type/{about['format']}",
        "byteSize": str(len(content)),
        "license": _LICENCE,
        "issued": release.issued,
        "modified": release.modified,
        "availability": f"{_EU}planned-availability/AVAILABLE",
        "checksum": {
            "@id": f"{release.address}#{name}-sha256",
            "@type": "spdx:Checksum",
            "algorithm": "spdx:checksumAlgorithm_sha256",
            "checksumValue": hashlib.sha256(content).hexdigest(),
        },
    }
    if about["of"] != "ontology":
        found["conformsTo"] = ONTOLOGY_GRAPH
    if "package" in about:
        found["packageFormat"] = f"https://www.iana.org/assignments/media-types/{about['package']}"
    return found


def _data(content: Any) -> dict[str, Any]:
    """Return what the data say of themselves: title, licence, the document that they come from, where and when."""
    said = engine.select(content, _SAID).rows
    sources = engine.select(content, _SOURCE).rows
    titles: dict[str, dict[str, str]] = {}
    for source, title, lang in sources:
        titles.setdefault(str(source), {})[lang] = title
    first, last = engine.select(content, _WHEN).rows[0]
    return {
        "@id": DATASET,
        "@type": ["dcat:Dataset", "void:Dataset"],
        "title": {lang: text for path, text, lang in said if path.endswith("title")},
        "license": next(str(licence) for path, licence, _lang in said if path.endswith("license")),
        "identifier": DATASET.rpartition("/")[2],
        "conformsTo": ONTOLOGY_GRAPH,
        "theme": [f"{_EU}data-theme/INTR", f"{_EU}data-theme/SOCI"],
        "source": [{"@id": source, "title": title} for source, title in titles.items()],
        "spatial": [{"@id": str(row[0]), "@type": "dcterms:Location"} for row in engine.select(content, _WHERE).rows],
        "temporal": {
            "@id": f"{DATASET}#period",
            "@type": "dcterms:PeriodOfTime",
            "startDate": str(first),
            "endDate": str(last),
        },
    }


def _all(release: Release) -> dict[str, Any]:
    """Return the data set that is made of the other two."""
    return {
        "@id": f"{release.address}#all",
        "@type": ["dcat:Dataset", "void:Dataset"],
        "conformsTo": ONTOLOGY_GRAPH,
        "theme": [f"{_EU}data-theme/INTR", f"{_EU}data-theme/SOCI"],
        "wasDerivedFrom": [DATASET, ONTOLOGY_GRAPH],
    }


def _ontology(store: Any) -> dict[str, Any]:
    """Return what the ontology says of itself."""
    found: dict[str, Any] = {"@id": ONTOLOGY_GRAPH, "@type": ["dcat:Dataset", "void:Dataset"]}
    for path, value, lang in engine.select(store, _ABOUT).rows:
        name = path.rpartition("/")[2].rpartition("#")[2]
        if lang:
            found.setdefault(name, {})[lang] = value
        else:
            found["version" if name == "versionInfo" else name] = str(value)
    return {**found, "theme": [f"{_EU}data-theme/SOCI"]}


def _void(release: Release, counts: Counts, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of the graph as VoID has them."""

    def part(kind: str, name: str) -> str:
        return f"{release.address}#{kind}-{shorten(name).replace(':', '-').rpartition('/')[2]}"

    formats = [file["format"] for file in about.values() if file.get("of") == "data" and file.get("dump")]
    return {
        "uriSpace": PREFIXES["ild"],
        "triples": counts.triples,
        "entities": counts.entities,
        "distinctSubjects": counts.subjects,
        "distinctObjects": counts.objects,
        "classes": len(counts.classes),
        "properties": len(counts.properties),
        "vocabulary": counts.vocabularies,
        "exampleResource": counts.examples,
        "feature": [f"http://www.w3.org/ns/formats/{_FEATURES[name]}" for name in formats],
        "classPartition": [
            {"@id": part("class", name), "class": name, "entities": count} for name, count in counts.classes.items()
        ],
        "propertyPartition": [
            {"@id": part("property", name), "property": name, "triples": count}
            for name, count in counts.properties.items()
        ],
    }


def turtle(description: bytes) -> bytes:
    """Return the description as Turtle: the same triples, addresses of files as relative as they were."""
    import rdflib

    graph = rdflib.Graph().parse(data=description, format="json-ld", publicID=_NOWHERE)
    text: str = graph.serialize(format="turtle")
    return text.replace(f"<{_NOWHERE}", f"<{HERE}").encode()
