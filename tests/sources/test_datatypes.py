"""Datatypes: what XML Schema 1.1 says of each form, and which stretch of time ends before another begins."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise

import pytest

from icilabas.engine.terms import PREFIXES
from icilabas.sources.datatypes import Stretch, forms, stretch, well_formed

XSD = PREFIXES["xsd"]
# Of each datatype forms that are right, and forms that are wrong, by the text of the specification.
VERDICTS = {
    "string": (["", "x", " \t\n"], []),
    "boolean": (["true", "false", "1", "0"], ["TRUE", "True", "yes", "", " true", "01"]),
    "decimal": (["1", "-1.", ".5", "+01.50", "0"], ["1e3", "1_000", "1,5", ".", "", "INF", "1 000", "٣"]),
    "integer": (["0", "-0", "+007", "9" * 400], ["1.0", "1e3", "1_000", "", "+", " 1", "1 ", "1\n", "--1"]),
    "double": (
        ["1", "1.", ".5E-3", "1e400", "INF", "+INF", "-INF", "NaN"],
        ["inf", "+NaN", "Infinity", "1e", "E3", "1_0", "1d"],
    ),
    "float": (["-1.5e3", "INF"], ["nan", "-", "0x10"]),
    "date": (
        [
            "2016-01-31",
            "2016-02-29Z",
            "-0001-12-31",
            "0000-02-29",
            "12016-01-01",
            "2016-01-31+14:00",
            "2016-01-31-13:59",
        ],
        [
            *(
                "2016-02-30",
                "2015-02-29",
                "1900-02-29",
                "2016-04-31",
                "2016-13-01",
                "2016-00-10",
                "2016-1-1",
                "16-01-01",
            ),
            *("2016-01-31+14:01", "2016-01-31+15:00", "2016-01-31T00:00:00", "02016-01-01", "+2016-01-01"),
            *(" 2016-01-31", "31/01/2016"),
        ],
    ),
    "time": (
        ["00:00:00", "23:59:59.999", "24:00:00", "24:00:00.00Z"],
        ["24:00:01", "24:01:00", "23:60:00", "12:00", "23:59:60", "1:00:00", "12:00:00."],
    ),
    "dateTime": (
        ["2016-01-31T24:00:00", "2016-01-31T10:00:00.1+05:30", "-0044-03-15T12:00:00"],
        [
            "2016-01-31",
            "2016-01-31 10:00:00",
            "2016-01-31T25:00:00",
            "2016-02-30T10:00:00",
            "2016-01-31T10:00",
            "2016-01-31t10:00:00",
        ],
    ),
    "dateTimeStamp": (["2016-01-31T10:00:00Z", "2016-01-31T10:00:00-00:00"], ["2016-01-31T10:00:00"]),
    "gYear": (
        ["2016", "-0001", "0000", "12016", "2016Z", "2016+01:00", "0001"],
        ["16", "+2016", "02016", "-00001", " 2016 ", "2016-01", "", "216"],
    ),
    "gYearMonth": (
        ["2016-01", "-0001-12", "2016-01Z", "12016-12"],
        ["2016-13", "2016-00", "2016-1", "2016", "2016-01-01"],
    ),
    "gMonth": (["--01", "--12Z"], ["--13", "--1", "01", "--00", "--01--"]),
    "gDay": (["---31", "---01+02:00"], ["---32", "---00", "--31", "---1"]),
    "gMonthDay": (["--02-29", "--12-31Z"], ["--02-30", "--04-31", "--13-01", "02-29"]),
    "duration": (
        ["P1Y", "-P1Y2M3DT4H5M6.7S", "PT0S", "P0D", "PT1M"],
        ["P", "PT", "P1YT", "1Y", "P1.5Y", "P1M1Y", "P-1Y", "PT1.S", "P1S"],
    ),
    "yearMonthDuration": (["P1Y", "P12M", "-P1Y6M"], ["P1D", "P", "P1Y6MT", "PT1M"]),
    "dayTimeDuration": (["P3D", "PT24H", "-P1DT1.5S"], ["P1Y", "P1M", "P", "P1DT"]),
    "byte": (["-128", "127", "+007"], ["128", "-129", "1.0", ""]),
    "short": (["-32768", "32767"], ["32768", "-32769"]),
    "int": (["-2147483648", "2147483647"], ["2147483648", "-2147483649"]),
    "long": (["-9223372036854775808", "9223372036854775807"], ["9223372036854775808", "-9223372036854775809"]),
    "unsignedByte": (["0", "255", "-0"], ["256", "-1"]),
    "unsignedShort": (["65535"], ["65536", "-1"]),
    "unsignedInt": (["4294967295"], ["4294967296", "-1"]),
    "unsignedLong": (["18446744073709551615", "0" * 40 + "7"], ["18446744073709551616", "-1", "9" * 5000]),
    "positiveInteger": (["1", "+01", "9" * 5000], ["0", "-1", "-" + "9" * 5000]),
    "nonNegativeInteger": (["0", "-0", "5"], ["-1", "1.0"]),
    "negativeInteger": (["-1", "-" + "9" * 5000], ["0", "1"]),
    "nonPositiveInteger": (["0", "+0", "-5"], ["1"]),
    "hexBinary": (["", "0a", "0FB7"], ["0", "0g", "0a ", "0 a"]),
    "base64Binary": (
        ["", "TGlsbGU=", "TG ls", "TQ==", "T Q = ="],
        ["TGlsbGU", "TGls=", "TR==", "T===", "TG-s", "TG  ls"],
    ),
    "anyURI": (["", "https://site.example/", "a b"], []),
    "language": (["fr", "zh-Hant-TW", "x-own"], ["", "fr_FR", "123", "toolongtag1", "fr-"]),
    "normalizedString": (["", " a  b "], ["a\tb", "a\n", "\r"]),
    "token": (["", "a", "a b"], [" a", "a ", "a  b", "a\tb"]),
    "NMTOKEN": (["1a", "-x", "a:b", "é.1"], ["", "a b", "a,b"]),
    "Name": (["a", ":x", "_1", "é-1"], ["1a", "-a", "", "a b"]),
    "NCName": (["a", "_1", "é-1.x"], ["a:b", "1a", "", ".a"]),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_forms_are_right_or_wrong_as_the_specification_has_it(name: str) -> None:
    right, wrong = VERDICTS[name]
    assert [text for text in right if not well_formed(text, XSD + name)] == []
    assert [text for text in wrong if well_formed(text, XSD + name)] == []
    assert well_formed(forms()[XSD + name].example, XSD + name)


def test_all_datatypes_of_rdf_are_in_the_table_and_others_are_taken_as_they_are() -> None:
    assert set(VERDICTS) == {name.removeprefix(XSD) for name in forms()}
    assert len(forms()) == 39
    assert well_formed("anything", "http://example.org/own")


def test_every_day_of_python_is_a_day_and_none_else() -> None:
    for year in (1, 4, 100, 400, 1900, 2000, 2015, 2016, 9999):
        for month in range(1, 13):
            for day in range(1, 32):
                text = f"{year:04}-{month:02}-{day:02}"
                try:
                    number = dt.date(year, month, day).toordinal()
                except ValueError:
                    assert not well_formed(text, f"{XSD}date")
                    continue
                begins = number * 86_400
                assert stretch(text, f"{XSD}date") == Stretch(Fraction(begins), Fraction(begins + 86_400), zoned=False)


KINDS = {4: "gYear", 7: "gYearMonth", 10: "date"}


def of(text: str) -> Stretch:
    plain = text.lstrip("-").removesuffix("Z").partition("+")[0]
    kind = "dateTime" if "T" in text else ("gYear", "gYearMonth", "date")[plain.count("-")]
    found = stretch(text, XSD + kind)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("2016", "2017"),
        ("2016", "2017-05-03"),
        ("2016-12-31", "2017"),
        ("2017-04", "2017-05-03"),
        ("2017-04-30", "2017-05"),
        ("2017-05-02", "2017-05-03"),
        ("2017-05-02T23:59:59", "2017-05-03"),
        ("2017-05-02", "2017-05-03T00:00:00"),
        ("2017-05-03T10:00:00", "2017-05-03T10:00:00.5"),
        ("2017-05-03T10:00:00+02:00", "2017-05-03T09:00:00Z"),
        ("2017-05-03+14:00", "2017-05-03T10:00:00Z"),
        ("-0045", "-0044-03-15"),
        ("-0001", "0000"),
        ("9999-12-31", "10000"),
        ("2017-05-01Z", "2017-05-03"),
    ],
)
def test_what_lies_wholly_before_is_before(end: str, start: str) -> None:
    assert of(end).lies_before(of(start))
    assert not of(start).lies_before(of(end))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2017", "2017-05-03"),
        ("2017", "2017"),
        ("2017-05", "2017"),
        ("2017-05", "2017-05-31"),
        ("2017-05-03", "2017-05-03T12:00:00"),
        ("2017-05-03T24:00:00", "2017-05-04T00:00:00"),
        ("2017-05-03T10:00:00+02:00", "2017-05-03T08:00:00Z"),
        ("2017-05-02Z", "2017-05-03"),  # without a zone, up to 14 hours away
        ("2017-05-03Z", "2017-05-03+14:00"),
        ("0000", "0000-02-29"),
        ("12016", "12016-12"),
    ],
)
def test_what_overlaps_or_may_is_not_before(one: str, other: str) -> None:
    assert not of(one).lies_before(of(other))
    assert not of(other).lies_before(of(one))


def test_stretches_follow_each_other_without_a_gap() -> None:
    months = [f"{year}-{month:02}" for year in ("-0001", "0000", "1999", "2000", "10000") for month in range(1, 13)]
    for one, other in pairwise(months):
        assert of(one).lies_before(of(other))
        assert (of(one).end == of(other).first) == (
            one[:-3] == other[:-3] or (one, other) in {("-0001-12", "0000-01"), ("1999-12", "2000-01")}
        )
    assert of("2016").end == of("2016-12").end == of("2016-12-31").end == of("2017").first


def test_what_is_no_stretch_of_time_is_none() -> None:
    for text, kind in (
        ("2016-02-30", "date"),
        ("10:00:00", "time"),
        ("--01", "gMonth"),
        ("3", "integer"),
        ("x", "own"),
    ):
        assert stretch(text, XSD + kind) is None
    assert stretch("9" * 5000, f"{XSD}gYear") is None
    for text in ("spring 2016", "16", "2016-02-30", "10:00:00", ""):
        assert stretch(text, f"{XSD}string") is None


@pytest.mark.parametrize("datatype", [f"{XSD}string", "http://schema.org/Date", "https://schema.org/DateTime"])
def test_a_text_is_the_date_that_it_looks_like(datatype: str) -> None:
    for text in ("2016", "2016-01", "2016-01-31", "2016-01-31T10:00:00+02:00"):
        kind = "dateTime" if "T" in text else KINDS[len(text)]
        assert stretch(text, datatype) == stretch(text, XSD + kind) is not None


def test_other_datatypes_are_no_dates() -> None:
    assert stretch("2016", "http://example.org/own") is None
