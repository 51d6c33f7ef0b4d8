"""Places, themes, goals and results; and of all that the schema of IATI 2.03 has: it is carried over, or it is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import pytest
from iatifiles import END, ID, ILD, ILV, NAMED, START, told, values

from icilabas import engine
from icilabas.errors import DataError
from icilabas.sources.iati import codes
from icilabas.sources.iati.activities import read_activities
from icilabas.sources.reading import Reading
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icilabas.engine.terms import Quad

X = f"{ILD}iati-x-1"
HOME = "iati-activities/iati-activity/"
# What the whole activity says, where “1” or a text would not do.
SAID = {
    **{f"{place}/@code": "ML" for place in ("recipient-country", "transaction/recipient-country")},
    **{f"{place}/@vocabulary": "99" for place in ("sector", "tag", "recipient-region")},
    **{f"transaction/{place}/@vocabulary": "99" for place in ("sector", "recipient-region")},
    "transaction/recipient-country/@code": "SN",
    "transaction/recipient-region/@code": "2",
    "transaction/sector/@code": "2",
    "reporting-org/@ref": "XX-1",
    "participating-org/@ref": "XX-2",
    "participating-org/@type": "22",
    "reporting-org/@type": "22",
    "participating-org/@activity-id": "X-2",
    "related-activity/@ref": "X-3",
    "activity-date/@iso-date": "2020-01-01",
    "result/indicator/baseline/@year": "2019",
    "location/point/pos": "14.45 -11.43",
    "location/point/@srsName": "http://www.opengis.net/def/crs/EPSG/0/4326",
    "location/location-id/@vocabulary": "G1",
    "@last-updated-datetime": "2024-03-05T10:00:00Z",
}
INSIDE = {"transaction"}  # told as a whole; where it goes and to which sector is carried over all the same


@pytest.fixture(scope="module")
def schema(repo: Path) -> list[str]:
    """The paths of all elements and attributes, as the schemas list them (IATI-Schemas, branch version-2.03)."""
    return (repo / "tests" / "data" / "iati" / "schema-2.03.txt").read_text("utf-8").split()


def whole(paths: list[str], without: str = "") -> str:
    """Return a file with every element and attribute once, but one and what stands in it."""
    paths = [path for path in paths if path != without and not path.startswith(f"{without}/")]

    def value(path: str) -> str:
        own = SAID.get(path.removeprefix(HOME), "1")
        return own if not path.endswith("@xml:lang") else "fr" if "narrative" in path else "en"

    def element(path: str) -> str:
        inner = [one for one in paths if one.rpartition("/")[0] == path]
        attributes = [f" {one.rpartition('@')[2]}={quoteattr(value(one))}" for one in inner if "@" in one]
        said = SAID.get(path.removeprefix(HOME), f"Of {path.removeprefix(HOME)}")
        tag = path.rpartition("/")[2]
        return f"<{tag}{''.join(attributes)}>{''.join(element(one) for one in inner if '@' not in one) or said}</{tag}>"

    return element(paths[0])


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], tuple[set[Quad], dict[str, int]]]:
    def reading(text: str) -> tuple[set[Quad], dict[str, int]]:
        """Return what the file says, and how often what is left out."""
        path = tmp_path / "a.xml"
        path.write_text(text, "utf-8")
        into = Reading(engine.new_store())
        read_activities(path, codes.Known(), into)
        said = "".join(text for fault in into.faults if "not kept, since" in (text := fault.text("en")))
        counts = {name: int(count) for name, count in re.findall(r"([^\s,]+) \((\d+)\)", said)}
        return {*engine.quads(into.store)}, counts

    return reading


def test_all_that_the_schema_has_is_carried_over_or_told(
    schema: list[str], read: Callable[[str], tuple[set[Quad], dict[str, int]]]
) -> None:
    paths = [path for path in schema if path.startswith("iati-activities")]
    everything, left_out = read(whole(paths))
    assert len(paths) > 440
    # what only says how others are to be read: other tests look at it
    aside = {"@version", "location/point/@srsName"}
    lost, wrong = [], []
    for path in paths[2:]:
        short = path.removeprefix(HOME).removeprefix("iati-activities/")
        if (
            short in aside
            or "@xml:lang" in short
            or {short[: place.start()] for place in re.finditer("/", short)} & left_out.keys() - INSIDE
        ):
            continue
        carried = read(whole(paths, path))[0] != everything
        told_of = [name for name in left_out if f"{name}/".startswith(f"{short}/")]
        lost += [short] if not carried and not told_of and not short.startswith("transaction/") else []
        wrong += [short] if carried and short in left_out.keys() - INSIDE else []
    assert lost == []
    assert wrong == []
    assert {*codes.mapping()["kept"]} >= {"participating-org/@activity-id", "location/point/pos"}
    assert set(left_out.values()) == {1}


def place(inner: str, *more: str) -> str:
    return ID + NAMED + inner + "".join(more)


def test_a_country_keeps_the_name_of_the_file_besides_and_no_name_of_another(tmp_path: Path) -> None:
    named = '<recipient-country code="{}"><narrative xml:lang="fr">{}</narrative></recipient-country>'
    graph, warned = told(
        tmp_path,
        place(named.format("CD", "République démocratique du Congo"), named.format("cd", "Congo")),
        place(named.format("CG", "Congo"), named.format("ML", "SÉNÉGAL"), named.format("SN", "SENEGAL")).replace(
            "X-1", "X-2"
        ),
        place(named.format("MLI", "Région de Kayes")).replace("X-1", "X-3"),
    )
    names = {code: values(graph, f"{ILD}country-{code}", "skos:altLabel") for code in ("cd", "cg", "ml", "sn")}
    assert names == {
        "cd": {"République démocratique du Congo"},
        "cg": {"Congo"},
        "ml": {"Région de Kayes"},
        "sn": set(),  # the same name, but for case and accents
    }
    assert values(graph, f"{ILD}country-cd", "skos:prefLabel") == {"Congo-Kinshasa@fr", "Congo - Kinshasa@en"}
    assert [(line, text.split(";")[0]) for line, text in warned] == [
        ("2", "“Congo” (CD) is also the name of something else"),
        ("3", "“SÉNÉGAL” (ML) is also the name of something else"),
    ]


def test_a_sector_keeps_the_name_of_the_file_besides_and_no_name_of_another(tmp_path: Path) -> None:
    named = '<sector code="{}"><narrative xml:lang="en">{}</narrative></sector>'
    graph, warned = told(
        tmp_path, place(named.format("14031", "Village wells"), named.format("14032", "Teacher training"))
    )
    assert values(graph, f"{ILD}sector-14031", "skos:altLabel") == {"Village wells"}
    assert values(graph, f"{ILD}sector-14032", "skos:altLabel") == set()
    assert ["“Teacher training” (14032)" in text for _line, text in warned] == [True]


@pytest.mark.parametrize(
    ("code", "thing", "label", "kind"),
    [
        ("011", "m49-011", "Afrique occidentale@fr", "group-of-countries"),
        ("11", "m49-011", "Afrique occidentale@fr", "group-of-countries"),
        ("002", "m49-002", "Afrique@fr", "continent"),
        ("199", "m49-199", "Pays les moins avancés@fr", "group-of-countries"),
        ("466", "country-ml", "Mali@fr", "country"),
    ],
)
def test_a_region_of_the_united_nations_is_one_territory(
    tmp_path: Path, code: str, thing: str, label: str, kind: str
) -> None:
    region = f'<reporting-org ref="P-{{0}}"/><recipient-region vocabulary="2" code="{code}"/>'
    given = [place(region.format(n)).replace("X-1", f"X-{n}") for n in (1, 2)]
    graph, warned = told(tmp_path, *given)
    for n in (1, 2):
        assert values(graph, f"{ILD}iati-x-{n}", "ilb:links") == {ILD + thing}
    assert label in values(graph, ILD + thing, "skos:prefLabel")
    assert values(graph, ILD + thing, "ilb:territoryKind") == {ILV + kind}
    assert warned == []


# The code lists of the standard: SectorVocabulary, TagVocabulary, RegionVocabulary; and the words of version 1.
VOCABULARIES = {
    "sector": [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "10",
        "11",
        "12",
        "98",
        "99",
        "DAC",
        "DAC-3",
        "COFOG",
        "RO",
    ],
    "tag": ["1", "2", "3", "4", "5", "99"],
    "recipient-region": ["1", "2", "99"],
}


@pytest.mark.parametrize(("tag", "vocabulary"), [(tag, each) for tag, all_ in VOCABULARIES.items() for each in all_])
def test_each_vocabulary_has_its_entry(tmp_path: Path, tag: str, vocabulary: str) -> None:
    code = {"recipient-region": "011" if vocabulary == "2" else "298", "sector": "6.1.1"}.get(tag, "6")
    code = {"1": "11110", "DAC": "11110", "2": "111", "DAC-3": "111"}.get(vocabulary, code) if tag == "sector" else code
    given = [
        place(
            f'<reporting-org ref="P-{n}"/><{tag} vocabulary="{vocabulary}" code="{code}"><narrative>N</narrative></{tag}>'
        )
        for n in (1, 2)
    ]
    graph, warned = told(tmp_path, given[0], given[1].replace("X-1", "X-2"))
    one, two = (
        set().union(
            *(values(graph, f"{ILD}iati-x-{n}", f"{of}") for of in ("ilb:links", "ilb:about", "ilb:relatesToGoal"))
        )
        for n in (1, 2)
    )
    assert len(one) == 1
    own = vocabulary in {"98", "99", "RO"}
    assert (one == two) != own  # a list of a publisher's own is nobody else's
    goal = codes.mapping()["vocabularies"][tag][vocabulary] in codes.mapping()["goals"]
    assert (one == {"http://metadata.un.org/sdg/6"}) == goal
    assert [text for _line, text in warned if "unknown" in text] == []


def test_a_vocabulary_that_the_standard_has_not_is_told_once(tmp_path: Path) -> None:
    _graph, warned = told(tmp_path, place('<sector vocabulary="13" code="1"><narrative>N</narrative></sector>' * 2))
    assert [text.split(";")[0] for _line, text in warned] == ["unknown code “13” (sector/@vocabulary)"]
    graph, warned = told(tmp_path, place('<sector vocabulary="3" code="07.2"/><sector vocabulary="9" code="0.1"/>'))
    assert values(graph, f"{ILD}cofog-07-2", "skos:prefLabel") == {"COFOG 07.2@fr", "COFOG 07.2@en"}
    wrong = message("iati-bad-code", name="sector (indicator)", found="0.1").text("en")
    assert [text for _line, text in warned] == [wrong]


MALI, KAYES = '<recipient-country code="ML"/>', "<name><narrative xml:lang='fr'>Kayes</narrative></name>"
POINT = '<point srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>{}</pos></point>'


def test_a_location_is_a_territory_in_the_country_with_its_point(tmp_path: Path) -> None:
    here, far = f"<location>{KAYES}{POINT.format('14.45 -11.43')}</location>", POINT.format("10.1 -8.0")
    graph, warned = told(
        tmp_path,
        place(MALI, here),
        place(MALI, f"<location>{KAYES}</location>").replace("X-1", "X-2"),
        place(MALI, f"<location>{KAYES}{far}</location>").replace("X-1", "X-3"),
        place('<recipient-country code="SN"/>', f"<location>{KAYES}</location>").replace("X-1", "X-4"),
        place('<recipient-country code="SN"/>', MALI, f"<location>{KAYES}</location>").replace("X-1", "X-5"),
    )
    kayes = f"{ILD}place-country-ml-kayes"
    assert values(graph, X, "ilb:links") == {kayes, f"{ILD}country-ml"}
    assert values(graph, kayes, "skos:prefLabel") == {"Kayes@fr"}
    assert values(graph, kayes, "ilb:within") == {f"{ILD}country-ml"}
    assert values(graph, kayes, "wgs84:lat") == {"14.45"}
    assert values(graph, kayes, "wgs84:long") == {"-11.43"}
    assert kayes in values(graph, f"{ILD}iati-x-2", "ilb:links")
    (other,) = values(graph, f"{ILD}iati-x-3", "ilb:links") - {f"{ILD}country-ml"}
    assert values(graph, other, "wgs84:lat") == {"10.1"}  # as far away as another town of the name
    (third,) = values(graph, f"{ILD}iati-x-4", "ilb:links") - {f"{ILD}country-sn"}
    assert values(graph, third, "ilb:within") == {f"{ILD}country-sn"}
    (unsaid,) = values(graph, f"{ILD}iati-x-5", "ilb:links") - {f"{ILD}country-sn", f"{ILD}country-ml"}
    assert values(graph, unsaid, "ilb:within") == set()
    assert [(line, text[:7]) for line, text in warned] == [("6", "“Kayes”")]


@pytest.mark.parametrize(
    ("inner", "thing", "says"),
    [
        ('<location-id vocabulary="G1" code="2455517"/>', "place-geonames-2455517", ""),
        (KAYES + '<location-id vocabulary="G1" code="2455517"/>', "place-geonames-2455517", ""),
        ('<location-id vocabulary="G2" code="node/12"/>', "place-openstreetmap-node-12", ""),
        ('<location-id vocabulary="G2" code="../x?y"/>', "", "location (1), location/location-id (1)"),
        (KAYES + '<location-id vocabulary="A3" code="5"/>', "place-country-ml-kayes", "location/location-id (1)"),
        (POINT.format("1 2"), "", "location (1)"),
        (KAYES + POINT.format("0 0"), "place-country-ml-kayes", "“0 0”"),
        (KAYES + POINT.format("91 0"), "place-country-ml-kayes", "“91 0”"),
        (KAYES + POINT.format("14,45 -11"), "place-country-ml-kayes", "“14,45 -11”"),
        (KAYES + POINT.format("14 -11").replace("4326", "3857"), "place-country-ml-kayes", "“14 -11”"),
        (KAYES + '<coordinates latitude="14.1" longitude="-11"/>', "place-country-ml-kayes", ""),
    ],
)
def test_what_a_location_is_called(tmp_path: Path, inner: str, thing: str, says: str) -> None:
    graph, warned = told(tmp_path, place(MALI, f"<location>{inner}</location>"))
    assert values(graph, X, "ilb:links") - {f"{ILD}country-ml"} == ({ILD + thing} if thing else set())
    assert (len(warned) == 1 and says in warned[0][1]) if says else warned == []
    if "geonames" in thing:
        assert values(graph, ILD + thing, "skos:exactMatch") == {"https://sws.geonames.org/2455517/"}
        label = "Kayes@fr" if KAYES in inner else "GeoNames 2455517@fr"
        assert label in values(graph, ILD + thing, "skos:prefLabel")


def test_the_activity_of_a_partner_is_a_tie_and_one_with_it(tmp_path: Path) -> None:
    partner = '<participating-org ref="P-1" role="4" activity-id="{}"/>'
    graph, warned = told(tmp_path, place(partner.format("X-2"), partner.format("X-1")), place("").replace("X-1", "X-2"))
    assert values(graph, X, "dcterms:relation") == {f"{ILD}iati-x-2"}
    assert values(graph, f"{ILD}iati-x-2", "skos:prefLabel")
    assert warned == []
    _graph, warned = told(tmp_path, place('<related-activity ref="X-2" type="6"/>'))
    assert ["related-activity/@type" in text for _line, text in warned] == [True]


def test_results_say_what_is_untold_of_them(tmp_path: Path) -> None:
    title = "<title><narrative xml:lang='fr'>Eau</narrative></title>"
    both = "<narrative xml:lang='fr'>F</narrative><narrative xml:lang='en'>E</narrative>"
    bare = f"<result type='1'><description>{both}</description></result>"
    indicator = f"<indicator>{title.replace('Eau', 'Puits')}<description>{both}</description></indicator>"
    _graph, warned = told(
        tmp_path, place(f"<result type='8'>{title}<description>{both}</description>{indicator}</result>", bare)
    )
    (text,) = [text for _line, text in warned]
    for path, times in {
        "result": 1,
        "result/@type": 1,
        "result/description/narrative": 1,
        "result/indicator/description/narrative": 2,
    }.items():
        assert f" {path} ({times})" in text


@pytest.mark.parametrize("root", ["iati-organisations", "iati-organisation"])
def test_files_of_organisations_are_told(tmp_path: Path, root: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f"<{root} version='2.03'/>", "utf-8")
    with pytest.raises(DataError, match=root):
        read_activities(path, codes.Known(), Reading(engine.new_store()))


def test_the_own_names_of_a_root_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    start = START.replace(">", ' generated-datetime="2024-01-01T00:00:00" xmlns:x="http://x.example/" x:y="1">')
    path.write_text(f"{start}<iati-activity x:z='1'>{ID}{NAMED}<x:w/></iati-activity>{END}", "utf-8")
    into = Reading(engine.new_store())
    read_activities(path, codes.Known(), into)
    (fault,) = into.faults
    for name in ("@generated-datetime (1)", "@y (1)", "@z (1)", "w (1)"):
        assert name in fault.text("en")


def test_a_country_without_a_code_is_the_one_of_its_name_and_no_region_is_nowhere(tmp_path: Path) -> None:
    inner = """<recipient-country><narrative>le Mali</narrative></recipient-country>
      <recipient-country><narrative>Congo</narrative></recipient-country><recipient-country code="AN"/>
      <recipient-region vocabulary="2" code="999"><narrative>Beyond</narrative></recipient-region>"""
    graph, said = told(tmp_path, ID + NAMED + inner)
    places = values(graph, f"{ILD}iati-x-1", "ilb:links")
    assert {place.removeprefix(ILD) for place in places} == {"country-ml", "country-an", "m49-999"}
    assert values(graph, f"{ILD}country-ml", "skos:altLabel") == {"le Mali"}
    assert "Antilles néerlandaises@fr" in values(graph, f"{ILD}country-an", "skos:prefLabel")
    told_of = [message("iati-bad-code", name="recipient-country", found="").text("en")]
    told_of.append(message("iati-unknown-code", name="recipient-region", found="999").text("en"))
    assert [text for _line, text in said] == told_of
