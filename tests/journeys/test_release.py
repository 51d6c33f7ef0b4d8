"""A release: the same bytes each time, nothing restricted in its data, described truly, and proven away from here."""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from once import once
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rdflib import RDF, Namespace, URIRef
from sites import mini

import catalogue
import dataforms
import pins
import proof
import release
from icilabas import engine, resources
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import ONTOLOGY_GRAPH
from icilabas.resources import DEFAULT_DATASET
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from collections.abc import Iterator

DCAT, VOID = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://rdfs.org/ns/void#")
DCTERMS, SPDX = Namespace("http://purl.org/dc/terms/"), Namespace("http://spdx.org/rdf/terms#")
THERE = "https://example.org/releases/"
LILLE = URIRef(catalogue.DATASET)


@pytest.fixture(scope="session")
def made(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release."""

    def make(out: Path) -> None:
        out.mkdir()
        release.assemble(out, site)

    return once("release", make, tmp_path_factory)


@pytest.fixture(scope="session")
def catalog(made: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(made / "catalog.ttl", publicID=THERE)


def test_another_process_writes_the_same_bytes(made: Path, site: Path, tmp_path: Path) -> None:
    program = "import sys, pathlib, release; release.assemble(*map(pathlib.Path, sys.argv[1:]))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path), "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path), str(site)], check=True, env=environment, cwd=tmp_path)
    assert proof.contents(tmp_path) == proof.contents(made)


def test_the_checksums_are_those_of_all_other_files(made: Path) -> None:
    files = proof.contents(made)
    lines = [line.split("  ") for line in files.pop("SHA256SUMS").decode().splitlines()]
    assert {name: checksum for checksum, name in lines} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield each text in the file: the parts of archives and workbooks too."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            for part in zipped.namelist():
                yield from unpacked(f"{name}/{part}", zipped.read(part))
    elif name.endswith(".tar.gz"):
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in filter(tarfile.TarInfo.isfile, archive.getmembers()):
                packed = archive.extractfile(member)
                assert packed is not None
                yield from unpacked(f"{name}/{member.name}", packed.read())
    elif b"\0" not in content:
        yield name, content.decode("utf-8")


def test_no_file_names_a_person(made: Path) -> None:
    texts = {name: text for path in made.iterdir() for name, text in unpacked(path.name, path.read_bytes())}
    assert {name.partition("/")[0] for name in texts} == {path.name for path in made.iterdir()}
    with (DEFAULT_DATASET / "persons.csv").open(encoding="utf-8") as file:
        persons = [line.split(",")[0] for line in file][1:]
    names = {graph[3] for graph in engine.quads(load_store(infer=False, profile="public"))}
    said = [quad for quad in engine.quads(load_store(infer=False)) if quad[3] not in names]
    secrets = {str(getattr(quad[2], "value", quad[2])) for quad in said if str(quad[1]).endswith("prefLabel")}
    assert len(secrets) >= len(persons) > 30
    found = {(name, secret) for name, text in texts.items() for secret in secrets.union(persons) if secret in text}
    assert {each for each in found if re.search(rf"(?<!\w){re.escape(each[1])}(?!\w)", texts[each[0]])} == set()


def said(path: Path) -> set[Any]:
    """Return what a file or folder says, without the ontology. Faults of reading fail the test."""
    gathered = gather([path])
    assert [fault for fault in gathered.faults if fault.severity == "Violation"] == []
    return {quad for quad in engine.quads(gathered.store) if quad[3] != ONTOLOGY_GRAPH}


@pytest.fixture(scope="session")
def public() -> set[Any]:
    return {q for q in engine.quads(load_store(infer=False, profile="public")) if q[3] != ONTOLOGY_GRAPH}


@pytest.mark.parametrize("form", ["lille-2016", "lille-2016.trig"])
def test_the_packages_hold_all_that_everybody_may_read(made: Path, form: str, public: set[Any], tmp_path: Path) -> None:
    shutil.unpack_archive(next(made.glob("*.whl")), tmp_path, "zip")
    assert said(tmp_path / "icilabas" / "_resources" / "data" / form) == public


@pytest.mark.parametrize("ending", [".trig", ".nq", ".jsonld", "-fr.xlsx", "-en.xlsx", "-tables.zip"])
def test_each_form_says_all_that_everybody_may_read(made: Path, ending: str, public: set[Any], tmp_path: Path) -> None:
    path = made / f"{dataforms.NAME}{ending}"
    if ending.endswith(".zip"):
        shutil.unpack_archive(path, tmp_path)
        path = tmp_path / dataforms.NAME
    assert said(path) == public


def test_what_a_server_needs_is_all_there(made: Path) -> None:
    everything = rdflib.Dataset(default_union=True).parse(made / "lille-2016-all.nq")
    content = rdflib.Graph().parse(made / "lille-2016.ttl")
    ontology = rdflib.Graph().parse(made / "ontology.ttl")
    inferred = set(everything.graph(URIRef("https://w3id.org/icilabas/graph/inferred")))
    assert len(inferred) > 1000
    named = {triple for triple in {*content, *ontology} if not any(isinstance(t, rdflib.BNode) for t in triple)}
    assert named <= {(s, p, o) for s, p, o, _graph in everything.quads()}


def test_the_description_is_what_dcat_ap_asks(catalog: rdflib.Graph, repo: Path) -> None:
    assert faults(catalog, repo) == ""
    assert set(catalog.subjects(RDF.type, DCAT.Dataset)) == {
        LILLE,
        URIRef(ONTOLOGY_GRAPH),
        URIRef(f"{THERE}#all"),
    }


def faults(graph: rdflib.Graph, repo: Path) -> str:
    """Return what the shapes say against the description; nothing when it conforms."""
    import pyshacl

    conforms, _report, text = pyshacl.validate(graph, shacl_graph=str(repo / "tests" / "data" / "dcat-ap.ttl"))
    return "" if conforms else str(text)


@pytest.mark.parametrize(
    "missing",
    [DCTERMS.title, DCTERMS.publisher, DCAT.accessURL, DCAT.theme, SPDX.checksumValue, DCAT.byteSize, DCAT.startDate],
)
def test_a_description_that_lacks_something_is_found(catalog: rdflib.Graph, repo: Path, missing: URIRef) -> None:
    less = rdflib.Graph()
    for triple in catalog:
        less.add(triple)
    less.remove((None, missing, None))
    assert f"Result Path: {missing.n3(catalog.namespace_manager)}" in faults(less, repo)


def test_both_forms_of_the_description_say_the_same(made: Path, catalog: rdflib.Graph) -> None:
    other = rdflib.Graph().parse(made / "catalog.jsonld", publicID=THERE)
    assert set(other) == set(catalog)
    assert len(other) > 500
    assert not [term for triple in other for term in triple if isinstance(term, rdflib.BNode)]


def test_sizes_and_checksums_are_those_of_the_files(made: Path, catalog: rdflib.Graph) -> None:
    forms = set(catalog.subjects(RDF.type, DCAT.Distribution))
    assert len(forms) == len([file for file in catalogue.words("0")["files"].values() if file.get("of")])
    for form in forms:
        place = str(catalog.value(form, DCAT.downloadURL))
        content = (made / place.removeprefix(THERE)).read_bytes()
        assert int(str(catalog.value(form, DCAT.byteSize))) == len(content)
        checksum = catalog.value(catalog.value(form, SPDX.checksum), SPDX.checksumValue)
        assert str(checksum).lower() == hashlib.sha256(content).hexdigest()
    for dump in catalog.objects(None, VOID.dataDump):
        assert (made / str(dump).removeprefix(THERE)).is_file()


def test_the_figures_are_true(made: Path, catalog: rdflib.Graph) -> None:
    graph = rdflib.Graph().parse(made / "lille-2016.ttl")

    def figure(thing: Any, name: str) -> int:
        return int(str(catalog.value(thing, VOID[name])))

    space = str(catalog.value(LILLE, VOID.uriSpace))
    counted = {
        "triples": len(graph),
        "distinctSubjects": len(set(graph.subjects())),
        "distinctObjects": len(set(graph.objects())),
        "entities": len({s for s in graph.subjects() if str(s).startswith(space)}),
        "classes": len(set(graph.objects(None, RDF.type))),
        "properties": len(set(graph.predicates())),
    }
    assert {name: figure(LILLE, name) for name in counted} == counted
    classes = {catalog.value(p, VOID["class"]): p for p in catalog.objects(LILLE, VOID.classPartition)}
    assert {class_: figure(part, "entities") for class_, part in classes.items()} == {
        class_: len(set(graph.subjects(RDF.type, class_))) for class_ in set(graph.objects(None, RDF.type))
    }
    properties = {catalog.value(p, VOID.property): p for p in catalog.objects(LILLE, VOID.propertyPartition)}
    assert {path: figure(part, "triples") for path, part in properties.items()} == {
        path: len(list(graph.subject_objects(path))) for path in set(graph.predicates())
    }
    spaces = tuple(map(str, catalog.objects(LILLE, VOID.vocabulary)))
    assert all(str(path).startswith(spaces) for path in graph.predicates())
    examples = list(catalog.objects(LILLE, VOID.exampleResource))
    assert len(examples) == 4
    assert all((example, None, None) in graph for example in examples)


def test_the_description_can_name_the_place_of_the_files() -> None:
    store = load_store(infer=False, profile="public")
    there = catalogue.Release("9.9", "2020-01-01", "2021-02-03", "https://data.example/9.9/")
    described = catalogue.described(there, store, {"lille-2016.ttl": b"x"})
    graph = rdflib.Graph().parse(data=catalogue.turtle(described), format="turtle")
    assert set(graph.objects(None, DCAT.downloadURL)) == {URIRef("https://data.example/9.9/lille-2016.ttl")}
    assert str(graph.value(LILLE, DCTERMS.modified)) == "2021-02-03"
    assert set(graph) == set(rdflib.Graph().parse(data=described, format="json-ld"))


def test_the_notes_say_what_each_file_is_and_what_changed(made: Path, repo: Path) -> None:
    text = (made / "NOTES.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    assert listed == set(proof.contents(made))
    changed = (repo / "CHANGELOG.md").read_text("utf-8")
    newest = re.split(r"^## \[\d.*\n", changed, flags=re.MULTILINE)[1].strip()
    assert text.endswith(f"## What changed\n\n{newest}\n")


@pytest.mark.parametrize("extras", [False, True], ids=["required", "with extras"])
def test_the_pinned_packages_are_those_that_the_program_needs(made: Path, repo: Path, *, extras: bool) -> None:
    text = (made / ("requirements-all.txt" if extras else "requirements.txt")).read_text("utf-8")
    kept = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    project = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))["project"]
    asked, seen = pins.asked_for(project, *(["all"] if extras else [])), set()
    while asked:
        requirement = Requirement(asked.pop())
        found = canonicalize_name(requirement.name)
        if found not in seen and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            asked += importlib.metadata.requires(found) or ()
            seen.add(found)
    assert seen <= kept
    wanted = {canonicalize_name(Requirement(each).name) for each in pins.asked_for(project, "site", "dev")}
    assert wanted - kept >= {"pytest", "ruff", "sphinx", "hypothesis"}
    assert kept & {"igraph", "certifi", "pandas", "lxml"} == (
        {"igraph", "certifi", "pandas", "lxml"} if extras else set()
    )
    pinned = (repo / "requirements.txt").read_text("utf-8")
    assert set(text.split()) <= set(pinned.split())
    assert text.count("--hash=sha256:") >= len(kept)
    with pytest.raises(ValueError, match="not pinned: nowhere-to-be-found"):
        pins.needed(pinned, ["Nowhere.to_be_found>=1"])


def test_an_extra_may_name_others_of_its_own() -> None:
    project = {
        "dependencies": ["a>=1"],
        "optional-dependencies": {
            "b": ["b"],
            "c-d": ["c", "d"],
            "all": ["icilabas[b,c-d]"],
            "dev": ["icilabas[all]", "e"],
        },
    }
    assert pins.asked_for(project) == ["a>=1"]
    assert set(pins.asked_for(project, "c-d")) == {"a>=1", "c", "d"}
    assert set(pins.asked_for(project, "dev")) == {"a>=1", "b", "c", "d", "e"}


@pytest.fixture(scope="session")
def away(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel: its packages are those of this one, and its Python is returned."""
    place = tmp_path_factory.mktemp("away") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    packages = next(place.glob("lib*/python*/site-packages"))
    shutil.unpack_archive(next(made.glob("*.whl")), packages, "zip")
    # as a plain line of the path: what is installed there in place, as icilabas itself, is not followed
    (packages / "others.pth").write_text(f"{Path(pytest.__file__).parents[1]}\n", "utf-8")
    return place / "bin" / "python"


def test_the_wheel_does_away_from_here_what_the_checkout_does(away: Path, tmp_path: Path) -> None:
    little, site = mini(tmp_path / "mini"), tmp_path / "site"
    how = [str(little), "--lang", "en", "--between", "north", "south"]
    release.site(site, how)
    runs = [run for run in proof.RUNS if run[0] in {"query", "validate"} or "mine.xlsx" in run]
    assert len(runs) == 3
    programs = proof.OF_REQUIRED + proof.OF_EXTRAS
    assert proof.prove(away, site, how, runs, programs) == len(proof.contents(site)) + 2  # and of a run, a program


@pytest.fixture
def other(away: Path, tmp_path: Path) -> Path:
    """A copy of that environment, to be spoiled; where its packages are."""
    shutil.copytree(away.parents[1], tmp_path / "other", symlinks=True)
    return next((tmp_path / "other").glob("lib*/python*/site-packages"))


def test_a_wheel_that_answers_otherwise_is_not_proven(other: Path, tmp_path: Path) -> None:
    query = other / "icilabas" / "_resources" / "ontology" / "questions" / "leaders.rq"
    query.write_text(query.read_text("utf-8") + "LIMIT 1\n", "utf-8")
    with pytest.raises(proof.NotProvenError, match="what the wheel prints is not what the checkout prints"):
        proof.prove(tmp_path / "other" / "bin" / "python", tmp_path, [], [])


def test_a_wheel_that_finds_the_checkout_is_not_proven(other: Path, tmp_path: Path, repo: Path) -> None:
    (other / "others.pth").write_text(f"{repo / 'src'}\n", "utf-8")
    with pytest.raises(proof.NotProvenError, match="the checkout is on the path"):
        proof.prove(tmp_path / "other" / "bin" / "python", tmp_path, [])


def test_one_file_that_differs_or_is_missing_is_named(tmp_path: Path) -> None:
    for name, content in (("one", b"1"), ("other", b"1")):
        (tmp_path / name / "below").mkdir(parents=True)
        (tmp_path / name / "below" / "file").write_bytes(content)
    assert proof.same(tmp_path / "one", tmp_path / "other", "site/") == 1
    (tmp_path / "other" / "below" / "file").write_bytes(b"2")
    with pytest.raises(proof.NotProvenError, match="site/below/file: what the wheel writes"):
        proof.same(tmp_path / "one", tmp_path / "other", "site/")
    (tmp_path / "other" / "below" / "file").write_bytes(b"1")
    (tmp_path / "one" / "more").write_bytes(b"")
    with pytest.raises(proof.NotProvenError, match="site/more: what the wheel writes"):
        proof.same(tmp_path / "one", tmp_path / "other", "site/")


@pytest.mark.parametrize(
    ("file", "old", "new", "text"),
    [
        ("CHANGELOG.md", r"^## \[\d.*$", "## [9.9.9]", "CHANGELOG.md: no line"),
        ("CHANGELOG.md", r"^## \[\d.*$", "## [9.9.9] - 2020-01-01", "CHANGELOG.md 9.9.9 of 2020-01-01"),
        ("CITATION.cff", r"^date-released: .*$", "", "CITATION.cff says"),
        ("CITATION.cff", r"^date-released: .*$", "date-released: 2001-01-01", "of 2001-01-01, CHANGELOG.md"),
        ("pyproject.toml", r'^version = ".*"$', 'version = "9.9.9"', "pyproject.toml says 9.9.9"),
    ],
    ids=["no date", "another version", "not cited", "another date", "another package"],
)
def test_what_does_not_agree_is_said(file: str, old: str, new: str, text: str, repo: Path, tmp_path: Path) -> None:
    for name in ("CHANGELOG.md", "CITATION.cff", "pyproject.toml"):
        shutil.copy(repo / name, tmp_path)
    assert release.changes(tmp_path).version == importlib.metadata.version("icilabas")
    path = tmp_path / file
    path.write_text(re.sub(old, new, path.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8")
    with pytest.raises(ValueError, match=re.escape(text)):
        release.changes(tmp_path)


def test_a_release_that_fails_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    def assembled(folder: Path, *_how: Any) -> Path:
        (folder / "file").write_text("done", "utf-8")
        return folder / "file"

    def failing(*_how: Any) -> Path:
        raise proof.NotProvenError("site/index.html: what the wheel writes is not what the checkout writes")

    def proved(_python: Path, _site: Path, how: list[str], program: str = "") -> int:
        built.append(how)
        programs.append(program)
        return 7

    built: list[list[str]] = []
    programs: list[str] = []
    added: list[Path] = []
    monkeypatch.setattr(release, "site", lambda _place, how: built.append(how))
    monkeypatch.setattr(release, "assemble", assembled)
    release.main(["--no-proof", str(out)])
    assert capsys.readouterr().out.endswith(f"written: {out}\n")
    monkeypatch.setattr(proof, "install", lambda *_how: Path("python"))
    monkeypatch.setattr(proof, "add", lambda _python, pinned: added.append(pinned))
    monkeypatch.setattr(proof, "prove", proved)
    release.main(["--docs", str(tmp_path), str(out)])
    assert "7 files, all as the checkout writes them" in capsys.readouterr().out
    assert built == [["--lang", "fr"], *[["--lang", "fr", "--docs", str(tmp_path)]] * 3]
    assert programs == ["", proof.OF_EXTRAS]  # with what is required, then with all
    assert [path.name for path in added] == ["requirements-all.txt"]
    monkeypatch.setattr(proof, "install", failing)
    with pytest.raises(SystemExit, match="^site/index.html: what the wheel writes"):
        release.main([str(out)])
    assert (out / "file").read_text("utf-8") == "done"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("", "utf-8")
    with pytest.raises(SystemExit, match="was not written by this command"):
        release.main(["--no-proof", str(tmp_path / "mine")])


def test_a_command_that_fails_is_told_with_what_it_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_how: Any) -> None:
        raise subprocess.CalledProcessError(1, ["hatchling", Path("x")], stderr=b"no such version")

    monkeypatch.setattr(release, "site", failing)
    with pytest.raises(SystemExit, match="^hatchling x\nno such version"):
        release.main([str(tmp_path / "out")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git to say what is committed")
def test_what_is_not_committed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "ROOT", tmp_path)
    assert release.uncommitted() == ""  # no repository at all
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # noqa: S607  # whichever git there is
    assert release.uncommitted() == ""
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    assert release.uncommitted() == "letter.txt"


def test_each_file_is_described_in_both_languages() -> None:
    words = catalogue.words("1.2.3")
    assert "icilabas-1.2.3-site.zip" in words["files"]
    assert all(set(file["title"]) == {"fr", "en"} for file in words["files"].values())
    assert resources.parse_yaml('{a: "{version}"}') == {
        "a": "{version}"
    }  # as YAML reads the blank, so it is replaced before
