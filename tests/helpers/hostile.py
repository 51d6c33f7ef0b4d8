"""A corpus of hostile inputs, made by code: what people and machines hand over by mistake, or to see what happens.

Nothing here makes software of others crash or hang; no file is larger than some hundred kilobytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import yaml
from iatifiles import END, START
from places import SMALL

from icilabas.engine.terms import iri, local_name
from icilabas.sources.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from icilabas.sources.schema import Column

READ = ("convert", "{in}", "--out", "{out}.nq")
CHECK = ("validate", "{in}")
REFUSED, FAULTY = 2, 1  # exit codes


class Hostile(NamedTuple):
    """One hostile input: its name, the files to write, the call ({in}, {out}), its exit code, what is named as the place.

    Each file stands below a folder of its own; ``given`` is the one that {in} stands for, the folder where it is empty.
    """

    name: str
    files: Mapping[str, bytes]
    given: str = ""
    words: tuple[str, ...] = READ
    code: int = REFUSED
    place: str = ""
    typed: bytes = b""


class Answered(NamedTuple):
    """What a server answers to every query: its status, what it says of the answer, and the answer."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def corpus() -> list[Hostile]:
    """Return all of them; no two have one name."""
    made = [
        one
        for make in (table_files, workbooks, sources, rdf_files, iati_files, queries, parameters, names, paths)
        for one in make()
    ]
    assert len({one.name for one in made}) == len(made)
    return made


# what is wrong with any text

GARBLED: dict[str, Callable[[str], bytes]] = {
    "nothing": lambda _text: b"",
    "blanks": lambda _text: b" \n\t\n",
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-32": lambda text: text.encode("utf-32"),
    "latin-1": lambda text: text.replace("e", "é").encode("latin-1"),
    "half a letter": lambda text: text.encode()[:20] + b"\xc3" + text.encode()[20:],
    "a null": lambda text: text.encode()[:20] + b"\x00" + text.encode()[20:],
    "an archive": lambda _text: archive({"a.txt": b"x"}),
    "a picture": lambda _text: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a page": lambda _text: b"<!DOCTYPE html><html><body><p>404 Not found</p></body></html>",
}


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


# tables

TABLE = "id,label_fr,label_en\nici,Ici,Here\nla-bas,Là-bas,Over there\n"


def table_files() -> Iterator[Hostile]:
    """CSV files that are none, or whose rows and headings do not fit."""
    name = "territories.csv"
    for what, garble in GARBLED.items():
        if what not in {
            "utf-16",
            "utf-32",
            "latin-1",
            "half a letter",
            "a page",
        }:  # read, with a warning or faults of the headings
            yield Hostile(f"table: {what}", {name: garble(TABLE)}, name, place=name)
    for what, text in {
        "a cell that does not end": 'id,label_fr,label_en\nici,"Ici,Here\n' + "x,y,z\n" * 9,
        "a cell too long": f"id,label_fr,label_en\nici,{'i' * 140_000},Here\n",
        "an id with a null": "id,label_fr,label_en\ni\0ci,Ici,Here\n",
    }.items():
        yield Hostile(f"table: {what}", {name: text.encode()}, name, place=f"{name}:2:")
    for what, text in {
        "a heading twice": "id,label_fr,label_fr,label_en\nici,Ici,Là,Here\n",
        "more cells than headings": "id,label_fr,label_en\nici,Ici,Here,too,many\n",
        "an id twice": "id,label_fr,label_en\nici,Ici,Here\nici,Là,There\n",
        "an id that leads elsewhere": "id,label_fr,label_en\n../../etc,Ici,Here\n",
        "an id of signs": "id,label_fr,label_en\n!?,Ici,Here\n",
        "a formula for an id": "id,label_fr,label_en\n=1+1,Ici,Here\n",
        "markup for an id": "id,label_fr,label_en\n<b>,Ici,Here\n",
    }.items():
        yield Hostile(f"table: {what}", {name: text.encode()}, name, CHECK, FAULTY, f"{name}:")


WRONG = {  # values that no cell of the datatype may hold
    "date": ("2016-02-30", "yesterday", "9" * 5000, "2016-01-01T25:00:00", "T1 2016", "30/02/2016"),
    "integer": ("three", "1.5", "1e3", "9" * 5000, "-"),
    "decimal": ("north", "1,2,3", "1e999", "∞", "9" * 5000),
}


class Cells(NamedTuple):
    """A table of rows in each of which one cell does not hold what its column asks for: the places of these."""

    table: str
    text: str
    places: tuple[str, ...]


def cells() -> Iterator[Cells]:
    """Return each table with a row for each value that one of its columns cannot hold."""
    for table in load_schema().tables.values():
        headings = ["id", *(column.name for column in table.columns)]
        lines, places = [",".join(headings)], []
        for column in table.columns:
            for value in _wrong(column):
                at = headings.index(column.name)
                line = [f"x{len(lines)}", *("" for _column in table.columns)]
                line[at] = f'"{value}"'
                lines.append(",".join(line))
                places.append(f"{table.name}.csv:{len(lines)}:{at + 1}: ")
        yield Cells(table.name, "\n".join(lines) + "\n", tuple(places))


def _wrong(column: Column) -> Iterator[str]:
    if len(column.datatypes) == 1:
        yield from WRONG.get(local_name(column.datatypes[0]), ())
    if column.classes:
        yield "no-such-thing"
        yield "../../etc/passwd"


# workbooks

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SHEET}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Territories" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(rows: str, **parts: str) -> bytes:
    """Return a workbook of one sheet, with these rows; parts take the place of others, or stand beside them."""
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    whole = {**PARTS, "xl/worksheets/sheet1.xml": sheet, **parts}
    return archive({name: content.encode() for name, content in whole.items()})


def row(number: int, *values: str, kind: str = "inlineStr") -> str:
    """Return a row of texts, or of what another kind of cell holds."""
    cells_ = "".join(
        f'<c r="{chr(65 + n)}{number}" t="{kind}"><is><t>{value}</t></is></c>'
        if kind == "inlineStr"
        else f'<c r="{chr(65 + n)}{number}" t="{kind}"><v>{value}</v></c>'
        for n, value in enumerate(values)
    )
    return f'<row r="{number}">{cells_}</row>'


HEADS = row(1, "id", "label_fr", "label_en")


def workbooks() -> Iterator[Hostile]:
    """Workbooks that are none, are broken, or hold what no cell may."""
    name = "book.xlsx"
    for what, garble in GARBLED.items():
        yield Hostile(f"workbook: {what}", {name: garble(TABLE)}, name, place=name)
    whole = workbook(HEADS + row(2, "ici", "Ici", "Here"))
    broken = {
        "cut off": whole[: len(whole) // 2],
        "the end alone": whole[-100:],
        "one byte of another": whole[:60] + b"\x00" + whole[61:],
        "a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "no parts": archive({"[Content_Types].xml": b"<Types/>"}),
        "no sheet": workbook("", **{"xl/workbook.xml": f'<workbook xmlns="{SHEET}"><sheets/></workbook>'}),
        "a sheet that is not there": workbook(
            "", **{"xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace("sheet1", "sheet9")}
        ),
        "a sheet that is no XML": workbook("<row><c></row>"),
        "a document type": workbook(
            "",
            **{
                "xl/worksheets/sheet1.xml": f'<!DOCTYPE w [<!ENTITY e "x">]><worksheet xmlns="{SHEET}"><sheetData>{row(1, "&e;")}</sheetData></worksheet>'
            },
        ),
        "a workbook that is no XML": workbook("", **{"xl/workbook.xml": "workbook"}),
        "a text that is not there": workbook(HEADS + row(2, "99", "99", "99", kind="s")),
        "a part outside": archive({"../../outside.xml": b"x"}),
    }
    for what, content in broken.items():
        yield Hostile(f"workbook: {what}", {name: content}, name, place=name)
    for ending in ("xls", "xlsb", "fods", "numbers"):
        yield Hostile(f"workbook: .{ending}", {f"book.{ending}": whole}, f"book.{ending}", place=f"book.{ending}")
    for what, rows in {
        "an error of Excel": HEADS + row(2, "ici", "Ici", "Here") + row(3, "#REF!", kind="e"),
        "an id twice": HEADS + row(2, "ici", "Ici", "Here") + row(3, "ici", "Là", "There"),
        "a number too large": HEADS + row(2, "ici", "Ici", "Here") + row(3, "1e400", kind="n"),
        "an id that leads elsewhere": HEADS + row(2, "../../etc", "Ici", "Here"),
    }.items():
        yield Hostile(f"workbook: {what}", {name: workbook(rows)}, name, CHECK, FAULTY, name)


# source.yaml

SOURCE = yaml.safe_load((SMALL / "source.yaml").read_text("utf-8"))
OTHERS: dict[str, object] = {  # of another type, or out of range
    "nothing": None,
    "a list": ["public"],
    "a mapping": {"a": 1},
    "a number": 7,
    "truth": True,
    "a day": "2016-02-30",
    "spaces": "   ",
    "digits": int("9" * 60),
    "markup": "<b>",
    "a path": "../../etc/passwd",
}
KEYS = (
    ("id",),
    ("title",),
    ("source",),
    ("source", "id"),
    ("editors",),
    ("passages",),
    ("passages", 0, "id"),
    ("passages", 0, "pages"),
    ("passages", 0, "access"),
    ("passages", 0, "graph"),
    ("licence",),
    ("expected",),
)


FITS = {  # what is no fault there
    **{name: {"a day", "digits"} for name in ("id", "source.id", "passages.0.id")},
    **{name: {"nothing", "spaces"} for name in ("passages.0.graph", "licence")},
    **{name: {"a mapping"} for name in ("title", "source", "editors")},  # a fault for each key that it lacks
    "passages.0.pages": {"nothing"},
    "expected": {"nothing", "a mapping"},
}


def sources() -> Iterator[Hostile]:
    """Descriptions of a source that are no YAML, or whose values do not fit."""
    plain = (SMALL / "source.yaml").read_text("utf-8")
    for what, garble in GARBLED.items():
        if what != "a null":  # read without it
            code = FAULTY if what in {"nothing", "a page"} else REFUSED
            yield _source(what, garble(plain), code)
    for what, text in {
        "a tab": "id:\tx\n\ttitle: y\n",
        "a brace that does not end": "id: {a: 1\n",
        "an alias of nothing": "id: *nobody\n",
        "a key twice": f"{plain}\nid: other\n",
        "two documents": f"{plain}\n---\n{plain}",
        "lists in lists": "id: " + "[" * 400 + "]" * 400 + "\n",
    }.items():
        yield _source(what, text.encode(), REFUSED)
    for what, text in {
        "a list": "- id: x\n- title: y\n",
        "a word": "id\n",
        "a tag of Python": plain.replace("id: mini\n", "id: !!python/object/apply:os.getcwd []\n"),
        "an anchor in itself": plain.replace("id: mini\n", "id: &a [*a]\n"),
        "5,000 digits for a page": plain.replace("[5, 5]", f"[5, {'9' * 5000}]"),
    }.items():
        yield _source(what, text.encode(), FAULTY)
    for keys in KEYS:
        name = ".".join(map(str, keys))
        for what, value in OTHERS.items():
            if what not in FITS.get(name, ()):
                content = json.loads(json.dumps(SOURCE))
                inner = content
                for key in keys[:-1]:
                    inner = inner[key]
                inner[keys[-1]] = value
                yield _source(f"{what} for {name}", yaml.safe_dump(content).encode(), FAULTY)


def _source(what: str, content: bytes, code: int) -> Hostile:
    files = {"source.yaml": content, "territories.csv": TABLE.encode()}
    return Hostile(f"source: {what}", files, code=code, place="source.yaml")


# RDF

RDF = {
    ".ttl": "<https://site.example/a> <https://site.example/b> <https://site.example/c> .\n",
    ".nt": "<https://site.example/a> <https://site.example/b> <https://site.example/c> .\n",
    ".trig": "<https://site.example/g> { <https://site.example/a> <https://site.example/b> 1 . }\n",
    ".nq": "<https://site.example/a> <https://site.example/b> <https://site.example/c> <https://site.example/g> .\n",
    ".jsonld": '{"@id": "https://site.example/a", "https://site.example/b": 1}\n',
    ".rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:b="https://site.example/">'
    '<rdf:Description rdf:about="https://site.example/a"><b:b>x</b:b></rdf:Description></rdf:RDF>\n',
    ".owl": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:b="https://site.example/">'
    '<rdf:Description rdf:about="https://site.example/a"><b:b>x</b:b></rdf:Description></rdf:RDF>\n',
}
LINES = {
    "a full stop missing": "<urn:a:a> <urn:a:b> <urn:a:c>\n<urn:a:a> <urn:a:b> <urn:a:c> .\n",
    "a text that does not end": '<urn:a:a> <urn:a:b> "c .\n',
    "a space in an IRI": "<urn:a:a b> <urn:a:b> <urn:a:c> .\n",
    "no IRI": "<a> <b> <http://[> .\n",
    "a literal as subject": '"a" <urn:a:b> <urn:a:c> .\n',
    "too high a letter": '<urn:a:a> <urn:a:b> "\\U00110000" .\n',
    "no language": '<urn:a:a> <urn:a:b> "c"@1 .\n',
}
PREFIXED = {
    "an unknown prefix": "nobody:a <urn:a:b> <urn:a:c> .\n",
    "a list that does not end": "<urn:a:a> <urn:a:b> ( 1 2 .\n",
    "lists in lists": "<urn:a:a> <urn:a:b> " + "[ <urn:a:b> " * 60 + "\n",
    "a triple as subject": "<<( <urn:a:a> <urn:a:b> <urn:a:c> )>> <urn:a:b> 1 .\n",
}
XML_HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:b="https://site.example/">'
XML = {
    "an element that does not end": f"{XML_HEAD}<rdf:Description>",
    "a file of the system": f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>{XML_HEAD}'
    '<rdf:Description rdf:about="urn:a:a"><b:b>&e;</b:b></rdf:Description></rdf:RDF>',
    "an unknown entity": f"{XML_HEAD}<rdf:Description><b:b>&nobody;</b:b></rdf:Description></rdf:RDF>",
    "an unknown prefix": f"{XML_HEAD}<rdf:Description><c:b>1</c:b></rdf:Description></rdf:RDF>",
    "an id twice": f'{XML_HEAD}<rdf:Description rdf:ID="a"/><rdf:Description rdf:ID="a"/></rdf:RDF>',
    "a name that is no name": f'{XML_HEAD}<rdf:Description rdf:ID="1 2"><b:b>1</b:b></rdf:Description></rdf:RDF>',
    "a list as an attribute": f'{XML_HEAD}<rdf:Description rdf:aboutEach="urn:a:a"><b:b>1</b:b></rdf:Description></rdf:RDF>',
    "another root": "<a/>",
}
JSON_LD = {
    "a brace that does not end": '{"@id": "urn:a:a"',
    "no quotes": "{id: 1}",
    "a context elsewhere": '{"@context": "https://site.example/context", "@id": "urn:a:a", "b": 1}',
    "a context that is a number": '{"@context": 7, "@id": "urn:a:a", "b": 1}',
    "a context in itself": '{"@context": {"a": "b:", "b": "a:"}, "a:x": 1}',
    "an unknown keyword as value": '{"urn:a:b": {"@value": {"a": 1}}}',
    "a language and a type": '{"urn:a:b": {"@value": "c", "@language": "fr", "@type": "urn:a:d"}}',
    "a list of reversed": '{"@reverse": {"urn:a:b": "c"}}',
    "a type that is a list": '{"@context": {"a": {"@id": "urn:a:b", "@type": ["urn:a:c"]}}, "a": 1}',
    "a type that is a mapping": '{"@context": {"a": {"@id": "urn:a:b", "@type": {"@id": "urn:a:c"}}}, "a": 1}',
    "a term that is a list": '{"@context": {"a": ["urn:a:b"]}, "a": 1}',
    "an import that is a list": '{"@context": {"@import": ["urn:a:b"], "a": "urn:a:b"}, "a": 1}',
    "5,000 mappings in one another": '{"urn:a:b": ' * 5000 + "1" + "}" * 5000,
    "5,000 contexts in one another": '{"@context": ' * 5000 + "{}" + "}" * 5000,
    "a number alone": "7",
    "an id that is a list": '{"@id": ["urn:a:a"], "urn:a:b": 1}',
    "an index that is a number": '{"urn:a:b": {"@value": 1, "@index": 7}}',
}


def rdf_files() -> Iterator[Hostile]:
    """Files of each form of RDF that are not of it."""
    for ending, text in RDF.items():
        for what, garble in GARBLED.items():
            if what != "a null":  # read without it
                yield _rdf(ending, what, garble(text))
        yield _rdf(ending, "half of it", text[: len(text) // 2].encode())
        others = {
            other: words
            for other, words in RDF.items()
            if other[:2] != ending[:2] and {other, ending} != {".rdf", ".owl"}
        }
        for other, words in others.items():
            if (other, ending) not in {
                (".nt", ".ttl"),
                (".ttl", ".nt"),
                (".ttl", ".trig"),
                (".nt", ".trig"),
                (".nt", ".nq"),
                (".ttl", ".nq"),
            }:
                yield _rdf(ending, f"what {other} holds", words.encode())
    for ending in (".ttl", ".nt", ".trig", ".nq"):
        for what, text in (LINES | (PREFIXED if ending[1] == "t" else {})).items():
            yield _rdf(ending, what, text.encode())
    for what, text in XML.items():
        yield _rdf(".rdf", what, text.encode())
    for what, text in JSON_LD.items():
        yield _rdf(".jsonld", what, text.encode())


def _rdf(ending: str, what: str, content: bytes) -> Hostile:
    name = f"data{ending}"
    return Hostile(f"RDF {ending}: {what}", {name: content}, name, place=name)


# IATI

IATI = {
    "another root": "<activities/>",
    "organisations": '<iati-organisations version="2.03"/>',
    "nothing in it": f"{START}{END}",
    "an element that does not end": f"{START}<iati-activity>",
    "a document type": f"<!DOCTYPE a>{START}{END}",
    "a file of the system": f'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>{START}<iati-activity>&e;</iati-activity>{END}',
    "entities": f'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>{START}<iati-activity>&b;</iati-activity>{END}',
    "an unknown entity": f"{START}<iati-activity>&nobody;</iati-activity>{END}",
    "an activity in an activity": f"{START}<iati-activity><iati-activity></iati-activity>{END}",
    "two roots": f"{START}{END}{START}{END}",
}


def iati_files() -> Iterator[Hostile]:
    """Files of activities that are none."""
    plain = f"{START}<iati-activity><iati-identifier>X-1</iati-identifier></iati-activity>{END}"
    for what, garble in GARBLED.items():
        if what not in {"utf-16", "a null"}:  # read, with a warning
            yield Hostile(f"IATI: {what}", {"a.xml": garble(plain)}, "a.xml", place="a.xml")
    for what, text in IATI.items():
        yield Hostile(f"IATI: {what}", {"a.xml": text.encode()}, "a.xml", place="a.xml")


# queries

QUERIES = {
    "nothing": "",
    "words": "who are you?",
    "a brace that does not end": "SELECT * { ?s ?p ?o",
    "an update": "INSERT DATA { <urn:a> <urn:b> 1 }",
    "a removal": "DROP ALL",
    "an unknown prefix": "SELECT * { ?s nobody:p ?o }",
    "an unknown function": "SELECT (<urn:nobody>(1) AS ?x) {}",
    "a service": "SELECT * { SERVICE <https://site.example/sparql> { ?s ?p ?o } }",
    "a variable twice": "SELECT (1 AS ?x) (2 AS ?x) {}",
    "an aggregate where none may be": "SELECT * { FILTER(COUNT(?x) > 1) }",
    "a null": "SELECT * { ?s ?p '\0",
    "a header that is no YAML": "#+ title: {a\nSELECT * {}",
    "a header that is a list": "#+ - a\nSELECT * {}",
    "a header with a tab": "#+ \ta: b\nSELECT * {}",
    "brackets": "SELECT * { ?s " + "(" * 200 + " ?o }",
}
PARAMS = {
    "no equals sign": "a",
    "no name": "=x",
    "a name that is unknown": "nobody=x",
    "a thing that is unknown": "a=no such territory at all",
    "a brace": "a=} UNION { ?s ?p ?o",
    "a quote": 'a="',
    "an angle": "a=x> . ?s ?p <urn:x",
    "a line": "a=x\ny",
    "a null": "a=x\0y",
    "digits": f"a={'9' * 5000}",
    "another class": "a=cfsi",
}


def queries() -> Iterator[Hostile]:
    """Questions that are none, and parameters that are not theirs."""
    words: tuple[str, ...] = ("query", "{in}", "--input", str(SMALL))
    for what, text in QUERIES.items():
        yield Hostile(f"query file: {what}", {"mine.rq": text.encode()}, "mine.rq", words)
        if what in {"nothing", "words", "an update", "an unknown function"}:
            yield Hostile(f"typed query: {what}", {}, "", ("query", "-", "--input", str(SMALL)), typed=text.encode())
    for what in ("utf-16", "latin-1", "a picture", "an archive"):
        content = GARBLED[what]("SELECT * { ?seemingly ?any ?eel }")
        yield Hostile(f"query file: {what}", {"mine.rq": content}, "mine.rq", ("query", "{in}", "--input", str(SMALL)))
    for what, value in PARAMS.items():
        words = ("query", "shared-challenges", "--input", str(SMALL), "--param", value, "--param", "b=lille")
        yield Hostile(f"parameter: {what}", {}, "", words)
    for name in (
        "no-such",
        "../ontology/questions/leaders",
        "/etc/passwd",
        "leaders.rq",
        "LEADERS?",
        "a" * 3000,
        "<b>",
        "leaders\nx",
    ):
        yield Hostile(f"question: {name[:20]!r}", {}, "", ("query", name, "--input", str(SMALL)))


# calls

CALLS: dict[str, tuple[str, ...]] = {
    "a command": ("vlidate", "x"),
    "an option": ("validate", "--nobody"),
    "nothing to validate": ("validate",),
    "a form": ("query", "leaders", "--format", "docx"),
    "a profile": ("convert", str(SMALL), "--out", "{out}.ttl", "--profile", "everyone"),
    "an ending": ("convert", str(SMALL), "--out", "{out}.docx"),
    "no ending": ("convert", str(SMALL), "--out", "{out}"),
    "an ending of a network": ("network", "ties", "--input", str(SMALL), "--out", "{out}.exe"),
    "a network": ("network", "no-such", "--input", str(SMALL), "--out", "{out}.gexf"),
    "a measure": ("measure", "no-such", "--input", str(SMALL)),
    "a port that is no number": ("serve", str(SMALL), "--port", "http"),
    "a port too high": ("serve", str(SMALL), "--port", "70000"),
    "a port below": ("serve", str(SMALL), "--port", "-1"),
    "one of two territories": ("build", str(SMALL), "--out", "{out}", "--between", "lille"),
    "an unknown territory": ("build", str(SMALL), "--out", "{out}", "--between", "lille", "atlantis"),
    "territories to compare": ("compare", "atlantis", "mu", "--input", str(SMALL)),
    "one territory to compare": ("compare", "lille", "--input", str(SMALL)),
    "the same twice": ("compare", "lille", "lille", "--input", str(SMALL)),
    "too many words": ("query", "leaders", "more", "and", "more"),
    "a store and an input": ("query", "leaders", "--input", str(SMALL), "--store", "{out}"),
    "a store that is no store": ("query", "leaders", "--store", "{in}"),
    "an input for a store": ("convert", str(SMALL), "--store", "{in}/file"),
    "a flag with a value": ("convert", str(SMALL), "--infer=no", "--out", "{out}.ttl"),
    "an option without its value": ("query", "leaders", "--format"),
    "a new workbook of another kind": ("new", "{out}.docx"),
    "a new file that is there": ("new", "{in}/file.xlsx"),
    "an output that is a folder": ("convert", str(SMALL), "--out", "{in}/folder.ttl"),
    "a site that is a file": ("build", str(SMALL), "--out", "{in}/file"),
    "a site where something else is": ("build", str(SMALL), "--out", "{in}"),
    "documentation that is not there": ("build", str(SMALL), "--out", "{out}", "--docs", "{out}-docs"),
}


def parameters() -> Iterator[Hostile]:
    """Calls that name what is not there, or say it in a way that is not understood."""
    files = {"file": b"mine\n", "file.xlsx": b"mine\n", "folder.ttl/file": b"mine\n"}
    for what, words in CALLS.items():
        yield Hostile(f"call: {what}", files, "", words)


NAMES = {
    "nothing": "",
    "blanks": "   ",
    "markup": "<script>alert(1)</script>",
    "a quote": '"',
    "a variable": "?x",
    "a closing brace": "} # {",
    "an escape": "\\",
    "a line": "lille\nkayes",
    "right to left": "\u202ellile",
    "half a character": "\udc80",
    "a null": "li\0lle",
    "5,000 letters": "x" * 5000,
    "an IRI": "https://site.example/nobody",
    "an IRI that is none": "https://site.example/<",
    "a prefix": "ild:nobody",
    "a path": "../../../etc/passwd",
    "a pattern": "(a+)+$",
    "a percent sign": "%s%n%x",
    "a format": "{0.__class__}",
    "a formula": "=1+1",
    "an option": "--",
    "another alphabet": "Лилль",
    "a smile": "😀" * 50,
}


def names() -> Iterator[Hostile]:
    """Names of nothing: of territories to compare, of networks, of profiles, of things that a question is about."""
    small = ("--input", str(SMALL))
    for number, (what, name) in enumerate(NAMES.items()):
        if number % 2 and name != "--":
            yield Hostile(f"territory: {what}", {}, "", ("compare", name, "others", *small))
        if number % 3 == 0:
            yield Hostile(f"network: {what}", {}, "", ("measure", f"x{name}", *small))
        elif number % 3 == 1:
            out = ("convert", str(SMALL), "--out", "{out}.ttl", "--profile", f"x{name}")
            yield Hostile(f"profile: {what}", {}, "", out)
        else:
            asked = ("query", "said-by", "--param", f"speaker=x{name}", *small)
            yield Hostile(f"a question about: {what}", {}, "", asked)


def paths() -> Iterator[Hostile]:
    """Inputs that are not there, or are not what their names say."""
    for what, name in {
        "a folder without tables": "folder",
        "a folder that is called as a file": "data.ttl",
        "a folder that is called as a workbook": "book.xlsx",
    }.items():
        yield Hostile(f"path: {what}", {f"{name}/readme.txt": b"mine"}, name, place=name)
    for what, name in {
        "nowhere": "nowhere.ttl",
        "a name of 5,000 letters": "a" * 5000 + ".ttl",
        "a line in the name": "a\nb.ttl",
        "a control in the name": "a\x1b[31mb.ttl",
        "right to left": "a\u202eb.ttl",
        "a letter of another encoding": "caf\udce9.ttl",
        "a tilde": "~nobody/x.ttl",
        "folders in folders": "a/" * 1500 + "x.ttl",
        "an address without a host": "https://",
        "an address of nobody": "https://[::1",
        "another protocol": "ftp://site.example/data.ttl",
        "a file as an address": "file:///etc/hostname",
        "a password": "https://camille:secret@",
        "a dash": "-",
        "a dot": ".",
        "nothing": "",
    }.items():
        yield Hostile(f"path: {what}", {}, "", ("convert", name, "--out", "{out}.nq"))
    for ending in ("docx", "pdf", "json", "html", "zip", "ttl.gz", "CSV.bak", "", "exe"):
        yield Hostile(f"path: .{ending}", {f"data.{ending}": b"mine"}, f"data.{ending}", place=f"data.{ending}")


# servers

JSON = {"Content-Type": "application/sparql-results+json"}
GRAPH = "https://site.example/g"


def _bindings(*rows: dict[str, object]) -> bytes:
    return json.dumps({"head": {"vars": ["g", "s", "p", "o"]}, "results": {"bindings": list(rows)}}).encode()


def _solution(**terms: str) -> dict[str, object]:
    given = {"g": GRAPH, "s": "https://site.example/s", "p": "https://site.example/p", "o": "https://site.example/o"}
    return {name: {"type": "uri", "value": value} for name, value in (given | terms).items()}


def _counts(size: dict[str, str]) -> bytes:
    graph = {"type": "uri", "value": GRAPH}
    head = {"vars": ["passage", "graph", "size"]}
    return json.dumps(
        {"head": head, "results": {"bindings": [{"passage": graph, "graph": graph, "size": size}]}}
    ).encode()


ANSWERS: dict[str, Answered] = {
    "no rights": Answered(403, {}, b"no"),
    "a password": Answered(401, {"WWW-Authenticate": "Basic"}, b""),
    "nothing there": Answered(404, {"Content-Type": "text/html"}, b"<html>nothing here</html>"),
    "a fault of its own": Answered(500, {"Content-Type": "text/plain"}, b"no memory left\n\tat a.b.C\n"),
    "a teapot": Answered(418, {}, b"\x1b[31mteapot\x07"),
    "elsewhere for ever": Answered(302, {"Location": "/elsewhere+for+ever"}, b""),
    "elsewhere without an address": Answered(302, {"Location": "mailto:nobody"}, b""),
    "a page": Answered(200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><p>Welcome</p>"),
    "a page as results": Answered(200, JSON, b"<html><p>Welcome</p></html>"),
    "nothing at all": Answered(200, JSON, b""),
    "half of it": Answered(200, JSON, _bindings(_solution())[:60]),
    "more announced than sent": Answered(200, {**JSON, "Content-Length": "100000"}, _bindings(_solution())),
    "no JSON": Answered(200, JSON, b"?s ?p ?o"),
    "another JSON": Answered(200, JSON, b'{"answer": 42}'),
    "a list": Answered(200, JSON, b"[1, 2]"),
    "bindings that are no list": Answered(200, JSON, b'{"head": {"vars": ["g"]}, "results": {"bindings": 7}}'),
    "a term without a type": Answered(200, JSON, b'{"head": {"vars": ["g"]}, "results": {"bindings": [{"g": {}}]}}'),
    "an IRI that is none": Answered(200, JSON, _bindings(_solution(g="no IRI", s="a b"))),
    "latin-1": Answered(200, JSON, "é".encode("latin-1") * 9),
    "a picture": Answered(200, {"Content-Type": "image/png"}, GARBLED["a picture"]("")),
    "compressed, it says": Answered(200, {**JSON, "Content-Encoding": "gzip"}, b"not compressed"),
    "lists in lists": Answered(200, JSON, b"[" * 20_000),
    "a count in words": Answered(200, JSON, _counts({"type": "literal", "value": "many"})),
    "a count of 5,000 digits": Answered(200, JSON, _counts({"type": "literal", "value": "9" * 5000})),
    "a count below nought": Answered(200, JSON, _counts({"type": "literal", "value": "-1"})),
    "a redirect into files": Answered(302, {"Location": "file:///etc/hostname"}, b""),
}


# statements that are RDF, and nonsense

XSD = "http://www.w3.org/2001/XMLSchema#"
NONSENSE = (
    *(
        '""',
        '"x"@fr',
        '"x"',
        '"<b>&"@en',
        '"a|b\\n=1+1"@fr',
        '"x"@x-unknown',
        '"ltr"@fr--ltr',
        "_:b",
        "<mailto:nobody>",
    ),
    *("<javascript:alert(1)>", "<urn:x:y>", "<https://site.example/%00>", f'"{"é" * 9000}"@fr', f'"{"9" * 5000}"'),
    *(f'"{"9" * 5000}"^^<{XSD}integer>', f'"-1"^^<{XSD}integer>', f'"x"^^<{XSD}integer>', f'"1e400"^^<{XSD}double>'),
    *(f'"NaN"^^<{XSD}double>', f'"2016-02-30"^^<{XSD}date>', f'"-9999"^^<{XSD}gYear>', f'"true"^^<{XSD}boolean>'),
    *(f'"99999-01"^^<{XSD}gYearMonth>', f'"999"^^<{XSD}decimal>', '"POINT(x)"^^<urn:x:wkt>'),
    *("<https://w3id.org/icilabas/vocabulary/restricted>", "<https://w3id.org/icilabas/vocabulary/public>"),
)
OTHER_PATHS = (
    *("dcterms:title", "dcterms:source", "dcterms:accessRights", "dcterms:issued", "dcterms:license", "rdf:type"),
    *("ilb:firstPage", "ilb:lastPage", "rdfs:label", "owl:sameAs", "prov:wasAttributedTo", "org:memberOf"),
)


def statements(seed: int) -> str:
    """Return Turtle in which anything is said of things of our classes; equal for an equal seed."""
    chance, tables = Random(seed), load_schema().tables.values()  # noqa: S311  # no secret: the same each time
    paths_ = sorted({str(column.path) for table in tables for column in table.columns} | {*map(iri, OTHER_PATHS)})
    classes = sorted({str(class_) for table in tables for class_ in (table.class_, *table.kinds.values())})
    classes += [iri("ilb:Passage"), iri("ilb:Source")]
    things = [*(f"<https://site.example/{number}>" for number in range(6)), f"<{iri('ild:lille')}>", "_:z"]
    lines = []
    for thing in things:
        lines.append(
            f"{thing} a <{chance.choice(classes)}> ; <{iri('skos:prefLabel')}> {chance.choice(NONSENSE[:4])} ."
        )
        lines += [f"{thing} <{chance.choice(paths_)}> {chance.choice([*NONSENSE, *things])} ." for _said in range(9)]
    return "\n".join(lines)
