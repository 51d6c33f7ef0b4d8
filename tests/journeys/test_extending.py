"""A newcomer adds a question, a view, a rule, a code, a check or a column without touching Python."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from copies import copied
from places import SMALL

Run = Callable[..., subprocess.CompletedProcess[str]]
PREFIXES = "".join(
    f"PREFIX {prefix}: <{iri}>\n"
    for prefix, iri in {
        "ilb": "https://w3id.org/icilabas/ontology#",
        "ild": "https://w3id.org/icilabas/id/",
        "org": "http://www.w3.org/ns/org#",
    }.items()
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "small")
    return copied(tmp_path, "ontology", "src")


@pytest.fixture
def run(checkout: Path) -> Run:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "icilabas", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=checkout,
            env={"PYTHONPATH": str(checkout / "src"), "ICILABAS_LANG": "en", "PATH": ""},
        )

    return command


def test_a_question(checkout: Path, run: Run) -> None:
    (checkout / "ontology/questions/who-is-where.rq").write_text(
        '#+ title: {fr: "Qui est où ?", en: "Who is where?"}\n#+ params: {place: {type: Territory, fr: lieu, en: place}}\n'
        f"{PREFIXES}SELECT ?actor WHERE {{ VALUES (?place) {{ (ild:lille) }} ?actor ilb:basedIn ?place }} ORDER BY ?actor\n",
        encoding="utf-8",
    )
    assert "who-is-where\n    Who is where?\n    --param place=…" in run("questions").stdout
    assert "ESSOR" in run("query", "who-is-where", "--input", "small").stdout
    assert "EMDK" in run("query", "who-is-where", "--input", "small", "--param", "place=Kayes").stdout


def test_a_view(checkout: Path, run: Run) -> None:
    (checkout / "ontology/views/seats.rq").write_text(
        '#+ title: {fr: "Sièges", en: "Seats"}\n#+ graph: DiGraph\n'
        f"{PREFIXES}SELECT ?source ?target (ilb:basedIn AS ?relation) ?passage WHERE {{ GRAPH ?passage {{ ?source ilb:basedIn ?target }} }}\n",
        encoding="utf-8",
    )
    assert run("network", "seats", "--input", "small", "--out", "seats.csv").returncode == 0
    assert "ESSOR,Lille" in (checkout / "seats.csv").read_text(encoding="utf-8")


def test_a_rule(checkout: Path, run: Run) -> None:
    (checkout / "ontology/rules/neighbours.rq").write_text(
        f"{PREFIXES}CONSTRUCT {{ ?a ilb:activeIn ?t }} WHERE {{ ?a ilb:basedIn ?t }}\n", encoding="utf-8"
    )
    ask = "query", "-", "--input", "small"
    (checkout / "q.rq").write_text(f"{PREFIXES}ASK {{ ild:essor ilb:activeIn ild:lille }}", encoding="utf-8")
    assert run(*ask[:1], "q.rq", *ask[2:]).stdout == "true\n"


def test_a_code(checkout: Path, run: Run) -> None:
    path = checkout / "ontology/vocabularies/spheres.ttl"
    path.write_text(
        path.read_text(encoding="utf-8")
        + '\nilv:research a ilb:Sphere, skos:Concept ; skos:inScheme ilv:spheres ; skos:prefLabel "recherche"@fr, "research"@en .\n',
        encoding="utf-8",
    )
    table = checkout / "small/organizations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("civil-society", "research"), encoding="utf-8")
    done = run("validate", "small")
    assert done.returncode == 0, done.stdout
    table.write_text(table.read_text(encoding="utf-8").replace("research", "resarch"), encoding="utf-8")
    assert "Nearest: research" in run("validate", "small").stdout


def test_a_column(checkout: Path, run: Run) -> None:
    path = checkout / "ontology/shapes/data.ttl"
    shape = (
        "\nils:Organization sh:property ils:motto .\n"
        'ils:motto a sh:PropertyShape ; sh:path skos:note ; csvw:name "motto" ; sh:order 99 ;\n'
        '    sh:name "devise"@fr, "motto"@en ; sh:datatype xsd:string ; sh:maxCount 1 ;\n'
        '    sh:message "Écrire une devise."@fr, "Write one motto."@en .\n'
    )
    path.write_text(path.read_text(encoding="utf-8") + shape, encoding="utf-8")
    table = checkout / "small/organizations.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([lines[0] + ",Devise", lines[1] + ",Ensemble", *lines[2:]]) + "\n", encoding="utf-8")
    assert run("validate", "small").returncode == 0
    (checkout / "q.rq").write_text('ASK { ild:essor skos:note "Ensemble" }', encoding="utf-8")
    assert run("query", "q.rq", "--input", "small").stdout == "true\n"


def test_a_check(checkout: Path, run: Run) -> None:
    (checkout / "ontology/checks/no-seat.rq").write_text(
        '#+ message: {fr: "Dire où est le siège.", en: "Say where the seat is."}\n#+ severity: Violation\n'
        f"{PREFIXES}SELECT ?focus (ilb:basedIn AS ?path) ?value WHERE {{ ?focus a ilb:Network . FILTER NOT EXISTS {{ ?focus ilb:basedIn ?x }} }}\n",
        encoding="utf-8",
    )
    done = run("validate", "small")
    assert done.returncode == 1
    assert "small/organizations.csv:3:7: Say where the seat is." in done.stdout
