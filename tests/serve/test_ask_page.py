"""The page from which people ask, in a browser: questions as a form, queries as text, answers as a table."""

from __future__ import annotations

import csv
import html
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from looked import CONTRAST, OVERFLOW, TOO_WIDE, shown
from ownserver import serving
from sites import mini

from icilabas import resources
from icilabas.asking.query_files import QUESTIONS
from icilabas.dataset.loading import load_store
from icilabas.serve import ask_page
from icilabas.serve.workers import Refused
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebError

    from icilabas.engine import Store

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MARKUP = "Union <b>strong</b> & Co"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("asked")
    with serving(mini(folder / "data"), "--timeout", "600", folder=folder / "temporary") as running:
        yield running.url


@pytest.fixture
def asking(browser: Browser, url: str) -> Iterator[Page]:
    """Give the page; console errors, script errors and requests of anybody but the server fail the test."""
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded"):
            faults.append(f"console: {message.text}")

    def on_error(error: WebError) -> None:
        faults.append(f"script: {error.error}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{url}/", "data:", f"blob:{url}/")):
            faults.append(f"request: {request.url}")

    context = browser.new_context(service_workers="block", viewport={"width": 1400, "height": 900})
    context.on("console", on_console)
    context.on("weberror", on_error)
    context.on("request", on_request)
    page = context.new_page()
    page.goto(f"{url}/query?lang=en")
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def run(page: Page, query: str) -> None:
    """Run the query and wait for what comes of it."""
    page.locator("#text").fill(query)
    page.locator("#write button").click()
    settled(page)


def ask(page: Page, name: str, **values: str) -> None:
    """Choose and fill in the question, and wait for its answer."""
    page.locator("#question").select_option(name)
    for key, value in values.items():
        page.locator(f"#p-{key}").fill(value)
    page.locator("#ask button").click()
    settled(page)


def settled(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('#status .busy')")


def cells(page: Page) -> list[list[str]]:
    return [[cell.inner_text() for cell in row.locator("th, td").all()] for row in page.locator("#rows tbody tr").all()]


def test_a_question_is_filled_in_and_answered(asking: Page) -> None:
    assert shown(asking, "h1") == ["Ask the data"]
    ask(asking, "partnerships-between", a="the north", b="Nowhere")
    assert shown(asking, "#problem") == ["nothing in Territories is called “Nowhere”."]
    ask(asking, "partnerships-between", a="the north", b="The South")
    assert shown(asking, "#problem") == []
    assert shown(asking, "#status") == ["2 rows"]
    headings = asking.locator("#rows th[scope=col]").all_inner_texts()
    assert [heading.casefold() for heading in headings] == ["partnership", "territory", "passage", "page"]
    assert [row[:2] for row in cells(asking)] == [["The bridge", "The North"], ["The bridge", "The South"]]
    link = asking.locator("#rows a", has_text="The North")
    assert link.get_attribute("href") == "graph.html?lang=en#north"
    link.click()
    asking.wait_for_url("**/graph.html?lang=en#north")


def test_what_may_be_written_is_offered(asking: Page) -> None:
    asking.locator("#question").select_option("partnerships-between")
    asking.wait_for_selector("#l-a option", state="attached")
    offered = [option.get_attribute("value") for option in asking.locator("#l-a option").all()]
    assert offered == ["The North", "The South"]
    assert asking.locator("label[for=p-a]").inner_text().casefold() == "first territory"
    asking.locator("#ask button").click()  # the data do not have what the question asks for by default
    assert asking.locator("#p-a").evaluate("e => e.matches(':invalid')")
    assert shown(asking, "#status") == ["Nothing has been asked so far."]


def test_every_question_can_be_asked(asking: Page) -> None:
    names = [str(option.get_attribute("value")) for option in asking.locator("#question option").all()]
    assert len(names) > 30
    for name in names:
        asking.locator("#question").select_option(name)
        for field in asking.locator("#fields input").all():
            field.evaluate("e => { e.required = false; }")
            field.fill("")
        asking.locator("#ask button").click()
        settled(asking)
        assert shown(asking, "#problem") == [], name
        assert asking.locator("#status").inner_text(), name


def test_the_query_of_a_question_can_be_changed_and_run(asking: Page) -> None:
    ask(asking, "territories")
    asked = cells(asking)
    text = asking.locator("#text").input_value()
    assert "#+" not in text
    run(asking, f"{text}\nLIMIT 1")
    assert shown(asking, "#status") == ["1 row"]
    assert len(asked) > 1
    asking.locator("#text").press("Control+Enter")
    settled(asking)
    assert shown(asking, "#status") == ["1 row"]


def test_text_of_the_data_is_never_markup(asking: Page) -> None:
    run(asking, 'SELECT ?label { ild:union skos:prefLabel ?label FILTER(LANG(?label) = "en") }')
    assert cells(asking) == [[f"{MARKUP}en"]]
    assert asking.locator("#rows b").count() == 0
    run(
        asking,
        """SELECT ?x { VALUES ?x { "<img src=x onerror=alert(1)>" <javascript:alert(1)> <https://example.org/> } }""",
    )
    assert [row[0] for row in cells(asking)] == [
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "https://example.org/",
    ]
    assert asking.locator("#rows img").count() == 0
    assert [link.get_attribute("href") for link in asking.locator("#rows a").all()] == ["https://example.org/"]


def test_graphs_and_truths_are_shown(asking: Page) -> None:
    run(asking, "CONSTRUCT WHERE { ild:north a ilb:Territory }")
    assert "ild:north a ilb:Territory" in asking.locator("#rows pre").inner_text()
    assert shown(asking, "#tools button") == ["Download as Turtle", "Download as JSON-LD"]
    run(asking, "ASK { ild:north a ilb:Territory }")
    assert (shown(asking, "#status"), shown(asking, "#rows")) == (["Yes."], [])
    run(asking, "ASK { ild:south a ilb:Actor }")
    assert shown(asking, "#status") == ["No."]
    run(asking, "SELECT ?x { ?x a ild:nothing }")
    assert shown(asking, "#status") == ["No answer."]


def test_many_rows_are_cut_and_said_to_be(asking: Page) -> None:
    run(asking, "SELECT ?s ?x { ?s a ?class . ?x a ?other } LIMIT 1234")
    assert shown(asking, "#status") == ["1,234 rows The first 1,000 are shown."]
    assert asking.locator("#rows tbody tr").count() == 1000


def test_answers_are_downloaded_whole(asking: Page) -> None:
    run(asking, "SELECT ?s ?x { ?s a ?class . ?x a ?other } LIMIT 1234")
    with asking.expect_download() as found:
        asking.locator("[data-form=csv]").click()
    assert found.value.suggested_filename == "icilabas.csv"
    assert len(found.value.path().read_text(encoding="utf-8").splitlines()) == 1235
    ask(asking, "territories")
    with asking.expect_download() as found:
        asking.locator("[data-form=csv]").click()
    assert found.value.suggested_filename == "territories.csv"
    rows = list(csv.reader(io.StringIO(found.value.path().read_text(encoding="utf-8-sig"))))
    assert rows[1:] == cells(asking)
    with asking.expect_download() as found:
        asking.locator("[data-form=json]").click()
    assert len(json.loads(found.value.path().read_text(encoding="utf-8"))["rows"]) == len(rows) - 1


def test_what_is_refused_is_said_in_the_language_of_the_page(asking: Page, url: str) -> None:
    run(asking, "SELECT * { ?s ?p ")
    assert "the query is not valid SPARQL, at line 1, column" in shown(asking, "#problem")[0]
    assert (shown(asking, "#rows"), shown(asking, "#tools")) == ([], [])
    asking.locator("label[for=lang-fr]").click()
    late = message("serve-time", seconds="30").text("fr")
    asking.context.route(f"{url}/sparql", lambda route: route.fulfill(status=504, body=late), times=1)
    run(asking, LONG)
    assert shown(asking, "#problem") == [late]
    run(asking, "CLEAR ALL")
    assert "lecture seule" in shown(asking, "#problem")[0]
    run(asking, "ASK {}")
    assert (shown(asking, "#status"), shown(asking, "#problem")) == (["Oui."], [])


def test_a_later_question_stands_for_an_earlier_one(asking: Page) -> None:
    asking.locator("#text").fill(LONG)
    asking.locator("#write button").click()
    assert shown(asking, "#status") == ["Looking for the answer…"]
    run(asking, "ASK {}")
    assert shown(asking, "#status") == ["Yes."]


def test_a_server_that_is_gone_is_said(asking: Page, url: str) -> None:
    asking.context.route(f"{url}/sparql", lambda route: route.fulfill(status=503, body="too busy"))
    run(asking, "ASK {}")
    assert shown(asking, "#problem") == ["too busy"]
    asking.evaluate("void (window.fetch = () => Promise.reject(new TypeError('gone')))")
    run(asking, "ASK {}")
    assert "The server does not answer." in shown(asking, "#problem")[0]


def test_the_language_switches_all_of_it(asking: Page) -> None:
    ask(asking, "partnerships-between", a="The North", b="The South")
    asking.locator("label[for=lang-fr]").click()
    asking.wait_for_function("() => document.querySelector('#rows')?.innerText.includes('Le Nord')")
    assert shown(asking, "h1") == ["Interroger les données"]
    assert asking.title() == "Interroger les données – icilabas"
    assert shown(asking, "#status") == ["2 lignes"]
    assert asking.locator("#question option:checked").inner_text().startswith("Quels partenariats")
    assert "Partenariats" in str(asking.locator("#question optgroup").nth(1).get_attribute("label"))
    assert asking.locator("label[for=p-a]").inner_text().casefold() == "premier territoire"
    assert asking.locator("#p-a").input_value() == "The North"  # what people wrote stays
    english = "(own) => [...document.querySelectorAll(own)].filter((e) => e.checkVisibility()).length"
    assert asking.evaluate(english, "body [lang=en]:not(.own)") == 0


def test_the_keyboard_is_enough(asking: Page) -> None:
    asking.locator("#question").focus()
    asking.keyboard.type("Which territ")
    reached = []
    for _press in range(12):
        asking.keyboard.press("Tab")
        reached.append(asking.evaluate("document.activeElement.id || document.activeElement.type"))
        if reached[-1] == "submit":
            break
    asking.keyboard.press("Enter")
    settled(asking)
    assert shown(asking, "#problem") == []
    asking.locator("#text").focus()
    asking.keyboard.press("Tab")
    assert asking.evaluate("document.activeElement.closest('form').id") == "write"
    assert asking.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("width", [1400, 820, 390])
def test_nothing_is_too_wide_or_too_pale(asking: Page, url: str, width: int, lang: str) -> None:
    asking.set_viewport_size({"width": width, "height": 900})
    asking.goto(f"{url}/query?lang={lang}")
    for query in (
        "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 60",
        "CONSTRUCT WHERE { ?s a ?o }",
        "SELECT " + "x" * 500,
    ):
        run(asking, query)
        assert asking.evaluate(OVERFLOW) <= 0
        assert asking.evaluate(TOO_WIDE) == []
        assert asking.evaluate(CONTRAST) == []


def test_the_checker_of_accessibility_finds_nothing(asking: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types

    ask(asking, "territories")
    found = Axe().run(asking)
    assert found.violations_count == 0, found.generate_report()


def test_on_a_telephone_each_cell_has_its_heading(asking: Page) -> None:
    asking.set_viewport_size({"width": 390, "height": 844})
    ask(asking, "partnerships-between", a="north", b="south")
    cell = asking.locator("#rows td:not(:empty)").first
    assert cell.evaluate("e => getComputedStyle(e).display") == "block"
    heading = asking.locator("#rows th[scope=col]").nth(cell.evaluate("e => e.cellIndex")).inner_text()
    assert str(cell.get_attribute("data-label")).casefold() == heading.casefold()
    # The page glides to the answer, which takes as long as the machine lets it.
    asking.wait_for_function("() => document.getElementById('result').getBoundingClientRect().top < innerHeight")


def test_without_javascript_it_says_what_to_do(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/query")
    assert "/sparql" in page.locator("noscript").inner_text()
    context.close()


# ---- what the page asks, without a browser


def written(write: Callable[..., str], *values: object) -> Any:
    out = io.BytesIO()
    kind = write(*values[:1], out, *values[1:])
    return json.loads(out.getvalue()) if kind == "application/json" else out.getvalue().decode("utf-8-sig")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    places = "id,passage,label_fr,label_en\nnorth,s1,Éire,Zone\nsouth,s1,est,area\nb,s1,Est,Area\nwest,s1,Ouest,Bay\n"
    folder = mini(tmp_path_factory.mktemp("ask"), territories=places)
    return load_store([folder], profile="public")


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("fr", [["Éire", "north"], ["Est", "b"], ["est", "south"], ["Ouest", "west"]]),
        ("en", [["Area", "b"], ["area", "south"], ["Bay", "west"], ["Zone", "north"]]),
    ],
)
def test_names_stand_in_the_order_of_the_language_whatever_their_accents(
    small: Store, lang: str, names: list[list[str]]
) -> None:
    assert written(ask_page.write_names, small, "Territory", lang) == names


@pytest.mark.parametrize(("most", "count"), [(3, 3), (4, 4), (5, 4)])
def test_so_many_names_are_offered(small: Store, monkeypatch: pytest.MonkeyPatch, most: int, count: int) -> None:
    monkeypatch.setattr(ask_page, "_MOST_OFFERED", most)
    assert len(written(ask_page.write_names, small, "Territory", "fr")) == count


def test_an_answer_has_its_query_headings_and_rows_with_the_names_of_things(small: Store) -> None:
    found = written(ask_page.write_answer, small, "partners-and-roles", {"x": " "}, "en", "application/json")
    assert list(found) == ["query", "columns", "rows"]
    assert "#+" not in found["query"]
    assert len(found["columns"]) == len(found["rows"][0])
    names = [cell for row in found["rows"] for cell in row if len(cell) == 2]
    assert ["The bridge", "https://w3id.org/icilabas/id/bridge"] in names
    text = written(ask_page.write_answer, small, "partners-and-roles", {}, "en", "text/csv")
    assert text.splitlines()[0] == ",".join(found["columns"])
    assert len(text.splitlines()) == len(found["rows"]) + 1


def test_what_is_unknown_is_not_found(small: Store) -> None:
    with pytest.raises(Refused) as question:
        written(ask_page.write_answer, small, "no-such", {}, "en", "text/csv")
    with pytest.raises(Refused) as kind:
        written(ask_page.write_names, small, "NoSuchKind", "en")
    assert (question.value.status, kind.value.status) == (404, 404)


def test_questions_stand_under_the_headings_of_their_groups_in_order() -> None:
    text = ask_page.page("fr", restricted=False).decode()
    groups = resources.parse_yaml((QUESTIONS / "groups.yaml").read_text("utf-8"))
    places = [text.index(f'label="{each["fr"]}"') for each in groups.values() if f'label="{each["fr"]}"' in text]
    assert len(places) > 3
    assert places == sorted(places)
    assert "connect-src 'self'" in html.unescape(text)
