"""Prefect's UI as a person uses it, in a real browser: logging in, a deployment's form, a run's page."""

from __future__ import annotations

import os
import re
import shutil

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from tests.browser import new_page, running_chromium

ENDED = re.compile("^(Completed|Failed|Crashed)")
RUN_MILLISECONDS = 240_000
WINDOW = {"width": 1280, "height": 1600}
TOO_SHORT = "'no' is too short"
_CLICKS = 3
_CLICK_MILLISECONDS = 15_000
PAGE_MILLISECONDS = 60_000  # on a machine that does other things, too
expect.set_options(timeout=PAGE_MILLISECONDS)


def has_browser() -> bool:
    """Whether Chromium is installed; where all tests have to run it has to be."""
    return bool(shutil.which("chromium")) or os.environ.get("CI") == "true"


def assert_the_form_refuses(url: str, auth: str) -> None:
    """What is wrong in the form of `rerun` is said below its field."""
    with running_chromium() as chromium, new_page(chromium, viewport=WINDOW) as page:
        log_in(page, url, auth)
        open_form(page, "rerun")
        add_item(page, "Nguyễn Văn A")
        field(page, "Received from").fill("31.3.2024")
        field(page, "Reason").fill("no")
        expect(field(page, "Only show what would change")).to_be_checked()
        submit(page)
        expect(refused(page, TOO_SHORT)).to_be_visible()
        expect(refused(page, re.compile("^'Nguyễn Văn A' does not match"))).to_be_visible()
        expect(refused(page, re.compile("^'31.3.2024' does not match"))).to_be_visible()


def log_in(page: Page, url: str, auth: str) -> None:
    """Opens the UI and gives the password that it asks for."""
    page.set_default_timeout(PAGE_MILLISECONDS)
    page.goto(url)
    page.get_by_placeholder("admin:pass").fill(auth)
    page.get_by_role("button", name="Login").click()
    page.get_by_role("link", name="Deployments").click()


def open_form(page: Page, name: str) -> None:
    """From the list of deployments to the form of one."""
    page.get_by_role("link", name="Deployments").first.click()
    page.get_by_role("table").get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Custom run").click()
    expect(page.get_by_role("heading", name="Parameters")).to_be_visible()


def field(page: Page, title: str) -> Locator:
    """The input of a field by the beginning of its title."""
    return page.get_by_label(re.compile(f"{re.escape(title)} · "))


def add_item(page: Page, text: str) -> None:
    """One more line in the only list of a form."""
    page.get_by_role("button", name="Add item").click()
    page.locator("fieldset textarea").first.fill(text)


def choose(page: Page, title: str, option: str) -> None:
    """Takes an option of a drop-down."""
    field(page, title).click()
    page.get_by_role("option", name=option, exact=True).click()
    expect(page.get_by_role("option").first).to_be_hidden()


def run_name(page: Page) -> str:
    """The name that the run will have: the first input of the form."""
    return page.locator("form input").first.input_value()


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()


def send(page: Page) -> None:
    """Submits until the run is asked for: after a refusal a click only takes the old error away (3.8.8)."""
    for _ in range(_CLICKS):
        try:
            with page.expect_request("**/create_flow_run", timeout=_CLICK_MILLISECONDS):
                submit(page)
        except NotInTime:
            continue
        return
    raise AssertionError("the form does not send what is right")


def refused(page: Page, told: str | re.Pattern[str]) -> Locator:
    """What stands below a field that was refused."""
    return page.locator("p.text-destructive").get_by_text(told, exact=True)


def watch_run(page: Page, name: str) -> None:
    """Opens a run by its name and stays until it has ended."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_text(ENDED).first).to_be_visible(timeout=RUN_MILLISECONDS)


def open_artifact(page: Page, key: str) -> None:
    """From a run's page to its artifact: by the history of the key, whose newest is the first."""
    page.get_by_role("tab", name="Artifacts").click()
    page.get_by_role("tabpanel").get_by_text(key, exact=True).first.click()
    page.get_by_role("link", name=re.compile("^[0-9a-f]{8}$")).first.click()
    expect(page.get_by_role("tab", name="Raw")).to_be_visible()
