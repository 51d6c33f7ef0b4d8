"""The SHACL shapes read as tables: the one schema of reading, writing, checking and showing.

A NodeShape with ``csvw:name`` is a table; its property shapes with ``csvw:name`` are its columns, and so are
those of its class's super-classes and of its sub-classes without a table. ``sh:languageIn`` makes one column a
language.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from icilabas import engine
from icilabas.engine.terms import ONTOLOGY_GRAPH, PREFIXES, Iri, Lit, local_name
from icilabas.resources import ONTOLOGY
from icilabas.words.matching import fold, kebab
from icilabas.words.messages import message
from icilabas.words.text import NOTHING, Text

SHAPES = ONTOLOGY / "shapes" / "data.ttl"
HEADINGS = {  # of the columns of every table
    "id": message("sheet-id"),
    "kind": message("sheet-kind"),
    "passage": message("sheet-passage"),
}
COLUMN_LANGUAGES = ("fr", "en")  # that texts of the tables have a column of: those of ``sh:languageIn`` in the shapes
_BARE = {"libelle": ("nom",), "label": ("name",)}

_CLASSES = """SELECT ?class ?super WHERE { ?class a owl:Class . FILTER(STRSTARTS(STR(?class), STR(ilb:)))
  OPTIONAL { ?class rdfs:subClassOf ?super . FILTER(STRSTARTS(STR(?super), STR(ilb:))) } } ORDER BY ?class ?super"""
_KINDS = "SELECT ?class ?label (LANG(?label) AS ?lang) WHERE { ?class a owl:Class ; rdfs:label ?label }"
_TABLES = """SELECT ?class ?name ?pattern WHERE { ?shape sh:targetClass ?class .
  OPTIONAL { ?shape csvw:name ?name } OPTIONAL { ?shape csvw:aboutUrl ?pattern } }"""
_TITLES = "SELECT ?class ?title (LANG(?title) AS ?lang) WHERE { ?shape sh:targetClass ?class ; sh:name ?title }"
_COLUMNS = """SELECT ?class ?column ?name ?path ?order ?single ?required ?iri ?seldom ?until WHERE {
  ?shape sh:targetClass ?class ; sh:property ?column . ?column sh:path ?path ; csvw:name ?name ; sh:order ?order .
  BIND(EXISTS { ?column sh:maxCount 1 } AS ?single) BIND(EXISTS { ?column sh:minCount 1 } AS ?required)
  BIND(EXISTS { ?column sh:nodeKind sh:IRI } AS ?iri) BIND(EXISTS { ?shape ils:whereFilled ?column } AS ?seldom)
  OPTIONAL { ?column ils:until/csvw:name ?until } } ORDER BY ?order"""
_DETAILS = """SELECT ?column ?key ?value ?lang WHERE { ?column csvw:name ?name ; sh:path ?path .
  { ?column sh:class|(sh:or/rdf:rest*/rdf:first/sh:class) ?value . BIND("class" AS ?key) }
  UNION { ?column sh:datatype|(sh:or/rdf:rest*/rdf:first/sh:datatype) ?value . BIND("datatype" AS ?key) }
  UNION { ?column sh:languageIn/rdf:rest*/rdf:first ?value . BIND("lang" AS ?key) }
  UNION { ?column sh:name|sh:description|sh:message ?value . BIND(LANG(?value) AS ?lang)
          ?column ?p ?value . FILTER(?p IN (sh:name, sh:description, sh:message)) BIND(STRAFTER(STR(?p), "#") AS ?key) }
} ORDER BY ?column ?key ?value"""
_CODES = """SELECT ?class ?code ?label (LANG(?label) AS ?lang) WHERE {
  ?code a ?class ; skos:inScheme ?scheme ; skos:prefLabel ?label .
  FILTER(STRSTARTS(STR(?class), STR(ilb:))) } ORDER BY ?code ?label"""


def column_language(lang: str) -> str:
    """Return the language of the columns that a reader of the language is shown."""
    return lang if lang in COLUMN_LANGUAGES else COLUMN_LANGUAGES[0]


def literals(text: Text) -> list[Lit]:
    """Return a text of ours as the data hold it: in the languages of the columns."""
    return [Lit(text.text(lang), lang=lang) for lang in COLUMN_LANGUAGES]


@dataclass(frozen=True)
class Column:
    """One column: its name in files, the property it states, and what its cells may hold."""

    name: str
    path: Iri
    lang: str | None
    datatypes: tuple[str, ...]
    classes: tuple[Iri, ...]
    is_iri: bool
    many: bool
    required: bool
    heading: Text
    definition: Text
    remedy: Text
    order: int
    seldom: bool = False  # a workbook of data has it only where a row fills it
    until: str | None = None  # the column that says the end of what this one says the start of


@dataclass(frozen=True)
class Table:
    """One table: its class, the kinds its rows may have (slug to class), the pattern of ids, its columns."""

    name: str
    class_: Iri
    heading: Text
    id_pattern: str | None
    kinds: dict[str, Iri]
    kind_names: dict[str, Text]
    columns: tuple[Column, ...]

    def headings(self, lang: str = "fr") -> dict[str, str]:
        """Return every accepted heading, folded, with the column name it stands for.

        A heading without its language, such as “description”, is the column of ``lang``.
        """
        return self._headings[lang]

    @cached_property
    def _headings(self) -> dict[str, dict[str, str]]:
        return {lang: self._headings_in(lang) for lang in COLUMN_LANGUAGES}

    def _headings_in(self, lang: str) -> dict[str, str]:
        found = {fold(alias): name for name, said in HEADINGS.items() for alias in (name, *said.everywhere())}
        for column in self.columns:
            for heading in (column.name, *column.heading.everywhere()):
                found.setdefault(fold(heading), column.name)
        for column in sorted(self.columns, key=lambda column: column.lang != lang):
            if column.lang:
                bare = fold(column.heading.text(column.lang).rpartition("(")[0])
                for heading in (bare, *_BARE.get(bare, ())):
                    found.setdefault(heading, column.name)
                    found.setdefault(f"{heading} {column.lang}", column.name)
        return found

    @cached_property
    def bare_headings(self) -> dict[str, set[str]]:
        """What the columns are headed in each of their languages, folded, without what stands in brackets behind."""
        return {
            lang: {
                fold(said.rpartition("(")[0] or said) for said in (column.heading.text(lang) for column in self.columns)
            }
            for lang in COLUMN_LANGUAGES
        }

    def kind_of(self, name: str) -> str | None:
        """Return the kind that the text names: its slug, or its name in any language."""
        return self._kinds_by_name.get(fold(name))

    @cached_property
    def _kinds_by_name(self) -> dict[str, str]:
        names = [(fold(name), k) for k, said in self.kind_names.items() for name in (k, *said.everywhere())]
        return {name: kind for name, kind in reversed(names) if name}  # of two kinds of a name the first


@dataclass(frozen=True)
class Schema:
    """All tables by name, the super-classes of each class, and the code lists (class to slug to IRI, labels too)."""

    tables: dict[str, Table]
    supers: dict[Iri, tuple[Iri, ...]]
    codes: dict[Iri, dict[str, Iri]]
    code_labels: dict[Iri, dict[str, Iri]]
    code_names: dict[Iri, Text]

    def table_named(self, name: str) -> Table | None:
        """Return the table of this name: the one of its files, or its heading in any language."""
        wanted = fold(name)
        names = ((table, (table.name, *table.heading.everywhere())) for table in self.tables.values())
        return next((table for table, known in names if wanted in map(fold, known)), None)

    @property
    def headings(self) -> dict[str, Text]:
        """The heading of each property that is a column: names for properties of other vocabularies."""
        columns = (column for table in self.tables.values() for column in table.columns if not column.lang)
        return {str(column.path): column.heading for column in columns}

    def name_of_kind(self, types: Iterable[str]) -> Text:
        """Return what things of the most specific of our classes among the types are called; nothing for none."""
        kind = self.kind_of(types)
        return next((table.kind_names[kind] for table in self.tables.values() if kind in table.kind_names), NOTHING)

    def kind_of(self, types: Iterable[str]) -> str | None:
        """Return the kebab-case name of the most specific of our classes among the types."""
        own = [Iri(t) for t in types if t in self.supers]
        best = max(own, key=lambda c: (len(self.supers[c]), c), default=None)
        return None if best is None else kebab(local_name(best))


def load_ontology(store: engine.Store) -> None:
    """Add the ontology, its alignments, vocabularies and names to the store, in the ontology's own graph."""
    engine.extend(store, _ontology(), bulk=True)


@lru_cache(maxsize=1)
def _ontology() -> tuple[engine.EngineQuad, ...]:
    """Return what the files of the ontology say, read once: tables need it beside the data, and for their columns."""
    paths = [ONTOLOGY / f"{name}.ttl" for name in ("icilabas", "alignments", "names")]
    paths += sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))
    return tuple(quad for path in paths for quad in engine.parse(path, ONTOLOGY_GRAPH))


def _closure(parents: dict[Iri, set[Iri]]) -> dict[Iri, tuple[Iri, ...]]:
    """Return all super-classes of each class, the nearest first."""
    found: dict[Iri, tuple[Iri, ...]] = {}
    for start, above in parents.items():
        line, todo = [], sorted(above)
        while todo:
            item = todo.pop(0)
            if item not in line:
                line.append(item)
                todo.extend(sorted(parents.get(item, ())))
        found[start] = tuple(line)
    return found


def _columns(store: engine.Store) -> dict[Iri, list[Column]]:
    details: dict[Iri, dict[tuple[str, str | None], list[engine.Value]]] = defaultdict(lambda: defaultdict(list))
    for column, key, value, lang in engine.select(store, _DETAILS).rows:
        details[column][key, lang].append(value)

    def text(column: Iri, key: str, form: str = "{}") -> Text:
        said = {lang: values[0] for (name, lang), values in details[column].items() if name == key and lang}
        return Text({lang: form.format(text) for lang, text in said.items()})

    found: dict[Iri, list[Column]] = defaultdict(list)
    for class_, column, name, path, order, single, required, is_iri, seldom, until in engine.select(
        store, _COLUMNS
    ).rows:
        for lang in details[column].get(("lang", None)) or [None]:
            found[class_].append(
                Column(
                    name=f"{name}_{lang}" if lang else name,
                    path=path,
                    lang=lang,
                    datatypes=tuple(details[column].get(("datatype", None), ())),
                    classes=tuple(details[column].get(("class", None), ())),
                    is_iri=bool(is_iri),
                    many=not single and not lang,
                    required=bool(required),
                    heading=text(column, "name", f"{{}} ({lang})" if lang else "{}"),
                    definition=text(column, "description"),
                    remedy=text(column, "message"),
                    order=order,
                    seldom=bool(seldom),
                    until=until,
                )
            )
    return found


def _tables(store: engine.Store, parents: dict[Iri, set[Iri]], supers: dict[Iri, tuple[Iri, ...]]) -> dict[str, Table]:
    """Return the tables by name; each has the columns of its class, of those above and of those without a table."""
    columns = _columns(store)
    shapes = {row[0]: row[1:] for row in engine.select(store, _TABLES).rows}
    titles: dict[Iri, dict[str, str]] = defaultdict(dict)
    for class_, title, lang in engine.select(store, _TITLES).rows:
        titles[class_][lang] = title
    called: dict[Iri, dict[str, str]] = defaultdict(dict)
    for class_, label, lang in engine.select(store, _KINDS).rows:
        called[class_][lang] = label.lower()

    def below(class_: Iri) -> list[Iri]:
        """The class and its sub-classes that have no table of their own."""
        below_it = [c for c in parents if class_ in parents[c] and not (shapes.get(c) or (None,))[0]]
        return [class_, *(deeper for c in sorted(below_it) for deeper in below(c))]

    def kind_name(class_: Iri) -> Text:
        return Text(called.get(class_) or {"": kebab(local_name(class_))})

    tables = {}
    for class_, (name, pattern) in shapes.items():
        if name is None:
            continue
        unique = {column.name: column for c in (*supers[class_], *below(class_)) for column in columns.get(c, ())}
        tables[name] = Table(
            name=name,
            class_=class_,
            heading=Text(titles.get(class_, {})),
            id_pattern=pattern,
            kinds={kebab(local_name(c)): c for c in below(class_)},
            kind_names={kebab(local_name(c)): kind_name(c) for c in below(class_)},
            columns=tuple(sorted(unique.values(), key=lambda column: (column.order, column.lang != "fr"))),
        )
    return dict(sorted(tables.items()))


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """Read the shapes and the ontology; the result is cached for the life of the process."""
    store = engine.new_store()
    load_ontology(store)
    engine.load_file(store, SHAPES, f"{PREFIXES['ils']}data")
    parents: dict[Iri, set[Iri]] = defaultdict(set)
    for class_, above in engine.select(store, _CLASSES).rows:
        parents[class_] |= {above} if above else set()
    supers = _closure(parents)
    codes: dict[Iri, dict[str, Iri]] = defaultdict(dict)
    labels: dict[Iri, dict[str, Iri]] = defaultdict(dict)
    named: dict[Iri, dict[str, str]] = defaultdict(dict)
    for class_, code, label, lang in engine.select(store, _CODES).rows:
        codes[class_][local_name(code)] = code
        labels[class_][fold(label)] = code
        named[code][lang] = label
    names = {code: Text(of) for code, of in named.items()}
    return Schema(_tables(store, parents, supers), supers, dict(codes), dict(labels), names)
