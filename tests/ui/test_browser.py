"""The page in a real browser over the real server and the sample catalogue: a shopper chats, rates, asks again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.settings import SAMPLE
from storage.store import open_store
from storage.talk import Rating
from tests.ui.conftest import Serve

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api")

HOSTILE = "<img src=x onerror='window.owned=1'> ![x](javascript:alert(1)) ${window.owned=1} a red dress"


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of this module's own, with the sample's index in it."""
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("browsed") / "home")


@pytest.fixture(scope="module")
def site(home: Path, serve: Serve) -> Iterator[str]:
    """The address of a server that is ready."""
    if not (SAMPLE / "articles.csv").is_file():
        pytest.skip("the sample catalogue is not drawn: run scripts/draw_sample.py")
    with serve(home, SAMPLE / "articles.csv", SAMPLE / "images") as url:
        yield url


def say(page: "playwright.Page", message: str) -> "playwright.Locator":
    """Send a message; the finished turn."""
    turn = page.locator(".turn").count()
    box = page.get_by_label("Your message")
    box.fill(message)
    box.press("Enter")
    page.wait_for_selector(f'.turn[data-turn="{turn}"][aria-busy="false"]')
    return page.locator(f'.turn[data-turn="{turn}"]')


def ratings(home: Path) -> list[Rating]:
    store = open_store(home)
    try:
        return list(store.feedback("local"))
    finally:
        store.close()


def test_a_shopper_sees_items_with_pictures_and_reasons(page: "playwright.Page") -> None:
    turn = say(page, "a black dress")
    cards = turn.locator(".card")
    assert cards.count() > 0
    assert "Dress · Black" in cards.first.inner_text()
    assert cards.first.locator(".why").inner_text()
    picture = cards.locator("img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert turn.locator(".reply").inner_text()
    assert "Planned by house" in turn.locator(".provenance").inner_text()


def test_an_example_starts_the_talk_with_one_click(page: "playwright.Page") -> None:
    example = page.locator(".chip").first
    words = example.inner_text()
    example.click()
    page.wait_for_selector('.turn[aria-busy="false"]')
    assert words in page.locator(".said").inner_text()
    assert not page.locator("#welcome").is_visible()


def test_a_refinement_follows_the_talk(page: "playwright.Page") -> None:
    say(page, "a black dress")
    turn = say(page, "not black")
    kinds = turn.locator(".kind").all_inner_texts()
    assert kinds
    assert not [kind for kind in kinds if kind.endswith("· Black")]


def test_a_look_stands_under_its_title_with_the_shoppers_own_piece(page: "playwright.Page") -> None:
    turn = say(page, "what can I wear with my navy blazer?")
    look = turn.locator(".look").first
    assert "navy blazer" in look.locator("h2").inner_text()
    assert look.locator(".own").inner_text().lower().split("\n")[-1] == "layer"
    assert look.locator(".card").count() >= 3
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_short_answer_is_sent_by_a_tap(page: "playwright.Page") -> None:
    turn = say(page, "dresses for women")
    chip = turn.locator(".chips .chip").first
    words = chip.inner_text()
    chip.click()
    page.wait_for_selector('.turn[data-turn="1"][aria-busy="false"]')
    assert words in page.locator(".said").last.inner_text()
    assert page.locator("#earlier .chips").count() == 0


def test_ratings_of_an_item_and_of_the_answer_are_kept(page: "playwright.Page", home: Path) -> None:
    before = len(ratings(home))
    turn = say(page, "a red dress")
    turn.locator(".card .thumb.up").first.click()
    page.wait_for_selector('.card .thumb.up[aria-pressed="true"]')
    page.get_by_role("button", name="Close").click()
    turn.locator("footer .thumb.down").click()
    page.get_by_label("Wrong for the occasion").check()
    page.get_by_label("In your words").fill("too plain")
    page.get_by_label("may be used to improve").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("#rating", state="hidden")
    item, answer = ratings(home)[before:]
    assert (item.rating, item.consent, item.article_id in item.shown) == ("up", False, True)
    assert (answer.rating, answer.article_id, answer.consent) == ("down", None, True)
    assert (answer.reasons, answer.comment) == (("wrong_occasion",), "too plain")


def test_another_answer_stands_beside_the_first_and_can_be_preferred(page: "playwright.Page", home: Path) -> None:
    before = len(ratings(home))
    turn = say(page, "a red dress")
    first = turn.inner_text()
    turn.get_by_role("button", name="Another answer").click()
    page.get_by_text("2 of 2").wait_for()
    assert turn.inner_text() != first
    page.get_by_role("button", name="This one is better").click()
    page.wait_for_selector('.prefer[aria-pressed="true"]')
    preferred = ratings(home)[before]
    assert preferred.rating == "up"
    assert preferred.chosen_over not in (None, preferred.message_id)
    page.get_by_role("button", name="Previous answer").click()
    page.get_by_text("1 of 2").wait_for()


def test_hostile_words_stay_words(page: "playwright.Page") -> None:
    turn = say(page, HOSTILE)
    assert HOSTILE in turn.locator(".said").inner_text()
    assert turn.locator(".said img, .said a").count() == 0
    assert page.evaluate("window.owned") is None


def test_a_handle_leads_to_its_card(page: "playwright.Page") -> None:
    turn = say(page, "a black dress")
    turn.locator(".handle").first.click()
    assert "card" in page.evaluate("document.activeElement.className")


def test_a_message_over_the_limit_is_told_in_one_line_and_the_talk_goes_on(page: "playwright.Page") -> None:
    turn = say(page, "x" * 5000)
    assert "shorten" in turn.get_by_role("alert").inner_text()
    assert say(page, "a black dress").locator(".card").count() > 0


def test_a_new_conversation_starts_empty(page: "playwright.Page") -> None:
    say(page, "a black dress")
    page.get_by_role("button", name="New conversation").click()
    page.wait_for_selector(".turn", state="detached")
    assert page.locator("#welcome").is_visible()


def test_forget_me_asks_and_then_deletes_the_session(page: "playwright.Page", home: Path) -> None:
    store = open_store(home)
    say(page, "a purple dress for forgetting")
    known = store.sessions("local")
    page.get_by_role("button", name="Forget me").click()
    page.get_by_role("button", name="Delete").click()
    page.wait_for_selector(".turn", state="detached")
    left = store.sessions("local")
    store.close()
    gone = set(known) - set(left)
    assert [session.opening for session in gone] == ["a purple dress for forgetting"]


def test_nothing_is_fetched_from_anywhere_else(browser: "playwright.Browser", site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site)
    page.wait_for_selector("#message")
    say(page, "a black dress")
    page.close()
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_its_window(browser: "playwright.Browser", site: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(site)
    page.wait_for_selector("#message")
    say(page, "a black dress")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
