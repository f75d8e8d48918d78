"""Jobs: answers on the window's thread, writes in order, stale answers dropped, cancel, errors, an end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinicbill.basics.errors import CannotDo, ClinicBillError
from clinicbill.ui.jobs import Connection, Jobs, Unexpected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

import pytest


@dataclass
class Opened:
    """A connection that knows its thread."""

    thread: int = field(default_factory=threading.get_ident)
    closed_by: int = 0

    def close(self) -> None:
        self.closed_by = threading.get_ident()


class Office:
    """Opens connections and remembers them."""

    def __init__(self) -> None:
        self.opened: list[Opened] = []

    def connect(self) -> Opened:
        self.opened.append(Opened())
        return self.opened[-1]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def jobs(office: Office) -> Iterator[Jobs]:
    made = Jobs(office.connect)
    yield made
    made.close()


class Catcher(QObject):
    """Collects answers and where they arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.threads: set[int] = set()

    def take(self, value: object) -> None:
        self.got.append(value)
        self.threads.add(threading.get_ident())

    def fail(self, error: ClinicBillError) -> None:
        self.got.append(str(error))


def test_an_answer_arrives_on_the_window_s_thread(jobs: Jobs, office: Office, qtbot: QtBot) -> None:
    catcher = Catcher()

    def read(db: Connection, left: int, *, right: int) -> tuple[int, bool]:
        return left + right, db is office.opened[0]

    jobs.read(read, 2, right=3, then=catcher.take)
    qtbot.waitUntil(lambda: bool(catcher.got))
    assert catcher.got == [(5, True)]
    assert catcher.threads == {threading.get_ident()}
    assert office.opened[0].thread != threading.get_ident()


def test_writes_run_one_after_another(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[int] = []
    catcher = Catcher()
    for number in range(20):
        jobs.write(lambda _db, n: order.append(n), number, then=catcher.take)
    qtbot.waitUntil(lambda: len(catcher.got) == 20)
    assert order == list(range(20))


def test_a_thread_keeps_its_connection_and_closes_it_itself(office: Office, qtbot: QtBot) -> None:
    jobs = Jobs(office.connect)
    catcher = Catcher()
    for _ in range(5):
        jobs.write(lambda db: id(db), then=catcher.take)
    qtbot.waitUntil(lambda: len(catcher.got) == 5)
    assert len(set(catcher.got)) == 1
    jobs.close()
    assert office.opened[0].closed_by == office.opened[0].thread


def test_only_the_newest_answer_of_a_search_is_taken(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    catcher = Catcher()

    def slow(_db: Connection, text: str) -> str:
        gate.wait(5)
        return text

    jobs.read(slow, "lo", then=catcher.take, latest="search")
    jobs.read(lambda _db, text: text, "low", then=catcher.take, latest="search")
    qtbot.waitUntil(lambda: catcher.got == ["low"])
    gate.set()
    qtbot.waitUntil(lambda: jobs.busy == 0)
    assert catcher.got == ["low"]


def test_a_sentence_reaches_failed_and_a_bug_the_crash_dialog(jobs: Jobs, qtbot: QtBot) -> None:
    catcher = Catcher()
    crashes: list[BaseException] = []
    jobs.crashed.connect(crashes.append)

    def refuse(_db: Connection) -> None:
        raise CannotDo("It was posted already; nothing was changed.")

    def stumble(_db: Connection) -> int:
        return 1 // 0

    jobs.write(refuse, failed=catcher.fail)
    qtbot.waitUntil(lambda: len(catcher.got) == 1)
    jobs.write(stumble, failed=catcher.fail)
    qtbot.waitUntil(lambda: len(catcher.got) == 2)
    assert catcher.got == ["It was posted already; nothing was changed.", str(Unexpected())]
    assert isinstance(crashes[0], ZeroDivisionError)
    assert len(crashes) == 1


def test_a_failure_nobody_takes_is_told_by_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    def refuse(_db: Connection) -> None:
        raise CannotDo("No.")

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.read(refuse)
    assert str(told.args[0]) == "No."


def test_what_changed_goes_out_after_a_write_only(jobs: Jobs, qtbot: QtBot) -> None:
    @dataclass
    class Outcome:
        changed: frozenset[str]

    told: list[frozenset[str]] = []
    jobs.changed.connect(told.append)
    jobs.read(lambda _db: Outcome(frozenset({"patients"})))
    jobs.write(lambda _db: Outcome(frozenset({"claims", "ledger"})))
    qtbot.waitUntil(lambda: bool(told) and jobs.busy == 0)
    assert told == [frozenset({"claims", "ledger"})]


def test_a_widget_that_is_gone_is_not_called(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()

    class Panel(QWidget):
        calls = 0

        def take(self, _value: object) -> None:
            Panel.calls += 1

    panel = Panel()
    jobs.read(lambda _db: gate.wait(5), then=panel.take)
    panel.deleteLater()
    qtbot.wait(20)
    gate.set()
    qtbot.waitUntil(lambda: jobs.busy == 0)
    assert Panel.calls == 0


def test_progress_is_told_and_a_cancel_takes_hold_there(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[int, int, str]] = []
    done: list[int] = []
    reached = threading.Event()
    gate = threading.Event()

    def count(_db: Connection, *, tell: Callable[[int, int, str], None]) -> None:
        tell(1, 3, "lines")
        reached.set()
        gate.wait(5)
        tell(2, 3, "lines")
        done.append(1)

    class Watcher(QObject):
        def step(self, at: int, of: int, text: str) -> None:
            seen.append((at, of, text))

    watcher = Watcher()
    job = jobs.read(count, progress=watcher.step)
    qtbot.waitUntil(reached.is_set)
    qtbot.waitUntil(lambda: bool(seen))
    assert jobs.cancel_all()
    assert job.cancelled
    gate.set()
    qtbot.waitUntil(lambda: jobs.busy == 0)
    assert seen == [(1, 3, "lines")]
    assert done == []


def test_nothing_can_be_cancelled_that_does_not_tell(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    jobs.write(lambda _db: gate.wait(5))
    assert not jobs.cancel_all()
    gate.set()
    qtbot.waitUntil(lambda: jobs.busy == 0)


def test_closing_finishes_what_was_written(office: Office) -> None:
    written: list[int] = []
    jobs = Jobs(office.connect)
    for number in range(3):
        jobs.write(lambda _db, n: written.append(n), number)
    jobs.close()
    jobs.close()
    assert written == [0, 1, 2]


def test_each_thread_leaves_once(office: Office) -> None:
    left: list[int] = []
    jobs = Jobs(office.connect, leave=lambda: left.append(threading.get_ident()))
    jobs.close()
    assert len(left) == len(set(left)) == 4


# Alone ------------------------------------------------------------------------------------------------


def test_alone_nobody_has_a_connection(jobs: Jobs, office: Office, qtbot: QtBot) -> None:
    catcher = Catcher()
    gate = threading.Barrier(3)
    for _ in range(3):
        jobs.read(lambda _db: gate.wait(5))  # each thread opens its own
    jobs.write(lambda db: id(db))
    qtbot.waitUntil(lambda: jobs.busy == 0)
    before = list(office.opened)
    assert len(before) == 4

    def only_one(word: str) -> tuple[str, bool, int]:
        return word, all(one.closed_by == one.thread for one in before), len(office.opened)

    jobs.alone(only_one, "rekey", then=catcher.take)
    jobs.read(lambda db: db in before, then=catcher.take)
    qtbot.waitUntil(lambda: len(catcher.got) == 2)
    assert catcher.got == [("rekey", True, 4), False]


def test_alone_waits_for_what_runs_and_holds_up_what_comes(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    order: list[str] = []
    catcher = Catcher()

    def slow(_db: Connection) -> None:
        gate.wait(5)
        order.append("read before")

    jobs.read(slow)
    jobs.write(lambda _db: order.append("write before"))
    jobs.alone(lambda: order.append("alone"), then=catcher.take)
    jobs.alone(lambda: order.append("alone again"), then=catcher.take)
    jobs.read(lambda _db: order.append("read after"))
    jobs.write(lambda _db: order.append("write after"))
    qtbot.wait(20)
    assert order == ["write before"]
    gate.set()
    qtbot.waitUntil(lambda: jobs.busy == 0)
    assert order[:4] == ["write before", "read before", "alone", "alone again"]
    assert set(order[4:]) == {"read after", "write after"}


def test_work_goes_on_after_alone_failed(jobs: Jobs, qtbot: QtBot) -> None:
    catcher = Catcher()

    def refuse() -> None:
        raise CannotDo("No.")

    jobs.alone(refuse, failed=catcher.fail)
    jobs.read(lambda _db: "read", then=catcher.take)
    jobs.write(lambda _db: "written", then=catcher.take)
    qtbot.waitUntil(lambda: len(catcher.got) == 3)
    assert set(catcher.got) == {"No.", "read", "written"}


def test_closing_finishes_what_runs_alone(office: Office) -> None:
    done: list[int] = []
    jobs = Jobs(office.connect)
    jobs.alone(lambda: done.append(1))
    jobs.close()
    assert done == [1]


def test_what_alone_changed_goes_out(jobs: Jobs, qtbot: QtBot) -> None:
    @dataclass
    class Outcome:
        changed: frozenset[str]

    with qtbot.waitSignal(jobs.changed) as told:
        jobs.alone(lambda: Outcome(frozenset({"setup"})))
    assert told.args == [frozenset({"setup"})]
