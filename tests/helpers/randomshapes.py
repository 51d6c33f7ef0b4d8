"""Shapes and data drawn by chance: each shape is valid by the specification of SHACL, each datum is valid Turtle."""

from __future__ import annotations

from random import Random

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/> .
"""
CLASSES = (":A", ":B", ":C")
PATHS = (":p", ":q", ":r")
THINGS = (":one", ":two", ":three", ":four", "_:five")
NAMED = THINGS[:4]
LITERALS = (
    *('""', '"a"', '"abc"', '"ABC"', '"a b"', '"7"', '"é"', '"a"@en', '"b"@en', '"a"@fr', '"a"@en-GB', '"c"@EN'),
    *("0", "1", "7", "-3", "9" * 30, "1.5", "7.0", "-0.5", "1.0e1", "7e0", '"2"^^xsd:float', '"7"^^xsd:string'),
    *('"NaN"^^xsd:double', '"INF"^^xsd:double', "true", "false", '"1"^^xsd:boolean', '"x"@de', '"x"^^:own'),
    *('"x"^^xsd:integer', '"yes"^^xsd:boolean', '"2020"^^xsd:gYear', '"2020-05"^^xsd:gYearMonth'),
    *(f'"{day}"^^xsd:date' for day in ("2020-02-29", "2021-02-29", "2019-12-31", "2020-02-29Z", "soon")),
    *(f'"2020-01-01T{time}"^^xsd:dateTime' for time in ("00:00:00", "00:00:00Z", "12:00:00+02:00")),
)
DATATYPES = (
    *("xsd:string", "xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:boolean", "xsd:date"),
    *("xsd:dateTime", "xsd:gYear", "rdf:langString", ":own"),
)
LIMITS = (
    *("0", "1", "7", "1.5", "7e0", '"b"', '"2020-01-15"^^xsd:date'),
    *('"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T06:00:00"^^xsd:dateTime'),
)
PATTERNS = ('"a"', '"^a"', '"^[0-9]+$"', '"one$"', '"^.{2}$"', '"^$"', '"A"')
KINDS = ("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
LANGUAGES = ('"en"', '"fr"', '"en-GB"')
# What is asked of single values, and how often.
ASKED = {"class": 2, "datatype": 3, "nodeKind": 2, "in": 2, "pattern": 2, "length": 2, "range": 4, "languageIn": 1.5}
LOGIC = {"or": 1.5, "and": 1.5, "not": 1.5}
RARE = {"hasValue": 1, "node": 1, "xone": 1}  # what is left to pySHACL
DEPTH = 2  # of what is asked in what is asked


def shapes_and_data(seed: int) -> tuple[str, str]:
    """Return a graph of shapes and one of data, as Turtle; equal for an equal seed. Every third asks for rare things."""
    drawn = _Drawn(Random(seed), rare=seed % 3 == 0)  # noqa: S311  # no secret: the same each time
    return HEAD + drawn.shapes(), HEAD + drawn.data()


class _Drawn:
    """What is drawn by one seed."""

    def __init__(self, chance: Random, *, rare: bool) -> None:
        self.chance, self.rare = chance, rare
        self.one = chance.choice

    def some(self, pool: tuple[str, ...], most: int) -> list[str]:
        """Return one to ``most`` of the pool."""
        return self.chance.sample(pool, self.chance.randint(1, most))

    def often(self, share: float) -> bool:
        """Say yes in this share of the cases."""
        return self.chance.random() < share

    def seldom(self, share: float) -> bool:
        """Say the same of what is rare."""
        return self.rare and self.often(share)

    def data(self) -> str:
        """Return things of some classes, with values of some properties."""
        lines = [
            f"{below} rdfs:subClassOf {above} ." for below, above in ((":B", ":A"), (":C", ":B")) if self.often(0.5)
        ]
        for thing in THINGS:
            lines += [f"{thing} a {kind} ." for kind in self.some(CLASSES, 2) if self.often(0.8)]
            for path in PATHS:
                if self.often(0.75):
                    values = self.some(LITERALS, 5) if self.often(0.7) else self.some(THINGS, 3)
                    lines.append(f"{thing} {path} {', '.join(values)} .")
        return "\n".join(lines)

    def shapes(self) -> str:
        """Return one to three shapes of things."""
        return "\n".join(self.shape(f":S{number}") for number in range(self.chance.randint(1, 3)))

    def shape(self, name: str) -> str:
        """Return a shape of things of some classes."""
        said = ["a sh:NodeShape", f"sh:targetClass {', '.join(self.some(CLASSES, 2))}", *self.severity()]
        if self.seldom(0.2):
            said.append(f"sh:targetNode {', '.join(self.some(NAMED, 2))}")
        if self.seldom(0.1):
            said.append(f"sh:target{self.one(('SubjectsOf', 'ObjectsOf'))} {self.one(PATHS)}")
        if self.seldom(0.1):
            said.append(f"sh:closed true ; sh:ignoredProperties ( rdf:type {self.one(PATHS)} )")
        if self.seldom(0.1):
            said.append("sh:deactivated true")
        said += self.asked(1) if self.often(0.3) else []
        said += [f"sh:property {self.column()}" for _column in range(self.chance.randint(1, 3))]
        return f"{name} {' ; '.join(said)} ."

    def severity(self) -> list[str]:
        """Return how grave it is, where that is said."""
        return [f"sh:severity {self.one(('sh:Info', 'sh:Warning', 'sh:Violation', ':Own'))}"] if self.often(0.2) else []

    def column(self) -> str:
        """Return a shape of a property."""
        said = [f"sh:path {self.path()}", *self.severity(), *self.asked(2)]
        said += [f"sh:{limit}Count {self.chance.randint(0, 3)}" for limit in ("min", "max") if self.often(0.3)]
        if self.often(0.2):
            said.append(f"sh:uniqueLang {self.one(('true', 'false'))}")
        if self.often(0.15):
            said.append(f"sh:lessThan{self.one(('', 'OrEquals'))} {self.one(PATHS)}")
        if self.seldom(0.15):
            said.append(f"sh:{self.one(('equals', 'disjoint'))} {self.one(PATHS)}")
        if self.seldom(0.1):
            said.append(f"sh:qualifiedValueShape [ {self.nested(DEPTH)} ] ; sh:qualifiedMinCount 1")
        if self.seldom(0.05):
            said.append("sh:deactivated true")
        return f"[ {' ; '.join(said)} ]"

    def path(self) -> str:
        """Return a property, or now and then several steps."""
        first, second = self.one(PATHS), self.one(PATHS)
        steps = (f"[ sh:inversePath {first} ]", f"( {first} {second} )", f"[ sh:alternativePath ( {first} {second} ) ]")
        return self.one(steps) if self.seldom(0.15) else first

    def asked(self, most: int, depth: int = 0) -> list[str]:
        """Return what is asked of single values, each kind at most once."""
        kinds = ASKED | (LOGIC if depth < DEPTH else {}) | (RARE if self.rare and depth < DEPTH else {})
        chosen = {*self.chance.choices([*kinds], [*kinds.values()], k=self.chance.randint(0, most))}
        return [self.constraint(kind, depth) for kind in sorted(chosen)]

    def constraint(self, kind: str, depth: int) -> str:
        """Return one constraint of this kind."""
        if kind in {"node", "not"}:
            return f"sh:{kind} [ {self.nested(depth)} ]"
        if kind in {"or", "and", "xone"}:
            return f"sh:{kind} ( {' '.join(f'[ {self.nested(depth)} ]' for _one in range(self.chance.randint(1, 3)))} )"
        written = {
            "class": f"sh:class {self.one(CLASSES)}",
            "datatype": f"sh:datatype {self.one(DATATYPES)}",
            "nodeKind": f"sh:nodeKind sh:{self.one(KINDS)}",
            "in": f"sh:in ( {' '.join(self.some(LITERALS + NAMED, 6))} )",
            "pattern": f"sh:pattern {self.one(PATTERNS)}" + (' ; sh:flags "i"' if self.often(0.3) else ""),
            "length": f"sh:{self.one(('min', 'max'))}Length {self.chance.randint(1, 4)}",
            "range": f"sh:{self.one(('min', 'max'))}{self.one(('In', 'Ex'))}clusive {self.one(LIMITS)}",
            "languageIn": f"sh:languageIn ( {' '.join(self.some(LANGUAGES, 2))} )",
            "hasValue": f"sh:hasValue {self.one(LITERALS)}",
        }
        return written[kind]

    def nested(self, depth: int) -> str:
        """Return what is said of a value in something that is asked of it."""
        said = self.asked(2, depth + 1)
        if self.seldom(0.1):
            said.append(f"sh:property {self.column()}")
        return " ; ".join(said) or "a sh:NodeShape"
