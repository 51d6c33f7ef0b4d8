"""An IATI file of any size and like the real: the activities of a real file, varied, each another one.

    python tests/benchmarks/iati_activities.py REAL.xml ACTIVITIES FILE.xml

Identifiers, titles, organisations, countries, values and days differ from copy to copy, drawn with a seed: a few
publishers and funders are met again and again, most partners once or twice. What stands in the real file otherwise
(texts, sectors, results, elements that nothing is made of) comes with each copy of its activity.
"""

from __future__ import annotations

import copy
import random
import sys
from pathlib import Path

from lxml import etree

COUNTRIES = ("ML", "SN", "TD", "BF", "NE", "CM", "MG", "HT", "KH", "CD", "BJ", "TG", "GN", "MR", "TN", "MA")
KNOWN, SELDOM = 12, 0.4  # partners that are met often; share of the others
DAYS = 28


def varied(real: etree._Element, number: int, draw: random.Random) -> etree._Element:
    """Return another activity like the real one."""
    made = copy.deepcopy(real)
    own = made.findtext("iati-identifier")
    for each in made.iter("iati-identifier"):
        each.text = f"{own}-{number}"
    for each in made.iterfind("title/narrative"):
        each.text = f"{each.text} ({number})"
    vary_partners(made, own, number, draw)
    for each in made.iter("recipient-country"):
        each.set("code", draw.choice(COUNTRIES))
        for name in each.findall("narrative"):
            each.remove(name)
    for each in made.iterfind("transaction/value"):
        each.text = str(draw.randrange(1, 10_000) * 100)
    for each in made.iter("transaction-date"):
        each.set("iso-date", f"{draw.randrange(2015, 2024)}-{draw.randrange(1, 13):02}-{draw.randrange(1, DAYS):02}")
    return made


def vary_partners(made: etree._Element, own: str, number: int, draw: random.Random) -> None:
    """Give the activity partners of its own, where it does not name its publisher or funders."""
    for each in made.iter("participating-org", "provider-org", "receiver-org"):
        for key in ("activity-id", "provider-activity-id", "receiver-activity-id"):
            if each.get(key) == own:
                each.set(key, f"{own}-{number}")
        if each.tag != "participating-org" or each.get("role") == "4":
            partner = draw.randrange(number + KNOWN) if draw.random() < SELDOM else draw.randrange(KNOWN)
            if each.get("ref"):
                each.set("ref", f"XX-PARTNER-{partner}")
            for name in each.iterfind("narrative"):
                name.text = f"Partner {partner}"


def file_like(real: Path, activities: int) -> bytes:
    """Return a file of so many activities like those of the real one."""
    tree = etree.parse(real)
    root = tree.getroot()
    templates = root.findall("iati-activity")
    draw = random.Random(1)  # noqa: S311  # not a secret
    for each in templates:
        root.remove(each)
    for number in range(activities):
        root.append(varied(templates[number % len(templates)], number, draw))
    written: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
    return written


if __name__ == "__main__":
    source, count, target = sys.argv[1:]
    Path(target).write_bytes(file_like(Path(source), int(count)))
