"""A person at Prefect's UI, in a real browser: the form of `rerun` refuses, shows first, and then does it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import new_page, running_chromium
from tests.flows.prefect import ui
from tests.flows.prefect.served import Served, free_port, served
from tests.flows.test_rerun import CODE, NEW_SLOT, cut, learn_the_paper, office_of_two
from tests.office import Office

__all__ = ["office_of_two"]  # the fixture


def runs_of_rerun(server: Served) -> list[str]:
    """The names of its runs, the newest first."""
    wanted = {"deployments": {"name": {"any_": ["rerun"]}}, "sort": "START_TIME_DESC"}
    return [str(run["name"]) for run in server.api("POST", "/flow_runs/filter", wanted)]


def filled(page: Page, reason: str) -> None:
    ui.open_form(page, "rerun")
    ui.add_item(page, CODE)
    ui.choose(page, "From which step", "classify")
    ui.field(page, "Reason").fill(reason)


@pytest.mark.slow
@pytest.mark.service
def test_a_person_reruns_one_dossier_from_the_form(office_of_two: Office) -> None:
    learn_the_paper(office_of_two)
    port = str(free_port())
    with served(office_of_two, "--port", port) as server, running_chromium() as chromium:
        with new_page(chromium, viewport=ui.WINDOW) as page:
            ui.log_in(page, server.url, server.auth)

            filled(page, "no")
            ui.submit(page)
            expect(ui.refused(page, ui.TOO_SHORT)).to_be_visible()
            assert runs_of_rerun(server) == []

            ui.field(page, "Reason").fill("new kinds of papers")
            name = ui.run_name(page)
            ui.send(page)
            ui.watch_run(page, name)
            ui.open_artifact(page, "rerun-preview")
            expect(page.get_by_text("incomplete → complete").first).to_be_visible()
            expect(page.get_by_role("cell", name=CODE, exact=True)).to_be_visible()
            assert cut(office_of_two) == {1: ("to_khai", [1, 2])}  # it was only shown

            filled(page, "new kinds of papers")
            ui.field(page, "Only show what would change").click()
            name = ui.run_name(page)
            ui.send(page)
            ui.watch_run(page, name)
            ui.open_artifact(page, "rerun")
            expect(page.get_by_role("cell", name="changed", exact=True)).to_be_visible()
        assert len(runs_of_rerun(server)) == 2
    assert cut(office_of_two) == {2: ("to_khai", [1]), 3: (NEW_SLOT, [2])}
