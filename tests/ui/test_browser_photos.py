"""Photos in a real browser, over a real server with an eye: agreed to, added, cropped, sent, deleted."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from agents.stylist import Stylist
from foundation.photo import decode
from storage.jobs import SqliteJobs
from tests.conftest import SAMPLE
from tests.eye_home import settings_of
from tests.ui.conftest import Serve
from ui.answering import answer
from ui.conversation import NO_LONGER, Conversation
from ui.tray import Tray

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api")

AGREE = "Use my photo"
# What the browser does with a file that is dropped on it, or pasted.
DROP = """
(event, {name, type, bytes}) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const target = document.querySelector('#message textarea, #message input');
  const options = { bubbles: true, cancelable: true, dataTransfer: files, clipboardData: files };
  const make = { drop: DragEvent, dragenter: DragEvent, paste: ClipboardEvent }[event];
  target.dispatchEvent(new make(event, options));
}
"""


@pytest.fixture(scope="module")
def home(trained_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an eye that learned trousers, dresses, sunglasses, belts and boots."""
    home = tmp_path_factory.mktemp("pictured") / "home"
    shutil.copytree(trained_home, home)
    return home


@pytest.fixture(scope="module")
def site(home: Path, serve: Serve) -> Iterator[str]:
    with serve(home, home / "articles.csv", SAMPLE / "images") as url:
        yield url


@pytest.fixture
def sent(page: "playwright.Page") -> list[tuple[str, str]]:
    """What the page asks of the routes of photos from now on, as method and path."""
    asked: list[tuple[str, str]] = []

    def note(request: "playwright.Request") -> None:
        if "/page/photos" in request.url:
            asked.append((request.method, request.url.split("/page/photos", 1)[1].split("?")[0]))

    page.on("request", note)
    return asked


def picture_of(home: Path, kind: str) -> bytes:
    """The picture of the first article of a type."""
    rows = (home / "articles.csv").read_text(encoding="utf-8").splitlines()
    article = next(row.split(",")[0] for row in rows if f",{kind}," in row)
    return (SAMPLE / "images" / article[:3] / f"{article}.jpg").read_bytes()


def side_by_side(home: Path, *kinds: str) -> bytes:
    """One photo of several articles."""
    images = [Image.open(io.BytesIO(picture_of(home, kind))) for kind in kinds]
    both = Image.new("RGB", (sum(image.width for image in images), images[0].height))
    for number, image in enumerate(images):
        both.paste(image, (number * images[0].width, 0))
    file = io.BytesIO()
    both.save(file, "JPEG", quality=95)
    return file.getvalue()


def choose(page: "playwright.Page", data: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> None:
    page.locator("input.files").set_input_files({"name": name, "mimeType": kind, "buffer": data})


def put(page: "playwright.Page", data: bytes) -> "playwright.Locator":
    """Add a photo, agreeing where that is asked; it as it lies on the tray once it is seen."""
    number = page.locator(".wait").count()
    choose(page, data)
    page.wait_for_selector(f"dialog.consent[open], .wait >> nth={number}", state="attached")
    if page.locator("dialog.consent").is_visible():
        page.get_by_role("button", name=AGREE).click()
    seen = page.locator(".wait").nth(number)
    seen.and_(page.locator(":not(.busy)")).wait_for()
    return seen


def send(page: "playwright.Page", message: str = "") -> "playwright.Locator":
    """Send what is there; the finished turn."""
    turn = page.locator(".turn").count()
    page.get_by_label("Your message").fill(message)
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector(f'.turn[data-turn="{turn}"][aria-busy="false"]')
    return page.locator(f'.turn[data-turn="{turn}"]')


def test_no_byte_leaves_before_the_shopper_agreed(
    page: "playwright.Page", home: Path, sent: list[tuple[str, str]]
) -> None:
    choose(page, picture_of(home, "Dress"))
    consent = page.get_by_role("dialog", name="Before you add a photo")
    consent.wait_for()
    assert "24 hours" in consent.inner_text()
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_timeout(300)
    assert sent == []
    assert page.locator(".wait").count() == 0
    choose(page, picture_of(home, "Dress"))
    page.get_by_role("button", name=AGREE).click()
    page.locator(".wait:not(.busy)").wait_for()
    assert ("POST", "") in sent
    # It is asked once in a session.
    choose(page, picture_of(home, "Boots"))
    page.locator(".wait:not(.busy)").nth(1).wait_for()


def test_what_is_seen_is_shown_before_and_after_it_is_sent(page: "playwright.Page", home: Path) -> None:
    waiting = put(page, picture_of(home, "Boots"))
    assert "boots" in waiting.locator(".caption").inner_text().lower()
    turn = send(page, "find this")
    assert "boots" in turn.locator(".seen").inner_text().lower()
    assert turn.locator(".card").count() > 0
    assert turn.locator(".shot img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert page.locator(".wait").count() == 0


def test_a_photo_is_a_message_without_a_word(page: "playwright.Page", home: Path) -> None:
    put(page, picture_of(home, "Dress"))
    turn = send(page)
    assert turn.locator(".said").count() == 0
    assert turn.locator(".shot").count() == 1
    assert turn.locator(".reply").inner_text()


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_photo_is_dropped_or_pasted(page: "playwright.Page", home: Path, way: str) -> None:
    given = {"name": "a.jpg", "type": "image/jpeg", "bytes": list(picture_of(home, "Belt"))}
    page.evaluate(f"(given) => ({DROP})('{way}', given)", given)
    page.get_by_role("button", name=AGREE).click()
    page.locator(".wait:not(.busy)").wait_for()
    assert page.get_by_label("Your message").input_value() == ""


def test_a_drag_over_the_page_shows_where_to_drop(page: "playwright.Page") -> None:
    page.evaluate(f"(given) => ({DROP})('dragenter', given)", {"name": "a.jpg", "type": "image/jpeg", "bytes": [1]})
    page.get_by_text("Drop the photo here").wait_for()


def test_a_crop_by_pointer_changes_what_is_seen_and_sent(page: "playwright.Page", home: Path) -> None:
    waiting = put(page, side_by_side(home, "Dress", "Boots"))
    waiting.get_by_role("button", name="Crop photo 1").click()
    page.get_by_role("dialog", name="Which part?").wait_for()
    page.locator(".stage img").evaluate("image => image.decode()")
    stage = page.locator(".stage").bounding_box()
    assert stage is not None
    page.mouse.move(stage["x"] + 1, stage["y"] + 1)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] / 2, stage["y"] + 1, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Use this part").click()
    page.wait_for_function("document.querySelector('.wait .caption').textContent.toLowerCase().includes('boots')")
    turn = send(page, "find this")
    assert "boots" in turn.locator(".seen").inner_text().lower()
    shot = turn.locator(".shot img")
    assert shot.evaluate("image => image.decode().then(() => image.naturalWidth < image.naturalHeight)")


def test_a_crop_by_keys_and_the_whole_photo_again(page: "playwright.Page", home: Path) -> None:
    waiting = put(page, side_by_side(home, "Dress", "Boots"))
    waiting.get_by_role("button", name="Crop photo 1").click()
    page.get_by_label("Bottom right corner").focus()
    for _ in range(25):
        page.keyboard.press("ArrowLeft")
    page.get_by_label("Bottom right corner").press("ArrowUp")
    assert "50 % of its width, 98 % of its height" in page.locator(".told").inner_text()
    page.get_by_role("button", name="Use this part").click()
    page.wait_for_function("document.querySelector('.wait .caption').textContent.toLowerCase().includes('dress')")
    waiting.get_by_role("button", name="Crop photo 1").click()
    assert "50 %" in page.locator(".told").inner_text()
    page.get_by_role("button", name="Whole photo").click()
    page.get_by_role("button", name="Use this part").click()
    image = waiting.locator("img")
    page.wait_for_function(
        "document.querySelector('.wait img').naturalWidth > document.querySelector('.wait img').naturalHeight"
    )
    assert image.is_visible()


def test_a_removed_photo_is_gone_from_the_server(page: "playwright.Page", home: Path, site: str) -> None:
    waiting = put(page, picture_of(home, "Dress"))
    source = waiting.locator("img").get_attribute("src") or ""
    waiting.get_by_role("button", name="Remove photo 1").click()
    page.locator(".wait").wait_for(state="detached")
    page.wait_for_function("source => fetch(source).then((answer) => answer.status === 404)", arg=source)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Add a photo"


def test_a_sent_photo_is_deleted_for_good(page: "playwright.Page", home: Path) -> None:
    put(page, picture_of(home, "Boots"))
    send(page, "find this")
    turn = send(page, "in red")
    earlier = page.locator("#earlier")
    source = earlier.locator(".shot img").get_attribute("src") or ""
    earlier.get_by_role("button", name="Delete photo 1").click()
    earlier.get_by_text("Photo deleted").wait_for()
    assert page.evaluate("source => fetch(source).then((answer) => answer.status)", source) == 404
    assert page.locator(".shot img").count() == 0
    assert "boots" in earlier.locator(".seen").inner_text().lower()
    assert turn.is_visible()


def test_a_photo_that_is_deleted_by_words_is_shown_no_more(page: "playwright.Page", home: Path) -> None:
    put(page, picture_of(home, "Boots"))
    source = send(page, "find this").locator(".shot img").get_attribute("src")
    send(page, "please delete my photo")
    assert page.evaluate("source => fetch(source).then((answer) => answer.status)", source) == 404
    assert page.locator(".shot").count() == 0
    assert page.locator("#earlier").get_by_text("Photo no longer kept").is_visible()


def test_what_is_no_photo_is_told_and_the_words_stay(page: "playwright.Page", home: Path) -> None:
    box = page.get_by_label("Your message")
    box.fill("a red dress")
    fault = page.locator("#adding [role=alert]")
    for name, kind, said in (
        ("IMG_1.HEIC", "image/heic", "heic photo: send a jpeg"),
        ("notes.txt", "text/plain", "notes.txt"),
        ("empty.jpg", "image/jpeg", "empty"),
    ):
        choose(page, b"" if "empty" in name else b"nothing", name, kind)
        fault.get_by_text(said).wait_for()
    choose(page, picture_of(home, "Dress")[:400], "cut.jpg")
    page.get_by_role("button", name=AGREE).click()
    fault.get_by_text("Photo cut.jpg is damaged").wait_for()
    assert box.input_value() == "a red dress"
    assert page.locator(".wait").count() == 0


def test_no_more_than_a_few_photos_go_with_a_message(page: "playwright.Page", home: Path) -> None:
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": picture_of(home, "Belt")} for n in range(5)]
    page.locator("input.files").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name=AGREE).click()
    page.locator(".wait:not(.busy)").nth(3).wait_for()
    assert page.locator(".wait").count() == 4
    assert "at most 4 photos" in page.locator("#adding [role=alert]").inner_text().lower()


def test_a_message_that_can_not_be_answered_gives_its_photo_back(page: "playwright.Page", home: Path) -> None:
    put(page, picture_of(home, "Dress"))
    turn = send(page, "x" * 5000)
    assert "shorten" in turn.get_by_role("alert").inner_text()
    page.locator(".wait").wait_for()
    assert "dress" in page.locator(".wait .caption").inner_text().lower()
    assert send(page, "find this").locator(".shot img").count() == 1


def test_a_message_waits_for_its_photo_and_is_sent_once(page: "playwright.Page", home: Path) -> None:
    put(page, picture_of(home, "Belt"))
    held: list[playwright.Route] = []
    page.route(re.compile(r"/page/photos\?name="), lambda route: held.append(route))
    choose(page, picture_of(home, "Boots"))
    box = page.get_by_label("Your message")
    box.fill("find these")
    box.press("Enter")
    box.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(".turn").count() == 0
    held[0].continue_()
    page.wait_for_selector('.turn[data-turn="0"][aria-busy="false"]')
    assert page.locator(".shot").count() == 2
    page.wait_for_timeout(500)
    assert page.locator(".turn").count() == 1


def test_another_answer_knows_what_was_seen(page: "playwright.Page", home: Path) -> None:
    put(page, picture_of(home, "Boots"))
    turn = send(page, "find this")
    turn.get_by_role("button", name="Another answer").click()
    page.get_by_text("2 of 2").wait_for()
    assert "boots" in turn.locator(".seen").inner_text().lower()
    assert turn.locator(".shot img").is_visible()


def test_where_photos_are_not_kept_the_page_says_so(home: Path) -> None:
    limits = settings_of(home).photo.model_copy(update={"keep_hours": 0})
    stylist, tray, talk = Stylist.open(settings_of(home).model_copy(update={"photo": limits})), Tray(), Conversation()
    photo_id = tray.add(decode(picture_of(home, "Boots")))
    html = list(answer(stylist, talk, "find this", tray, [photo_id]))[-1].now
    stylist.close()
    assert NO_LONGER in html
    assert "boots" in html.lower()
    assert "page/photos" not in html


def test_a_new_conversation_and_forgetting_empty_the_tray(
    page: "playwright.Page", home: Path, sent: list[tuple[str, str]]
) -> None:
    put(page, picture_of(home, "Dress"))
    page.get_by_role("button", name="New conversation").click()
    page.locator(".wait").wait_for(state="detached")
    put(page, picture_of(home, "Boots"))
    turn = send(page, "find this")
    source = turn.locator(".shot img").get_attribute("src")
    page.get_by_role("button", name="Forget me").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.wait_for_selector(".turn", state="detached")
    assert page.evaluate("source => fetch(source).then((answer) => answer.status)", source) == 404
    assert [method for method, _ in sent].count("DELETE") == 1
    # Who is forgotten is asked again.
    choose(page, picture_of(home, "Boots"))
    page.get_by_role("dialog", name="Before you add a photo").wait_for()


def test_on_a_phone_the_camera_is_offered_and_everything_fits(
    browser: "playwright.Browser", site: str, home: Path
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(site)
    page.wait_for_selector("#message")
    page.get_by_role("button", name="Add a photo").tap()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Take a photo").tap()
    assert chosen.value.element.get_attribute("capture") == "environment"
    chosen.value.set_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture_of(home, "Dress")})
    page.get_by_role("button", name=AGREE).tap()
    page.locator(".wait:not(.busy)").wait_for()
    page.get_by_role("button", name="Crop photo 1").tap()
    page.get_by_role("dialog", name="Which part?").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Cancel").tap()
    send(page, "find this")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_whoever_sits_at_the_machine_sees_its_jobs_and_ends_them(page: "playwright.Page", home: Path) -> None:
    jobs = SqliteJobs(home)
    # Of a device that no worker here serves: it waits.
    job = jobs.submit("local", "eye", {}, device="elsewhere")
    page.reload()
    page.locator("#jobs .open").click()
    listed = page.get_by_role("dialog", name="Jobs").locator("li").first
    listed.get_by_text("Training the eye").wait_for()
    listed.get_by_role("button", name="Cancel").click()
    listed.get_by_text("Cancelled").wait_for()
    assert jobs.job(job.id, "local").state == "cancelled"
    jobs.close()


def test_a_shopper_from_elsewhere_sees_no_jobs(browser: "playwright.Browser", site: str) -> None:
    page = browser.new_page(extra_http_headers={"X-Forwarded-For": "10.0.0.1"})
    with page.expect_response("**/page/jobs") as asked:
        page.goto(site)
    assert asked.value.status == 404
    assert not page.locator("#jobs .open").is_visible()
    page.close()
