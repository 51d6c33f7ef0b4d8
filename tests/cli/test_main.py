"""The command line: what goes where, exit codes, and no traceback for anything a user can cause."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from calling import run
from click.testing import CliRunner
from places import SMALL

from icilabas.cli.main import main
from icilabas.errors import DataError
from icilabas.words.messages import message
from icilabas.words.text import Text


def test_a_question_answers_in_a_table_with_labels() -> None:
    result = run("query", "shared-challenges", "--param", "a=Nord-Pas-de-Calais", "--param", "b=Kayes", "--lang", "fr")
    assert result.exit_code == 0
    assert "Région de Kayes" in result.stdout
    assert "p. 11" in result.stdout or " 11" in result.stdout
    assert result.stderr == ""


def test_other_data_are_asked_for_what_they_have_and_a_line_says_for_what(tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text(
        """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:x:bay> a ilb:Territory ; skos:prefLabel "Baie"@fr, "Bay"@en .
        <urn:x:work> a ilb:Challenge ; skos:prefLabel "Emploi"@fr, "Work"@en ; ilb:facedIn <urn:x:bay> .""",
        "utf-8",
    )
    asked = run("query", "challenges-of-territory", "--input", other, "--format", "md", "--lang", "fr")
    assert asked.stderr == (
        "question posée pour territoire « Baie » : son exemple n’est pas dans ces données ; pour un autre choix, "
        "--param place=…\n"
    ).replace("’", "'")
    assert "| Emploi | Baie |" in asked.stdout
    given = run("query", "challenges-of-territory", "--input", other, "--param", "place=Bay", "--lang", "en")
    assert (given.stderr, "Work" in given.stdout) == ("", True)
    none = run("query", "members-present", "--input", other, "--format", "csv", "--lang", "en")
    assert (none.exit_code, none.stdout) == (0, "member,represented_by,passage,page\n")
    assert none.stderr == (
        "the question's own example (network “cfsi” and event “lille-2016-workshop”) is not in these data, and no other "
        "choice finds an answer in them; name one with --param network=…, --param event=…\n"
    )


def test_a_language_is_meant_in_capitals_too() -> None:
    assert run("query", "no-such", "--lang", "FR").stderr == run("query", "no-such", "--lang", "fr").stderr
    assert "aucune question" in run("query", "no-such", "--lang", "FR").stderr
    assert "aucune question" in run("query", "no-such", "--lang", "fr_CA.UTF-8").stderr
    assert run("query", "no-such", "--lang", "de-AT").exit_code == 2


@pytest.mark.parametrize("form", ["json", "csv", "tsv"])
def test_w3c_forms_are_the_standard_ones(form: str) -> None:
    result = run("query", "shared-challenges", "--input", SMALL, "--format", form)
    if form == "json":
        found = json.loads(result.stdout)
        assert found["head"]["vars"] == ["challenge", "territory", "passage", "page"]
        assert found["results"]["bindings"][0]["challenge"]["type"] == "uri"
    elif form == "csv":
        assert result.stdout.startswith("challenge,territory,passage,page\n")
    else:
        assert result.stdout.startswith("?challenge\t?territory\t?passage\t?page\n<https://")


def test_markdown_cannot_be_broken_by_data(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    path = folder / "challenges.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Unemployment", "<b>a|b"), encoding="utf-8")
    result = run("query", "shared-challenges", "--input", folder, "--format", "md", "--lang", "en")
    assert "&lt;b>a\\|b |" in result.stdout


def test_standard_input_and_files_are_queries_too(tmp_path: Path) -> None:
    query = "CONSTRUCT { ?o a org:Organization } WHERE { ?o org:memberOf ild:cfsi }"
    turtle = run("query", "-", "--input", SMALL, stdin=query).stdout
    assert "ild:essor a org:Organization ." in turtle
    (tmp_path / "mine.rq").write_text("ASK { ild:essor org:memberOf ild:cfsi }", encoding="utf-8")
    assert run("query", tmp_path / "mine.rq", "--input", SMALL).stdout == "true\n"
    assert (
        json.loads(run("query", tmp_path / "mine.rq", "--input", SMALL, "--format", "json").stdout)["boolean"] is True
    )


@pytest.mark.parametrize(
    ("part", "more", "said"),
    [
        ("SERVICE <http://there.example/q> { ?t ?p ?o }", [], "add --allow-service there.example"),
        (
            "SERVICE <http://there.example/q> { ?t ?p ?o }",
            ["--allow-service", "here.example"],
            "would query http://there",
        ),
        ("SERVICE ?t { ?t ?p ?o }", ["--allow-service", "there.example"], "needs its whole address"),
        ("", ["--allow-service", "http://there.example"], "is not the name of a host"),
        ("BIND(<http://x.example/f>(?t) AS ?x)", [], "a function that is not known here: <http://x.example/f>."),
    ],
)
@pytest.mark.parametrize("form", ["table", "csv"])
def test_what_a_query_may_not_do_or_cannot_is_said(
    tmp_path: Path, part: str, more: list[str], said: str, form: str
) -> None:
    path = tmp_path / "there.rq"
    path.write_text(f"SELECT * {{ ?t a ilb:Territory {part} }}", encoding="utf-8")
    how = ["--input", str(SMALL), "--format", form, "--lang", "en"]
    result = CliRunner().invoke(main, ["query", str(path), *how, *more])
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_questions_lists_all_with_their_parameters() -> None:
    french, english = run("questions", "--lang", "fr").stdout, run("questions", "--lang", "en").stdout
    assert "Quels enjeux ces deux territoires ont-ils en commun" in french
    assert "--param a=…  first territory\n" in english
    assert len([line for line in english.splitlines() if line[0] != " "]) >= 25


WRONG: list[tuple[list[str], int, str]] = [
    (["query", "nothing-like-it"], 2, message("unknown-question", found="nothing-like-it").text("en")),
    (["query", "shared-challenges", "--param", "a"], 2, message("param-form", found="a").text("en")),
    (
        ["query", "shared-challenges", "--param", "z=1"],
        2,
        message("unknown-parameter", name="shared-challenges", found="z").text("en"),
    ),
    (["query", "shared-challenges", "--param", "a=Kaies"], 2, "Nearest: Kayes"),
    (["query", "missing.rq"], 2, "missing.rq cannot be read"),
    (["query", "shared-challenges", "--input", "nowhere"], 2, f"nowhere: {message('no-such-input').text('en')}"),
    (["validate", "nowhere"], 2, f"nowhere: {message('no-such-input').text('en')}"),
    (["network", "colaboration", "--out", "x.gexf"], 2, "Nearest: collaboration"),
    (["network", "ties", "--out", "x.xyz"], 2, "“.xyz”"),
    (["convert", str(SMALL), "--out", "x.xyz"], 2, "“.xyz”"),
    (["convert", str(SMALL), "--out", "/proc/none/x.ttl"], 2, "cannot be written"),
    (["build", str(SMALL), "--out", "/proc/none/site"], 2, "cannot be written"),
    (
        ["query", "shared-challenges", "--format", "xml"],
        2,
        message("usage-choice", name="--format", expected="table, csv, tsv, json, md").text("en"),
    ),
    (["nothing"], 2, message("usage-command", found="nothing").text("en")),
]


@pytest.mark.parametrize(("arguments", "code", "text"), WRONG)
def test_each_wrong_call_gets_one_clear_message(
    arguments: list[str], code: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, *([] if arguments[0] == "nothing" else ["--lang", "en"]))
    assert result.exit_code == code
    assert text in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_network_writes_what_its_ending_says(tmp_path: Path) -> None:
    result = run("network", "ties", "--input", SMALL, "--out", tmp_path / "t.csv", "--lang", "en")
    assert result.exit_code == 0
    told = f"note: {tmp_path}/t.csv.txt says what the file's form does not hold as it is"
    assert result.stderr.splitlines() == [f"written: {tmp_path}/t.csv", f"written: {tmp_path}/t-nodes.csv", told]
    result = run("network", "ties", "--input", SMALL, "--out", tmp_path / "t.json", "--lang", "en")
    assert result.stderr.splitlines() == [f"written: {tmp_path}/t.json"]


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "icilabas", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.journey
def test_help_is_in_the_language_of_the_reader() -> None:
    assert "Poser une question" in command("--help", LC_ALL="fr_FR.UTF-8", ICILABAS_LANG="").stdout
    assert "Ask a question" in command("--help", LC_ALL="C.UTF-8", ICILABAS_LANG="").stdout


@pytest.mark.journey
@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (
            ["--help"],
            {"rdflib", "networkx", "pyvis", "pyshacl", "rich", "jinja2", "yaml", "pyoxigraph", "numpy", "json"},
        ),
        (
            ["query", "leaders"],
            {
                *("rdflib", "networkx", "pyvis", "pyshacl", "jinja2", "numpy", "rich", "babel", "zipfile", "lxml"),
                *("icilabas.files.excel", "icilabas.files.open_document", "icilabas.sources.iati.activities"),
            },
        ),
    ],
)
def test_nothing_heavy_is_imported_that_is_not_needed(arguments: list[str], heavy: set[str]) -> None:
    code = f"import sys; sys.argv[1:] = {arguments}\nfrom icilabas.cli.main import main\ntry:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert heavy & set(done.stderr.split()) == set()


@pytest.mark.journey
def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(  # noqa: S602  # a pipe that closes early is what is tested
        f"{shlex.quote(sys.executable)} -m icilabas query who-gains | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(0, "0 réponse", "0 rows"), (1, "1 réponse", "1 row"), (2, "2 réponses", "2 rows")],
)
def test_one_is_said_in_the_singular_and_nothing_too_in_french(count: int, french: str, english: str) -> None:
    assert message("rows", count=count) == Text({"fr": french, "en": english})


READING: dict[str, list[str]] = {
    "query": ["territories", "--input"],
    "compare": ["Lille", "Kayes", "--input"],
    "measure": ["collaboration", "--input"],
    "network": ["collaboration", "--out", "x.json", "--input"],
    "validate": [],
    "convert": ["--out", "x.ttl"],
    "build": ["--out", "x", "--no-cache"],
}


@pytest.mark.parametrize("said", [False, True])
@pytest.mark.parametrize("command", READING)
def test_each_command_that_reads_can_take_equal_names_as_one(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, said: bool
) -> None:
    asked: list[bool] = []

    def gathered(_inputs: object, *, match_names: bool, **_more: object) -> None:
        asked.append(match_names)
        raise DataError([])

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("icilabas.dataset.loading.gather", gathered)
    names = ["--match-names"] if said else []
    CliRunner().invoke(main, [command, *names, *READING[command], str(SMALL)])
    assert asked == [said]


def test_what_is_kept_of_a_reading_is_not_that_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With equal names as one there are fewer organisations, whatever was kept of the same inputs before."""
    monkeypatch.chdir(tmp_path)
    for name in ("organizations", "organisations"):
        (tmp_path / f"{name}.csv").write_text("nom,label\nEssor,Rise\n", "utf-8")
    asked = tmp_path / "who.rq"
    asked.write_text("SELECT DISTINCT ?actor WHERE { ?actor a ilb:Organization }", "utf-8")
    call: list[str | Path] = [
        "query",
        asked,
        "--format",
        "csv",
        "--input",
        "organizations.csv",
        "--input",
        "organisations.csv",
    ]
    counts = [len(run(*call, *more).stdout.splitlines()) for more in ([], ["--match-names"], [])]
    assert counts == [3, 2, 3]
