"""The report in a real browser: asks for nothing, readable by all, printable on A4, its explorer and replay worked by keyboard."""

import os
import shutil
from pathlib import Path

import pytest

from sim.report.page import page as page_of
from sim.scenario.load import load
from sim.study.compare import compare
from sim.study.points import plan
from sim.study.replications import run
from sim.study.sweep import sweep
from tests.study.small import stops_with_few_places, written

CHROMIUM = shutil.which("chromium") or ""
MISSING = not CHROMIUM and "chromium is not installed (Debian package chromium)"
if MISSING and os.environ.get("CI") != "true":
    pytest.skip(MISSING, allow_module_level=True)

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MM = 96 / 25.4
A4_WIDTH, A4_HEIGHT = (210 - 2 * 14) * MM, (297 - 2 * 16) * MM
LANDSCAPE_WIDTH = (297 - 2 * 14) * MM
PLACES, RATE = "hubs.camp.pools.homes.places", "demand.lists.rate"
KINDS = ("run", "difference", "sweep")

CUT_OFF = """() => [...document.querySelectorAll("table, pre, figure")].filter(one => one.offsetParent)
    .filter(one => one.scrollWidth > one.parentElement.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => [one.className, one.scrollWidth, one.parentElement.clientWidth])"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    kosovo, seen, tour = (run(load(name), reps=3, jobs=1) for name in ("kosovo-us", "kosovo-us-as-seen", "tour"))
    more = f"sweep: {{vary: {{{PLACES}: [3, 6, 12], {RATE}: [5 cases / month, 10 cases / month]}}, as: grid, replications: 2}}\n"
    swept = sweep(plan(written(folder, more=more)), jobs=1, engine=stops_with_few_places)
    studies = {"run": kosovo, "tour": tour, "difference": compare(kosovo, seen), "sweep": swept}
    for kind, study in studies.items():
        (folder / f"{kind}.html").write_text(page_of(study), encoding="utf-8")
    return {kind: folder / f"{kind}.html" for kind in studies}


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def asked():
    return []


@pytest.fixture
def tab(browser, asked):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.route(lambda url: not url.startswith(("file:", "data:")), lambda route: (asked.append(route.request.url), route.abort()))
    opened = context.new_page()
    opened.on("pageerror", lambda error: asked.append(f"error: {error}"))
    yield opened
    context.close()
    assert asked == []


def opened(tab, path: Path):
    tab.goto(path.as_uri())
    return tab


def for_print(tab, path, width):
    tab.set_viewport_size({"width": int(width), "height": 1000})
    tab.emulate_media(media="print")
    return opened(tab, path)


@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_of_accessibility(tab, files, kind):
    found = axe.Axe().run(opened(tab, files[kind]))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", KINDS)
def test_it_can_be_mailed(files, kind):
    assert files[kind].stat().st_size < 2_000_000


@pytest.mark.parametrize(("kind", "width"), [("run", A4_WIDTH), ("tour", A4_WIDTH), ("difference", A4_WIDTH), ("sweep", LANDSCAPE_WIDTH)])
def test_nothing_is_cut_off_on_paper(tab, files, kind, width):
    assert for_print(tab, files[kind], width).evaluate(CUT_OFF) == []


@pytest.mark.parametrize("kind", ["run", "tour"])
def test_the_first_page_is_one_sheet(tab, files, kind):
    first = for_print(tab, files[kind], A4_WIDTH).locator(".first").bounding_box()
    assert first["y"] + first["height"] <= A4_HEIGHT


def test_the_explorer_is_worked_by_keyboard(tab, files):
    opened(tab, files["sweep"])
    slider = tab.locator("#choice-0")
    tab.locator("#explorer details summary").wait_for()
    assert "This point failed" in tab.locator("#explorer .failed").inner_text()
    for _ in range(60):
        tab.keyboard.press("Tab")
        if slider.evaluate("one => one === document.activeElement"):
            break
    tab.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "6"
    said = tab.locator("#explorer table").inner_text()
    assert "breaches and longest stay" in said and "longest stay of anyone" in said
    tab.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "12"


def test_breaches_cannot_be_switched_off(tab, files):
    opened(tab, files["sweep"])
    tab.keyboard.press("Tab")
    tab.locator("#choice-0").fill("2")
    tab.locator("#explorer details summary").click()
    for box in tab.locator("#explorer .wanted input").all():
        box.uncheck()
    assert tab.locator("#explorer .numbers tr").count() == 0
    assert tab.locator("#explorer .always tr").count() >= 3


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_all_is_there(browser, files, kind):
    context = browser.new_context(java_script_enabled=False)
    plain = opened(context.new_page(), files[kind])
    assert plain.locator("table").count() > 3
    assert not plain.locator("#explorer").is_visible() or kind != "sweep"
    context.close()


def test_the_replay_is_worked_by_keyboard_and_moves_people(tab, files):
    opened(tab, files["run"])
    slider = tab.locator("#replay-day")
    slider.focus()
    said = tab.locator("#replay output")
    assert "(day 0)" in said.inner_text()
    tab.keyboard.press("End")
    assert "(day 1079)" in said.inner_text()
    shown = sum(int(text) for text in tab.locator("#replay .counts dd").all_inner_texts())
    assert shown >= tab.locator("#replay circle").count() > 20
    tab.keyboard.press("Home")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    assert tab.locator("#replay button").inner_text() == "Pause"
    sync_api.expect(said).not_to_contain_text("(day 0)")


def test_the_replay_is_light(files):
    text = files["run"].read_text(encoding="utf-8")
    assert len(text.partition('id="replay-data">')[2].partition("</script>")[0]) < 50_000
