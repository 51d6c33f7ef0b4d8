"""The JSON-LD context of the description of a release: short names, and what kind of value each has."""

from __future__ import annotations

_SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LINKS = {
    "dcat": "dataset distribution accessURL downloadURL mediaType packageFormat theme themeTaxonomy",
    "dcatap": "availability",
    "dcterms": "license publisher language conformsTo accessRights format source spatial temporal",
    "foaf": "primaryTopic",
    "prov": "wasDerivedFrom",
    "spdx": "checksum algorithm",
    "void": "class property classPartition propertyPartition dataDump exampleResource feature vocabulary",
}
_TEXTS = {"dcterms": "title description", "foaf": "name"}
_PLAIN = {"dcterms": "identifier", "dcat": "version", "void": "uriSpace"}
_VALUES = {
    "dcat:byteSize": "xsd:nonNegativeInteger",
    "dcat:startDate": "xsd:date",
    "dcat:endDate": "xsd:date",
    "dcterms:issued": "xsd:date",
    "dcterms:modified": "xsd:date",
    "spdx:checksumValue": "xsd:hexBinary",
    **dict.fromkeys(
        [
            f"void:{name}"
            for name in ("triples", "entities", "classes", "properties", "distinctSubjects", "distinctObjects")
        ],
        "xsd:integer",
    ),
}


def context() -> dict[str, object]:
    """Return the context: prefixes, and a term for each property that a description has."""
    found: dict[str, object] = dict(_SPACES)
    for prefix, names in _LINKS.items():
        found |= {name: {"@id": f"{prefix}:{name}", "@type": "@id"} for name in names.split()}
    for prefix, names in _TEXTS.items():
        found |= {name: {"@id": f"{prefix}:{name}", "@container": "@language"} for name in names.split()}
    for prefix, names in _PLAIN.items():
        found |= {name: f"{prefix}:{name}" for name in names.split()}
    found |= {name.partition(":")[2]: {"@id": name, "@type": datatype} for name, datatype in _VALUES.items()}
    found["keywords"] = {"@id": "dcat:keyword", "@container": "@language"}
    return found
