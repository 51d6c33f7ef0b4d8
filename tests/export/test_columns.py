"""Columns: read back by DuckDB, they say what the store, the networks and the measures say; whole or not at all."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import stat
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import columnsql
import duckdb
import networkx as nx
import pytest
from click.testing import CliRunner
from columnsql import Engine
from drawndata import written as drawn_data
from places import ROOT, SMALL

from icilabas import UsageError, engine, measures
from icilabas.cli.main import main
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, Lit, iri
from icilabas.errors import IcilabasError
from icilabas.export import columns, rdf
from icilabas.networks.projection import documents, project, views

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from icilabas.engine import Store

ODD = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
ex:a a ilb:Organization ; skos:prefLabel "l’“a”, 'b'"@fr , ""@en , "שלום"@he--rtl ; ex:Says "007"^^xsd:integer , "\\\\N" ;
  ex:says ex:b , [ ex:knows _:other ] , <<( ex:a ex:says "here" )>> ; ilb:page "two"^^xsd:string ;
  ex:%s ex:b ; ex:été ex:b ; <http://example.org/> ex:b . _:other ex:is "NULL" , "nan"^^xsd:double .
""" % ("x" * 300)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    folder = tmp_path_factory.mktemp("drawn")
    synthetic = importlib.import_module("synthetic").write_trig(60, folder / "synthetic.trig")
    (folder / "odd.ttl").write_text(ODD, "utf-8")
    return {
        "lille": load_store(),
        "small": load_store([SMALL]),
        "drawn": load_store(drawn_data(folder, 3)),
        "synthetic": load_store([synthetic], profile="public"),
        "odd": load_store([folder / "odd.ttl"]),
    }


@pytest.fixture(scope="module")
def written(stores: dict[str, Store], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("columns")
    for name, store in stores.items():
        columns.write_columns(store, folder / f"{name}.parquet", inferred=name == "lille")
    return {name: folder / f"{name}.parquet" for name in stores}


DATA = ("lille", "small", "drawn", "synthetic", "odd")


def as_row(quad: engine.EngineQuad) -> tuple[str | None, ...]:
    """Return the parts of a statement that a file of another form says."""
    thing, names = quad.object, [engine.term_text(quad.predicate), engine.term_text(quad.graph_name)]
    subject = quad.subject.value if isinstance(quad.subject, engine.NamedNode) else str(quad.subject)
    if not isinstance(thing, engine.Literal):
        text = thing.value if isinstance(thing, engine.NamedNode) else str(thing)
        text = f"<<( {text} )>>" if isinstance(thing, engine.Triple) else text
        return subject, names[0], text, None, None, names[1]
    lang = f"{thing.language}--{thing.direction.value}" if thing.direction else thing.language
    return subject, names[0], thing.value, thing.datatype.value, lang, names[1]


def table(folder: Path, name: str, what: str = "*") -> list[tuple[Any, ...]]:
    files = folder / name / "**" / "*.parquet"
    return duckdb.execute(f"SELECT {what} FROM read_parquet('{files}', hive_partitioning = true)").fetchall()  # noqa: S608  # words of the tests


def heads(folder: Path) -> dict[str, str]:
    """Return of each file that says something in its head what it says."""
    found = duckdb.execute("SELECT file_name, key, value FROM parquet_kv_metadata(?)", [f"{folder}/**/*.parquet"])
    return {file: f"{key.decode()}: {value.decode()}" for file, key, value in found.fetchall()}


@pytest.fixture
def sql(written: dict[str, Path]) -> Iterator[Engine]:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW edges AS FROM '{written['synthetic']}/edges/*/*.parquet'")
        yield Engine(
            lambda query: connection.sql(query).fetchall(),
            lambda name, query: connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}"),
        )


@pytest.mark.parametrize("name", DATA)
def test_statements_are_those_of_the_store(
    name: str, stores: dict[str, Store], written: dict[str, Path], tmp_path: Path
) -> None:
    """As N-Quads say them; and what has only names, as the store does."""
    (tmp_path / "x.nq").write_bytes(rdf.rdf(stores[name], ".nq", restricted=True, inferred=name == "lille"))
    wanted = {as_row(quad) for quad in engine.parse(tmp_path / "x.nq")}
    wanted = {row for row in wanted if row[1] != iri("owl:versionInfo") or row[0] != INFERRED_GRAPH}  # of the file
    rows = table(written[name], "statements", "subject, relation, object, datatype, lang, passage, document")
    assert {row[:-1] for row in rows} == wanted
    assert len(rows) == len(wanted)
    of = documents(stores[name])
    assert all(row[6] == of.get(row[5]) for row in rows)
    left_out = set() if name == "lille" else {ONTOLOGY_GRAPH, INFERRED_GRAPH}
    named = {quad for quad in engine.quads(stores[name]) if quad[3] not in left_out and isinstance(quad[2], Iri)}
    whole = [row for row in rows if row[3] is None and not {row[0][:2], row[2][:2]} & {"_:", "<<"}]
    assert {(*row[:3], row[5]) for row in whole} == named


def test_what_is_odd_is_told_as_it_is(written: dict[str, Path]) -> None:
    rows = table(written["odd"], "statements", "relation_slug, relation, object, datatype, lang")
    values = {(row[1].rpartition("/")[2].rpartition("#")[2], *row[2:]) for row in rows}
    xsd = "http://www.w3.org/2001/XMLSchema#"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    assert values >= {
        ("prefLabel", "l’“a”, 'b'", f"{rdf}langString", "fr"),
        ("prefLabel", "", f"{rdf}langString", "en"),
        ("prefLabel", "שלום", f"{rdf}dirLangString", "he--rtl"),
        ("Says", "007", f"{xsd}integer", None),
        ("Says", "\\N", f"{xsd}string", None),
        ("is", "NULL", f"{xsd}string", None),
        ("is", "nan", f"{xsd}double", None),
        ("says", '<<( <http://example.org/a> <http://example.org/says> "here" )>>', None, None),
    }
    slugs = {row[1]: row[0] for row in rows}
    assert slugs["http://example.org/" + "x" * 300] == "x" * 60
    assert slugs["http://example.org/été"] == "ete"
    # what differs in case alone is in one folder: some systems make no difference
    assert slugs["http://example.org/Says"] == slugs["http://example.org/says"] == "says"


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("view", [each.name for each in views()])
def test_edges_and_ties_are_those_of_the_network(
    name: str, view: str, stores: dict[str, Store], written: dict[str, Path]
) -> None:
    graph = project(stores[name], view)
    pieces: dict[Any, list[tuple[Any, ...]]] = {}
    for row in table(written[name], "ties"):
        if row[-1] == view:
            key = frozenset(row[:2]), row[2] if graph.is_multigraph() else None
            pieces.setdefault(key, []).append(row[:-1])
    edges: dict[Any, Any] = {}
    for source, target, relations, weight, directed, count, passages, of in table(written[name], "edges"):
        if of == view:
            ends: Any = (source, target) if directed else frozenset((source, target))
            key = ends, relations[0] if graph.is_multigraph() else None
            assert key not in edges
            edges[key] = relations, weight, count, passages
            assert directed or source <= target
    wanted = {}
    for source, target, *key, about in graph.edges(data=True, **({"keys": True} if graph.is_multigraph() else {})):
        directed = graph.is_directed() and not about.get("undirected")
        ends = (source, target) if directed else frozenset((source, target))
        of_passages = {piece["passage"] for piece in about["evidence"]}
        relation = about["relations"][0] if key else None
        wanted[ends, relation] = about["relations"], about["weight"], len(about["evidence"]), len(of_passages)
        if directed and graph.has_edge(target, source):
            continue
        said = {
            (piece["relation"], piece.get("via"), piece.get("end"), piece["passage"], piece["page"], piece["source"])
            for piece in about["evidence"]
        }
        rows = pieces[frozenset((source, target)), relation]
        assert {(*row[2:5], *row[6:]) for row in rows} == said
        assert len(rows) == len(said)
        weights = {row[3] or row[2]: row[5] for row in rows}  # once for what the tie goes through, else its relation
        assert sum(weights.values()) == pytest.approx(about["weight"])
    assert edges == wanted


def test_nodes_are_those_of_the_networks_and_all_other_things(
    stores: dict[str, Store], written: dict[str, Path]
) -> None:
    rows = {row[0]: dict(zip(columns.TABLES["nodes"], row, strict=True)) for row in table(written["lille"], "nodes")}
    for view in views():
        for node, about in project(stores["lille"], view.name).nodes(data=True):
            row = rows[node]
            assert [row[key] for key in ("slug", "kind", "label_fr", "label_en", "alt_labels", "sphere")] == [
                about[key] for key in ("slug", "kind", "label_fr", "label_en", "alt_labels", "sphere")
            ]
            assert [row[key] for key in ("territory", "lat", "long")] == [
                about[k] for k in ("territory", "lat", "long")
            ]
            assert [row[key] for key in ("start_date", "end_date")] == [about.get("start"), about.get("end")]
            assert (row["description_fr"] or "") == about["description_fr"]
            for facet in ("territories", "sessions", "themes"):
                assert row[facet] == sorted(about[facet])
    dated = next(row for row in rows.values() if row["start_date"] and len(row["start_date"]) == 4)
    assert str(dated["first_day"]) == f"{dated['start_date']}-01-01"
    assert {row["kind"] for row in rows.values()} >= {"benefit", "organization", "territory", "theme"}


def test_rows_lead_to_passages_and_terms(written: dict[str, Path]) -> None:
    passages = {row[0]: row for row in table(written["lille"], "passages")}
    assert len(passages) == len(table(written["lille"], "passages"))
    assert {row[6] for row in table(written["lille"], "ties")} <= passages.keys()
    assert {row[5] for row in table(written["lille"], "statements")} - {None} <= passages.keys()
    debate = passages["https://w3id.org/icilabas/graph/lille-2016/session-2-debate"]
    report = "https://w3id.org/icilabas/id/lille-2016-report"
    names = {row[0]: row[3:5] for row in table(written["lille"], "nodes")}
    assert debate[3:] == (report, *names[report], "public")
    assert debate[1] != debate[2]
    terms = {row[0]: row[1:] for row in table(written["lille"], "terms")}
    assert terms["https://w3id.org/icilabas/ontology#Organization"][0] == "organization"
    assert {row[1] for row in table(written["lille"], "statements", "relation_slug, relation")} <= terms.keys()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_guide_names_each_column(lang: str) -> None:
    told = (ROOT / "docs" / lang / "howto" / "many-machines.md").read_text("utf-8")
    rows = {
        row.split(" | ")[0]: row.split(" | ")[2]
        for row in told.replace("| ", "", 1).splitlines()
        if row.count(" | ") == 2
    }
    found = {name.strip("| `"): [column.strip("` |") for column in row.split(", ")] for name, row in rows.items()}
    assert {name: found.get(name) for name in columns.TABLES} == {name: [*has] for name, has in columns.TABLES.items()}


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_content_is_the_same_files(written: dict[str, Path], tmp_path: Path) -> None:
    """Read once more, in another order, from a folder of its own and from a store on disk."""
    shutil.copytree(SMALL, tmp_path / "other" / SMALL.name)
    columns.write_columns(load_store([tmp_path / "other" / SMALL.name]), tmp_path / "again.parquet")
    assert contents(tmp_path / "again.parquet") == contents(written["small"])
    ran = CliRunner().invoke(main, ["convert", str(SMALL), "--include-restricted", "--store", str(tmp_path / "kept")])
    assert ran.exit_code == 0, ran.output
    kept = ["convert", "--store", str(tmp_path / "kept"), "--include-restricted", "--yes-restricted"]
    ran = CliRunner().invoke(main, [*kept, "--out", str(tmp_path / "of-store.parquet")])
    assert ran.exit_code == 0, ran.output
    assert contents(tmp_path / "of-store.parquet") == contents(written["small"])


def test_partitions_are_as_hive_has_them_and_each_is_one_file(written: dict[str, Path]) -> None:
    for path in written["lille"].rglob("*.parquet"):
        assert path.name == "data_0.parquet"
    names = {path.name for path in (written["lille"] / "ties").iterdir()}
    assert names == {f"view={each.name}" for each in views()}
    slugs = [path.name for path in (written["lille"] / "statements").iterdir()]
    assert len(slugs) > 100  # more than DuckDB holds open: with the ontology and what the rules say
    assert all(name.startswith("relation_slug=") and name.isascii() and len(name) <= 80 for name in slugs)
    assert "relation_slug=faced-in" in slugs
    found = [subject for (subject,) in table(written["lille"], "statements/relation_slug=faced-in", "subject")]
    assert found == sorted(found)


# what only some may read, and what can go wrong


def test_restricted_passages_are_written_when_two_options_say_so(tmp_path: Path) -> None:
    out = tmp_path / "all.parquet"
    asked = ["convert", str(SMALL), "--include-restricted", "--out", str(out), "--lang", "en"]
    ran = CliRunner().invoke(main, asked)
    assert ran.exit_code == 2
    assert "--yes-restricted" in ran.output
    assert not out.exists()
    ran = CliRunner().invoke(main, [*asked, "--yes-restricted"])
    assert ran.exit_code == 0
    assert "do not publish" in ran.output
    assert "Dupont" in repr(table(out, "statements", "object"))
    files = {str(path) for path in out.rglob("*.parquet")}
    assert {file for file, said in heads(out).items() if said.startswith("notice: ") and "restricted" in said} == files
    assert "restricted" in {row[-1] for row in table(out, "passages")}


def test_the_public_profile_holds_nobody(tmp_path: Path) -> None:
    out = tmp_path / "public.parquet"
    ran = CliRunner().invoke(main, ["convert", str(SMALL), "--out", f"{out}/", "--lang", "en"])
    assert ran.exit_code == 0, ran.output
    assert ran.output.endswith(f"written: {out}\n")
    for name in columns.TABLES:
        assert "Dupont" not in repr(table(out, name))
    assert not heads(out)
    if sys.platform != "win32":
        assert all(stat.S_IMODE(path.stat().st_mode) & 0o444 == 0o444 for path in out.rglob("*"))


def test_a_folder_is_replaced_whole_and_only_where_it_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, out = load_store([SMALL], profile="public"), tmp_path / "out.parquet"
    out.mkdir()
    (out / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="out.parquet"):
        columns.write_columns(store, out)
    assert [path.name for path in tmp_path.rglob("*")] == ["out.parquet", "mine.txt"]
    (out / "mine.txt").unlink()
    columns.write_columns(store, out)
    before = contents(out)
    (out / "nodes" / "left-over.parquet").write_bytes(b"")
    with monkeypatch.context() as patch:
        patch.setattr(columns, "_MEMORY", "1MB")  # DuckDB's own error
        with pytest.raises(UsageError, match="out.parquet"):
            columns.write_columns(store, out)
    assert contents(out).keys() == before.keys() | {"nodes/left-over.parquet"}
    columns.write_columns(store, out)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


def test_a_file_of_that_name_stays(tmp_path: Path) -> None:
    out = tmp_path / "one.parquet"
    out.write_bytes(b"PAR1")
    ran = CliRunner().invoke(main, ["convert", str(SMALL), "--out", str(out), "--lang", "en"])
    assert ran.exit_code == 2
    assert out.read_bytes() == b"PAR1"


def test_duckdb_is_missed_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    asked = ["convert", str(tmp_path / "not-there"), "--out", str(tmp_path / "x.parquet"), "--lang", "en"]
    ran = CliRunner().invoke(main, asked)
    assert ran.exit_code == 2
    assert 'pip install "icilabas[columns]"' in ran.output
    with pytest.raises(IcilabasError):
        columns.write_columns(engine.new_store(), tmp_path / "x.parquet")
    assert not list(tmp_path.iterdir())


def test_what_is_no_page_is_no_number(tmp_path: Path) -> None:
    passage = Iri("https://w3id.org/icilabas/graph/p")
    store = load_store([SMALL], profile="public")
    a, b = (Iri(f"https://w3id.org/icilabas/id/{name}") for name in "ab")
    ilb = "https://w3id.org/icilabas/ontology#"
    rdf_type, actor = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), Iri(f"{ilb}Actor")
    said: list[tuple[Iri, Iri, Iri | Lit]] = [
        (passage, rdf_type, Iri(f"{ilb}Passage")),
        (a, rdf_type, actor),
        (b, rdf_type, actor),
    ]
    member = (a, Iri("http://www.w3.org/ns/org#memberOf"), b)
    pages = [
        (a, Iri(f"{ilb}page"), Lit(text, f"http://www.w3.org/2001/XMLSchema#{kind}"))
        for text, kind in (("ii", "string"), ("99999999999", "integer"), ("7", "integer"))
    ]
    engine.add(store, [(s, p, o, passage) for s, p, o in (*said, member, *pages)])
    columns.write_columns(store, tmp_path / "x.parquet")
    found = table(tmp_path / "x.parquet", "ties", "page, source, view")
    assert sorted(str(page) for page, source, view in found if (source, view) == (a, "bridges")) == [
        "7",
        "None",
        "None",
    ]


# measures, in SQL


def sample(graph: nx.Graph, many: int, seed: int) -> list[str]:
    """Return the nodes that `gefura` draws."""
    return Random(seed).sample([*graph], many)  # noqa: S311  # no secret: the same each time


def test_degrees_and_components_in_sql_are_ours(sql: Engine, stores: dict[str, Store]) -> None:
    for view in ("collaboration", "affiliation", "ties"):
        graph = nx.Graph(project(stores["synthetic"], view))
        graph.remove_edges_from([*nx.selfloop_edges(graph)])
        columnsql.links(sql, view)
        assert columnsql.degrees(sql) == {node: degree for node, degree in graph.degree() if degree}
        parts: dict[str, set[str]] = {}
        for node, first in columnsql.components(sql).items():
            parts.setdefault(first, set()).add(node)
        assert sorted(map(sorted, parts.values())) == sorted(
            sorted(part) for part in nx.connected_components(graph) if len(part) > 1
        )


def test_components_in_sql_reach_the_end_of_a_line() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE edges AS SELECT 'v' AS view, 'n' || i AS source, 'n' || (i + 1) AS target FROM range(10, 60) t(i)"
        )
        line = Engine(
            lambda query: connection.execute(query).fetchall(),
            lambda name, query: connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}"),
        )
        columnsql.links(line, "v")
        assert {*columnsql.components(line).values()} == {"n10"}


def test_betweenness_in_sql_is_ours_sampled_and_whole(sql: Engine, stores: dict[str, Store]) -> None:
    graph = nx.Graph(project(stores["synthetic"], "collaboration"))
    each = {node: node for node in graph}
    columnsql.links(sql, "collaboration")
    whole = columnsql.through(sql, graph)
    for node, value in measures.gefura(graph, each, normalized=False).items():
        assert whole.get(str(node), 0) / 2 == pytest.approx(value)
    for seed, drawn in ((1, 10), (2, 30)):
        some = columnsql.through(sql, sample(graph, drawn, seed))
        ours = measures.gefura(graph, each, normalized=False, sample=drawn, seed=seed)
        for node in graph:
            assert some.get(node, 0) * len(graph) / drawn / 2 == pytest.approx(ours[node])


@pytest.mark.journey
def test_spark_finds_the_same(written: dict[str, Path], stores: dict[str, Store]) -> None:
    """Where pyspark and Java are (neither is among the pinned packages), in local mode."""
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("pyspark or Java is not there: python -m pip install pyspark, in an environment of your own")
    from sparkengine import spark_engine

    with spark_engine(written["synthetic"]) as spark:
        graph = nx.Graph(project(stores["synthetic"], "collaboration"))
        columnsql.links(spark, "collaboration")
        assert columnsql.degrees(spark) == {node: degree for node, degree in graph.degree() if degree}
        parts = columnsql.components(spark)
        assert len({*parts.values()}) == sum(len(part) > 1 for part in nx.connected_components(graph))
        drawn = sample(graph, 5, 1)
        some = columnsql.through(spark, drawn)
        ours = measures.gefura(graph, {node: node for node in graph}, normalized=False, sample=5, seed=1)
        for node in graph:
            assert some.get(node, 0) * len(graph) / 5 / 2 == pytest.approx(ours[node])
        assert spark.rows("SELECT COUNT(*) FROM statements")[0][0] == len(table(written["synthetic"], "statements"))
