"""If the worker ends or hangs, Calc continues, and its cells say what happened."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace

import pytest
from cells import block_at, calculate, put, rows_of, sheet
from processes import has_ended, soffice, wait_until, workers

from labfolio_xl import __version__
from labfolio_xl.calc.settings import AddinSettings
from labfolio_xl.samples import load_sample

pytestmark = pytest.mark.calc

PATIENCE = 3.0  # seconds that a hanging Python gets in these tests


@pytest.fixture
def page(document):
    """Give a sheet with inputs and the betas of them at M1:P6."""
    assets, factors, _ = load_sample("us2022")
    page = sheet(document)
    put(page, "A1", rows_of(assets.iloc[:60, :5]))
    put(page, "H1", rows_of(factors.iloc[:60, :3]))
    calculate(page, "M1", "=LF_BETAS(A1:F61;H1:K61)", 6, 4)
    return page


@pytest.fixture
def settings(office, home):
    """Give a function that changes the settings; the next Python that starts obeys them."""
    path = home / ".config" / "labfolio_xl" / "calc.json"
    before = AddinSettings.read(path)

    def change(**options):
        replace(before, **options).write(path)
        end_workers(office)

    yield change
    before.write(path)
    end_workers(office)


def end_workers(office):
    for pid in workers(office):
        os.kill(pid, signal.SIGKILL)


def shown(page):
    return block_at(page, "M1", 6, 4).getDataArray()


def recalculate_beside(document):
    thread = threading.Thread(target=document.calculateAll)
    thread.start()
    return thread


def test_a_python_that_is_killed_in_the_middle_of_a_recalculation_is_replaced(
    office, document, page
):
    """It is stopped first, so that the question is on its way when it is killed."""
    before = shown(page)
    (pid,) = workers(office)
    os.kill(pid, signal.SIGSTOP)
    page.getCellRangeByName("B2").setValue(0.5)  # no answer of an earlier question will do
    recalculation = recalculate_beside(document)
    recalculation.join(0.5)
    assert recalculation.is_alive()
    os.kill(pid, signal.SIGKILL)
    recalculation.join(30)
    assert not recalculation.is_alive()
    after = shown(page)
    assert after[1][0] == before[1][0]
    assert after[1][1] != before[1][1]
    assert after[2:] == before[2:]
    assert workers(office) != [pid]


def test_a_python_that_hangs_is_ended_and_the_cell_says_so(office, document, page, settings, home):
    settings(timeout=PATIENCE)
    document.calculateAll()
    before = shown(page)
    (pid,) = workers(office)
    os.kill(pid, signal.SIGSTOP)
    document.calculateAll()
    path = home / ".config" / "labfolio_xl" / "calc.json"
    assert shown(page)[0][0] == (
        "#LF! LF_BETAS: no answer within 3 seconds, so Python was ended; "
        f'give it fewer rows, or more "timeout" in {path}.'
    )
    assert has_ended(pid)
    document.calculateAll()
    assert shown(page) == before


def test_without_a_python_every_cell_says_how_to_get_one(document, page, settings):
    before = shown(page)
    settings(python="/nowhere/python")
    document.calculateAll()
    sentence = shown(page)[0][0]
    assert sentence == (
        "#LF! LF_BETAS: Python at /nowhere/python cannot be run (No such file or directory); "
        "run: labfolio-xl calc install."
    )
    assert before[0][0] == "asset"


def test_two_documents_share_one_python(office, new_document):
    assets, factors, _ = load_sample("us2022")
    documents = {3: new_document(), 4: new_document()}
    for n_assets, document in documents.items():
        page = sheet(document)
        put(page, "A1", rows_of(assets.iloc[:60, :n_assets]))
        put(page, "H1", rows_of(factors.iloc[:60, :2]))
        end = {3: "D", 4: "E"}[n_assets]
        calculate(page, "M1", f"=LF_BETAS(A1:{end}61;H1:J61)", n_assets + 1, 3)
    threads = [recalculate_beside(document) for document in documents.values()]
    for thread in threads:
        thread.join(30)
    for n_assets, document in documents.items():
        table = block_at(sheet(document), "M1", n_assets + 1, 3).getDataArray()
        assert [row[0] for row in table] == ["asset", *assets.columns[:n_assets]]
    assert len(workers(office)) == 1


@pytest.fixture
def another_office(new_home):
    """Give a LibreOffice of another user: the one of all other tests must go on."""
    from office import Office

    office = Office(new_home())
    yield office
    office.kill()


def test_python_ends_with_libreoffice(another_office):
    pid = python_of(another_office)
    another_office.stop()
    wait_until(lambda: has_ended(pid))


def test_python_ends_when_libreoffice_crashes(another_office):
    pid = python_of(another_office)
    os.kill(soffice(another_office), signal.SIGKILL)
    wait_until(lambda: has_ended(pid))


def python_of(office):
    assert calculate(sheet(office.new()), "A1", "=LF_VERSION()") == ((__version__,),)
    (pid,) = workers(office)
    return pid
