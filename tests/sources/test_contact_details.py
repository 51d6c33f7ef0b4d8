"""What a telephone number looks like, and what only looks like one: in texts that are read, and in the check of data."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from icilabas import engine
from icilabas.check import validation
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import Iri, Lit, iri, sparql_term
from icilabas.sources.contact_details import GONE, IDENTIFIERS, has_contacts, telephones, without_contacts
from icilabas.sources.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# a sign in place of a digit: no file may hold a number
NUMBERS = [
    number.replace("§", "6")
    for number in (
        "+223 §6 29 18 03",
        "(+223) §6 29 18 03",
        "+223.§6.29.18.03",
        "+235 §6.29.18.03",
        "+223§6291803",
        "+ 221 §7 123 45 67",
        "+1 (202) §55-0123",
        "+33 (0)1 2§ 45 67 89",
        "+33 (0)1.2§.45.67.89",
        "00235 §6 29 18 03",
        "00 235 §6 29 18 03",
        "00235.§6.29.18.03",
        "00235§6291803",
        "0033 1 2§ 45 67 89",
        "01 2§ 45 67 89",
        "01.2§.45.67.89",
        "33 (0) 1 2§ 45 67 89",
        "Tél. : 6§ 29 18 03",
        "tel: (223) 2§ 22 33 44",
        "WhatsApp 6§291803",
        "01\N{NARROW NO-BREAK SPACE}2§\N{NARROW NO-BREAK SPACE}45\N{NARROW NO-BREAK SPACE}67\N{NARROW NO-BREAK SPACE}89",
    )
]
OTHERS = [
    "2016-01-26",
    "2016-2017",
    "du 19/01/2016 au 20/01/2016",
    "2016-01-26T10:30:00+01:00",
    "p. 10, 11, 12, 13, 14, 15, 16, 17",
    "12 500 000 FCFA",
    "1 250 000 000 FCFA",
    "1.250.000.000,00 €",
    "+12 %, +3 450 000",
    "+48.8566140, +2.3522219",
    "-0.1275862",
    "50.6365654 3.0635282",
    "XM-DAC-41114-0023566291803",
    "FR-RCS-0123456789",
    "ML-2016/00223662918",
    "https://example.org/0123456789",
    "SIRET 775 663 149 00016",
    "978-2-07-036822-8",
    "Hôtel 2016, 12 345 678",
    "Session 2 : 3 ODD, 17 cibles, 169 indicateurs",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_taken_out(number: str) -> None:
    assert without_contacts(f"Écrire, ou {number}.") == f"Écrire, ou {GONE}."
    assert without_contacts(number) == GONE


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_stay(text: str) -> None:
    assert without_contacts(text) == text
    assert without_contacts(f"({text})") == f"({text})"


def test_two_numbers_behind_a_stroke_both_go() -> None:
    assert without_contacts(f"{NUMBERS[14]}/{NUMBERS[15]} le soir") == f"{GONE} le soir"


def found(texts: list[str], paths: Iterable[str] = ("urn:says",)) -> set[int]:
    """Which of the texts the check of data refuses, by their places; each is said by all of the properties."""
    store, place, told = engine.new_store(), Iri("urn:place"), "An e-mail address or telephone number"
    things = [(Iri(f"urn:{n}"), Lit(text, lang="fr")) for n, text in enumerate(texts)]
    engine.add(store, [(thing, iri(path), text, place) for thing, text in things for path in paths])
    faults = [fault for fault in validation.check(Reading(store)) if told in fault.text("en")]
    return {int(fault.place.partition(" ")[0].removeprefix("urn:")) for fault in faults}


def test_the_check_of_data_finds_the_same() -> None:
    assert found([f"Écrire, ou {number}." for number in NUMBERS]) == set(range(len(NUMBERS)))
    assert found(NUMBERS) == set(range(len(NUMBERS)))
    assert found([*OTHERS, *(f"({text})" for text in OTHERS)]) == set()


def digits(count: int) -> str:
    return "6" * count


# How many digits a number has, at both ends: one less or one more is something else.
LENGTHS = [
    *[(f"+{digits(n)}", 9 <= n <= 15) for n in (8, 9, 15, 16)],  # behind +, the country's code among them
    *[(f"00{digits(n)}", 9 <= n <= 15) for n in (8, 9, 15, 16)],
    *[(f"tel {digits(n)}", 8 <= n <= 15) for n in (7, 8, 15, 16)],
    *[(f"0{digits(n)}", n == 9) for n in (8, 9, 10)],  # of France: ten
    *[("+" + ".".join([digits(2)] * n), n >= 4) for n in (3, 4, 5, 6, 7)],
    *[(f"+6{f'{gap}6' * 8}", len(gap) <= 3) for gap in ("   ", " - ", "    ")],  # what stands between two digits
    *[(f"+66{gap}66.66.66.66", len(gap) <= 2) for gap in ("..", "...")],
    *[("+66" + f".{digits(n)}" * 4, 2 <= n <= 4) for n in (1, 2, 4, 5)],
    *[(f"+{digits(n)}.66.66.66", n <= 7) for n in (7, 8)],
    ("+6.66.66.66", False),
]


@pytest.mark.parametrize(("text", "is_number"), LENGTHS, ids=range(len(LENGTHS)))
def test_a_number_has_so_many_digits(text: str, is_number: bool) -> None:  # noqa: FBT001  # what is expected
    assert without_contacts(f"Voir {text} !") == f"Voir {GONE if is_number else text} !"
    assert found([f"Voir {text} !"]) == ({0} if is_number else set())


def test_of_more_groups_than_a_number_has_the_rest_stays() -> None:
    assert without_contacts("+" + ".".join([digits(2)] * 8)) == f"{GONE}.66"


def test_an_address_has_an_ending_of_two_letters() -> None:
    at = chr(64)
    assert without_contacts(f"a b{at}example.fr c") == f"a {GONE} c"
    assert without_contacts(f"a, b{at}example.org, c") == f"a, {GONE} c"
    for text in (f"b{at}example", f"b{at}example.o", f"b{at}.org x{at}", "@ 3"):
        assert without_contacts(text) == text


# As they are written in France and in the territories, with the words around them; ~ is a space that does not break.
WRITTEN = [
    "(0)§ 99 99 99 99",
    "(0)§.99.99.99.99",
    "(0§) 99 99 99 99",
    "+33(0)§ 99 99 99 99",
    "0§-99-99-99-99",
    "0§.12.99.99.99",
    "0§99999999",
    "0§~99~99~99~99",
    "Mobile : §9 99 99 99",
    "Mobile §9-99-99-99",
    "mobile:§9.99.99.99",
    "Portable §9999999",
    "Port. : §9 99 99 99",
    "PORTABLE : §9 99 99 99",
    "Contact : §9 99 99 99",
    "Contacts : §9 99 99 99 / §8 99 99 99",
    "Contact : Mme Exemple, §9 99 99 99",
    "contacter le §9999999",
    "Tél. : §9 99 99 99",
    "TÉL : §9999999",
    "tel §9-99-99-99",
    "Tél/Fax : §9 99 99 99",
    "Tél. mobile : §9 99 99 99",
    "Téléphone du siège : §9 99 99 99",
    "N° de téléphone : §9999999",
    "le numéro de téléphone est le §9 99 99 99",
    "Tél. : §9 999 999",
    "Tél.~:~§9~99~99~99",
    "Phone: §9 99 99 99",
    "phone number: §9999999",
    "Call §9 99 99 99",
    "Cell: (§14) 999-9999",
    "§14-999-9999",
    "Landline: §9 99 99 99",
    "WhatsApp : §9 99 99 99",
    "Whatsapp/Viber §9999999",
    "https://wa.me/223§9999999",
    "Fax : §9 99 99 99",
    "GSM §9 99 99 99",
    "joindre au §0 99 99 99",
    "+223 §9 99 99 99",
    "(+235) §9 99 99 99",
    "00 235 §9 99 99 99",
    "(00223) §9 99 99 99",
    "+221 §7 999 99 99",
    "+222-§9-99-99-99",
    "هاتف: §9 99 99 99",
    "§9 99 99 99",
    "§9.99.99.99",
    "§9 99 99 99/§6 99 99 99",
    "7§ 999 99 99",
    "33 §99 99 99",
    "6§2 99 99 99",
    "6 §9 99 99 99",
    "27 §9 99 99 99",
    "034 §9 999 99",
    "0§99-999999",
    "0§99 99 99 99",
    "0§ 999 99 99",
    "047§/99.99.99",
    "020 §999 9999",
    "telefoon: 0§99 99 99 99",
    "Telemóvel: §9 99 99 99",
    "nimɔrɔ: §9 99 99 99",
    "finday : §9 99 99 99",
]
# Years, days, sums, quantities, identifiers, places and pages.
NO_TELEPHONES = [
    "2014-2016",
    "2014 - 2016, 2018",
    "de 2014 à 2016",
    "Contact 2014-2016",
    "Mobile : 2014-2016",
    "Téléphone 2014-2016",
    "Tél : 2016-01-22",
    "Tél. 22/01/2016",
    "2016 01 22",
    "Contact : 2016 01 22",
    "22 01 2016",
    "20160122",
    "du 19 01 2016 au 22 01 2016",
    "12 500 000 FCFA",
    "12 500 000",
    "Mobile : 12 500 000 abonnés",
    "Téléphonie : 12 500 000 FCFA",
    "téléphone : 12 500 000 FCFA",
    "+12 500 000 000 FCFA",
    "+1 250 000 000 euros",
    "99 99 99 99 €",
    "99 99 99 99 FCFA",
    "€ 99 99 99 99",
    "budget : 99 99 99 99",
    "montant de 99 99 99 99",
    "99 99 99 99 habitants",
    "99 99 99 99 %",
    "99.99.99.99 kWh",
    "population 12 345 678",
    "12 345 678 habitants",
    "SIRET 999 999 999 00099",
    "SIRET 99 99 99 99",
    "SIRET : 99999999900099",
    "SIREN 999 999 999",
    "Contact : SIREN 999999999",
    "contact, SIREN 999 999 999",
    "W999999999",
    "RNA W999999999",
    "TVA FR99999999999",
    "NINEA 99999999",
    "NIF 9999999999",
    "RCCM ML-BKO-2016-B-9999",
    "IBAN FR76 3000 6000 0112 3456 7890 189",
    "IBAN 99 99 99 99 99",
    "BE 0999.999.999",
    "entreprise 1999.999.999",
    "marché 99 99 99 99",
    "convention n° 99 99 99 99",
    "XM-DAC-41114-PROJECT-00099999",
    "FR-3-99999999",
    "ML-2016/99999999",
    "US-EIN-99-9999999",
    "14.4469 -11.4445",
    "14.446900, -11.444500",
    "66.55 12.85",
    "66.55\t72.85",
    "50° 37' 59'' N, 3° 03' 29'' E",
    "lat 14 26 49, long 11 26 40",
    "59000 Lille",
    "BP 9999, 99999 Lille Cedex",
    "code postal 59000 59800",
    "INSEE 59350 62041",
    "pages 56 57 58 59",
    "p. 56-59, 70-79",
    "pp. 56, 57, 58, 59",
    "art. 60 70 80 90",
    "60 70 80 90",
    "20 30 40 50",
    "5, 10, 15, 20, 25, 30",
    "99, 99, 99, 99",
    "1 2 3 4 5 6 7 8 9",
    "ISBN 978-2-99-999999-9",
    "ISSN 9999-9999",
    "doi:10.9999/99999999",
    "https://site.example/99999999",
    "10h30-12h30, 14h00-16h00",
    "10:30 12:30 14:00 16:00",
    "version 99.99.99.99",
    "99 %, 99 %, 99 %, 99 %",
    "3 000 000 € en 2014, 4 000 000 € en 2016",
    "mobile money : 12 500 000 FCFA",
    "le téléphone a 150 ans en 2026",
    "1 000 contacts en 2014, 2 000 en 2016",
    "les communes 1, 2, 3, 4, 5, 6, 7, 8",
]


def in_digits(text: str) -> str:
    """Return the text with digits in place of the signs for these: no file may hold a number."""
    return text.replace("~", "\N{NO-BREAK SPACE}").replace("§", "9")


def otherwise(text: str) -> list[str]:
    """Return it with the digits of other scripts, other dashes, accents apart, and what nobody sees between digits."""
    digits: list[dict[int, int]] = [{ord("0") + n: first + n for n in range(10)} for first in (0x660, 0x966)]
    wide: dict[int, int] = {ord(sign): ord(sign) + 0xFEE0 for sign in "+:()" + "".join(map(str, range(10)))}
    dash, unseen = text.replace("-", "\N{EN DASH}"), re.sub(r"(?<=\d)(?=\d)", "\N{ZERO WIDTH SPACE}", text)
    return [*(text.translate(table) for table in [*digits, wide]), dash, unseen, unicodedata.normalize("NFD", text)]


@pytest.mark.parametrize("text", [*map(in_digits, WRITTEN)], ids=range(len(WRITTEN)))
def test_a_number_is_found_as_people_write_it(text: str) -> None:
    wholes = ("{}", "Voir : {}.", "« {} », le soir", "({})", "Camille Exemple, {}\nde 2014 à 2016")
    for around, written in [*((whole, text) for whole in wholes), *(("Voir {} !", other) for other in otherwise(text))]:
        whole = around.format(written)
        clean = without_contacts(whole)
        before, after = around.split("{}")
        assert clean.startswith(before)
        assert clean.endswith(after)
        assert GONE in clean
        assert not re.search(r"\d", clean.removesuffix(after))
        assert has_contacts(whole)
        assert not has_contacts(clean)


@pytest.mark.parametrize("text", NO_TELEPHONES)
def test_a_number_that_is_no_telephone_stays(text: str) -> None:
    for around in ("{}", "Voir : {}.", "« {} », le soir", "({})", "Exemple, {}\nde 2014 à 2016"):
        whole = around.format(text)
        assert without_contacts(whole) == whole
        assert not has_contacts(whole)


def test_the_check_of_data_says_the_same_of_all_of_them() -> None:
    assert found([*map(in_digits, WRITTEN), *NO_TELEPHONES]) == set(range(len(WRITTEN)))


def test_an_identifier_is_no_telephone() -> None:
    texts = [in_digits("0§99999999"), f"camille{AT}site.example"]
    assert len(IDENTIFIERS) > 10
    assert found(texts, IDENTIFIERS) == {1}  # an address is no identifier
    assert found(texts, ["dcterms:description"]) == {0, 1}


def test_a_long_text_of_digits_is_looked_through_in_no_time() -> None:
    for text in ("9 " * 50_000, "9" * 100_000, "contact " * 20_000, "tel 9" * 20_000, "06 " * 30_000, "+" * 100_000):
        assert len(telephones(text)) <= len(text)


@pytest.mark.parametrize("profile", ["public", "partner", "internal"])
def test_what_is_published_holds_none_whatever_was_checked(profile: str, tmp_path: Path) -> None:
    """`validate` says where one stands; a command that does not validate leaves it out, but for oneself."""
    texts = [*map(in_digits, WRITTEN), f"Écrire à camille{AT}site.example", *NO_TELEPHONES]
    says = "".join(f"<urn:t{n}> d:title {sparql_term(Lit(text, lang='fr'))} .\n" for n, text in enumerate(texts))
    path = tmp_path / "texts.ttl"
    path.write_text(f"@prefix d: <http://purl.org/dc/terms/> .\n<urn:o> a <urn:c> .\n{says}", "utf-8")
    kept = {
        thing.value
        for _s, _p, thing, _g in engine.quads(load_store([path], profile=profile, infer=False))
        if isinstance(thing, Lit)
    }
    assert kept >= set(NO_TELEPHONES)
    assert any(has_contacts(text) for text in kept) is (profile == "internal")


def test_bundled_texts_hold_no_number() -> None:
    store = load_store([])
    texts = {thing.value for _s, _p, thing, _g in engine.quads(store) if isinstance(thing, Lit) and not thing.datatype}
    assert len(texts) > 2000
    assert [text for text in texts if has_contacts(text)] == []


AT = "@"  # no file of the repository holds an address


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"call 0{1} 23 45 67 89 now", "call […] now"),
        ("from 2012-01-01 to 2013-12-31", "from 2012-01-01 to 2013-12-31"),
        (f"<a{AT}b.org>", "[…]"),
        ("a @ b", "a @ b"),
        ("@" * 200_000, "@" * 200_000),
    ],
)
def test_contacts_in_a_text(text: str, clean: str) -> None:
    assert without_contacts(text) == clean
