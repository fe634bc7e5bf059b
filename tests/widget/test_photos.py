"""Photos are sent one by one as soon as they are chosen."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page, Route, expect
from tests.widget.conftest import in_turn, says, says_nothing

PHOTOS = Path(__file__).parents[1] / "photos"
COFFEE = str(PHOTOS / "coffee.jpg")
ROWS = ".photos__list > li:not([hidden])"

Visit = Callable[..., list[Route]]
ShowForm = Callable[..., str]

staged = says(201, {"photo": "signed-id", "width": 600, "height": 400})


def choose(page: Page, *files: str) -> None:
    page.locator("#photos").set_input_files(list(files))


def test_a_chosen_photo_waits_on_the_server(page: Page, visit: Visit, show_form: ShowForm) -> None:
    posts = visit(show_form(), staged)
    choose(page, COFFEE)
    kept = page.locator("input[type=hidden][name=photos]")
    expect(kept).to_have_value("signed-id")
    expect(page.locator(f"{ROWS} progress")).to_be_hidden()
    assert posts[0].request.url.endswith("/p/horizonte")


def test_the_form_itself_carries_no_file(page: Page, visit: Visit, show_form: ShowForm) -> None:
    posts = visit(
        show_form(),
        lambda route: staged(route) if "/p/" in route.request.url else says(500, {})(route),
    )
    choose(page, COFFEE)
    expect(page.locator("input[type=hidden][name=photos]")).to_have_count(1)
    page.locator("[data-sending]").click()
    expect(page.locator("[data-not-sent]")).to_be_visible()
    sent = posts[-1].request.post_data_buffer or b""
    assert b"signed-id" in sent
    assert b"filename" not in sent


def test_a_large_photo_is_made_smaller_first(
    page: Page, visit: Visit, show_form: ShowForm, tmp_path: Path
) -> None:
    from PIL import Image  # noqa: PLC0415 - only here

    large = tmp_path / "large.jpg"
    Image.effect_noise((3000, 2000), 80).convert("RGB").save(large, quality=95)
    posts = visit(show_form(), staged)
    choose(page, str(large))
    expect(page.locator("input[type=hidden][name=photos]")).to_have_count(1)
    assert len(posts[0].request.post_data_buffer or b"") < large.stat().st_size / 2


def test_a_picture_of_too_many_pixels_is_made_smaller_however_few_its_bytes(
    page: Page, visit: Visit, show_form: ShowForm, tmp_path: Path
) -> None:
    from PIL import Image  # noqa: PLC0415 - only here

    huge = tmp_path / "huge.png"
    Image.new("RGB", (8064, 6048), "#7a5c3e").save(huge)
    assert huge.stat().st_size < 500_000
    posts = visit(show_form(), staged)
    choose(page, str(huge))
    expect(page.locator("input[type=hidden][name=photos]")).to_have_count(1, timeout=30_000)
    body = posts[0].request.post_data_buffer or b""
    sent = Image.open(BytesIO(body[body.index(b"\xff\xd8\xff") :]))
    assert sent.size == (2048, 1536)


def test_a_photo_that_failed_can_be_tried_again(
    page: Page, visit: Visit, show_form: ShowForm
) -> None:
    visit(show_form(), in_turn(Route.abort, staged))
    choose(page, COFFEE)
    expect(page.locator(f"{ROWS} .photo__failure")).to_be_visible()
    page.locator(f"{ROWS} [data-retry]").click()
    expect(page.locator(f"{ROWS} .photo__failure")).to_be_hidden()
    expect(page.locator("input[type=hidden][name=photos]")).to_have_value("signed-id")


def test_a_refused_photo_says_what_the_server_says(
    page: Page, visit: Visit, show_form: ShowForm
) -> None:
    visit(show_form(), says(422, {"code": "not_a_photo", "detail": "Aqui vão só fotos."}))
    choose(page, COFFEE)
    expect(page.locator(f"{ROWS} .photo__failure")).to_have_text("Aqui vão só fotos.")
    expect(page.locator(f"{ROWS} [data-retry]")).to_be_hidden()
    expect(page.locator("input[type=hidden][name=photos]")).to_have_count(0)


def test_the_form_waits_for_its_photos(page: Page, visit: Visit, show_form: ShowForm) -> None:
    posts = visit(show_form(), in_turn(says_nothing, Route.abort))
    with page.expect_request("**/p/horizonte"):
        choose(page, COFFEE)
    expect(page.locator(f"{ROWS} progress")).to_be_visible()
    page.locator("[data-sending]").click()
    expect(page.locator("[data-sending]")).to_have_text("Enviando…")
    page.wait_for_timeout(300)  # in which the form would come, if it didn't wait
    assert len(posts) == 1
    staged(posts[0])
    expect(page.locator("[data-not-sent]")).to_be_visible()
    assert b"signed-id" in (posts[1].request.post_data_buffer or b"")


def test_the_form_is_not_sent_without_a_photo_that_failed(
    page: Page, visit: Visit, show_form: ShowForm
) -> None:
    posts = visit(show_form())
    choose(page, COFFEE)
    expect(page.locator(f"{ROWS} .photo__failure")).to_be_visible()
    page.locator("[data-sending]").click()
    expect(page.locator("[data-sending]")).not_to_have_attribute("aria-disabled", "true")
    assert [post.request.url.rpartition("/")[2] for post in posts] == ["horizonte"]


def test_a_removed_photo_is_not_sent(page: Page, visit: Visit, show_form: ShowForm) -> None:
    visit(show_form(), staged)
    choose(page, COFFEE)
    expect(page.locator("input[type=hidden][name=photos]")).to_have_count(1)
    page.locator(f"{ROWS} [data-remove]").click()
    expect(page.locator(ROWS)).to_have_count(0)
    expect(page.locator("#photos")).to_be_focused()


def test_only_as_many_as_there_is_room_for_are_taken(
    page: Page, visit: Visit, show_form: ShowForm
) -> None:
    posts = visit(show_form(), staged)
    choose(page, *[COFFEE] * 8)
    expect(page.locator(ROWS)).to_have_count(6)
    expect(page.locator("[data-photos-status]")).not_to_be_empty()
    expect(page.locator("input[type=hidden][name=photos]")).to_have_count(6)
    assert len(posts) == 6
