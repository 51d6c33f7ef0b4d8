"""IATI files as elements: files that are out to do harm, how much memory they take, and which part comes first."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from iatifiles import END, START, written

from icilabas.dataset.loading import load_store
from icilabas.errors import DataError
from icilabas.sources.iati import codes, elements

ENTITY = "<iati-activity><iati-identifier>&{};</iati-identifier></iati-activity>"
BOMB = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))


@pytest.fixture(scope="module")
def valley(repo: Path) -> Path:
    return repo / "tests" / "data" / "iati" / "valley.xml"


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_store([path])
    assert caught.value.exit_code == 2
    return caught.value.text("en")


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ("", "bad.xml: ", "the file is empty"),
        ("  \n", "bad.xml: ", "the file is empty"),
        (gzip.compress(b"<iati-activities/>", mtime=0), "bad.xml: ", "compressed (gzip)"),
        ("<!DOCTYPE html><html><br></html>", "bad.xml: ", "a web page"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "bad.xml:1: ", "a web page"),
        ("<rss/>", "bad.xml:1: ", "“rss”"),
        ("<iati-organisations/>", "bad.xml:1: ", "iati-activities, iati-activity"),
        ('<iati-activities version="3.01"/>', "bad.xml:1: ", "version “3.01”"),
        (START + END, "bad.xml: ", "no activities"),
        (START + "\n<iati-activity>\n<title", "bad.xml:3:", "ends too early"),
        (START + "<iati-activity/>", "bad.xml:1:", "ends too early"),
        (f'<?xml version="1.0" encoding="UTF-8"?>{START}\né'.encode("latin-1"), "bad.xml:2:", "not valid XML"),
        ('<?xml version="1.0" encoding="klingon"?><iati-activities/>', "bad.xml:1:", "klingon"),
        (START + "<iati-activity><result>" + "<a>" * 5000, "bad.xml:1:", "depth"),
        (f"<!DOCTYPE iati-activities SYSTEM 'http://127.0.0.1:9/x.dtd'>{START}{END}", "bad.xml:1: ", "a DOCTYPE"),
        (
            f"<!DOCTYPE iati-activities [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{START}{ENTITY.format('x')}{END}",
            "bad.xml:1: ",
            "a DOCTYPE",
        ),
        (
            f"<!DOCTYPE iati-activities [<!ENTITY a0 'lol'>{BOMB}]>{START}{ENTITY.format('a9')}{END}",
            "bad.xml:1: ",
            "a DOCTYPE",
        ),
        (
            f"<!DOCTYPE iati-activities [<!ENTITY a0 'lol'>{BOMB}]><iati-activities version='&a9;'/>",
            "bad.xml:1:",
            "amplification",
        ),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, content: str | bytes, place: str, says: str) -> None:
    text = refused(written(tmp_path, content)).replace(f"{tmp_path}/", "")
    assert text.startswith(place)
    assert says in text
    assert "\n" not in text


def test_a_zip_by_another_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bad.xml", "w") as archive:
        archive.writestr("a.xml", START + END)
    assert "compressed (zip)" in refused(tmp_path / "bad.xml")


def test_width_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 1000)
    body = "<iati-activity><iati-identifier>A</iati-identifier>{}</iati-activity>"
    assert "more than 1000 elements" in refused(written(tmp_path, START + body.format("<sector/>" * 1001) + END))
    # what is dropped does not count, be it wide at once or below; neither do other activities
    wide = "<budget/>" * 2000 + "<transaction>" + "<value/>" * 2000 + "</transaction>"
    many = "".join(f"<iati-activity><title>T{n}</title></iati-activity>" for n in range(500))
    left_out: Counter[str] = Counter()
    path = written(tmp_path, START + body.format(wide) + many + END)
    found = list(elements.activities(path, codes.wanted(), left_out, codes.mapping()["inside"]))
    assert len(found) == 501
    assert left_out == {"budget": 2000, "transaction": 1}


@pytest.mark.journey
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read as Linux gives it")
def test_memory_does_not_grow_with_the_file(tmp_path: Path, valley: Path) -> None:
    """Fifty times the activities take no more memory; a tree of them all would take three times as much."""
    text = valley.read_text(encoding="utf-8")
    body = text[text.index(" <iati-activity ") : text.rindex(END)].replace('own:mark="yes"', "")
    program = """if True:
        import re, sys
        from collections import Counter
        from pathlib import Path
        from icilabas.sources.iati import elements as iati; from icilabas.sources.iati import codes as iaticodes
        kept = iaticodes.wanted(), iaticodes.mapping()["inside"]
        found = iati.activities(Path(sys.argv[1]), kept[0], Counter(), kept[1])
        print(sum(1 for _ in found), re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
    """
    peaks = []
    for times in (100, 5000):
        path = written(tmp_path, START + body * times + END)
        done = subprocess.run([sys.executable, "-c", program, str(path)], check=True, capture_output=True, text=True)
        count, peak = map(int, done.stdout.split())
        assert count == 4 * times
        peaks.append(peak)
    assert peaks[1] < peaks[0] * 1.2


def test_places_and_sectors_of_an_activity_come_before_those_of_its_transactions() -> None:
    def part(tag: str, code: str, *children: elements.Part) -> elements.Part:
        return elements.Part(tag, {"code": code}, "", "", list(children), 1)

    whole = part(
        "iati-activity",
        "",
        part("transaction", "", part("tag", "4"), part("sector", "3")),
        part("sector", "1"),
        part("tag", "2"),
    )
    assert [each.get("code") for each in whole.within("sector", "tag")] == ["1", "2", "3", "4"]


def test_a_narrative_is_before_the_own_text() -> None:
    inner = elements.Part("narrative", {}, "fr", "B", [], 1)
    assert elements.Part("title", {}, "en", "A", [], 1).narratives() == [("en", "A")]
    assert elements.Part("title", {}, "en", "A", [inner, inner._replace(text="")], 1).narratives() == [("fr", "B")]


def test_a_bare_code_that_comes_again_in_transactions_is_looked_at_once() -> None:
    def part(tag: str, *children: elements.Part, text: str = "", **attributes: str) -> elements.Part:
        return elements.Part(tag, attributes, "", text, list(children), 1)

    mali, sector = part("recipient-country", code="ML"), part("sector", code="1")
    named = part("recipient-country", code="ML", text="Mali")
    homes = [part("transaction", mali, named, sector) for _ in range(3)] + [
        part("transaction", part("sector", code="2"))
    ]
    found = part("iati-activity", mali, *homes).within("recipient-country", "sector")
    assert [each.get("code") for each in found if each.tag == "sector"] == ["1", "2"]
    assert found.count(mali) == 2
    assert found.count(named) == 3
