"""Jobs: work that runs beside the window, with a database connection of its own thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from clinicbill.basics.errors import ClinicBillError

Result = TypeVar("Result")
_READERS = 3


class Connection(Protocol):
    """What a job gets first: the practice's database as one thread sees it."""

    def close(self) -> None:
        """End it; called by the thread that opened it."""


class Cancelled(Exception):
    """Raised inside a job by `tell` after the user pressed Esc; what was written is rolled back."""


class Unexpected(ClinicBillError):
    """A bug of ours met inside a job; the trace goes to the crash dialog."""

    def __init__(self) -> None:
        super().__init__(
            "The program made a mistake; nothing of this step was saved. Go on working, and send us the report.",
        )


class _Pause:
    """Where the threads meet: all connections are closed at `closed`, and work goes on at `over`."""

    def __init__(self) -> None:
        self.closed = threading.Barrier(_READERS + 1)
        self.over = threading.Barrier(_READERS + 1)


@dataclass(slots=True, eq=False)
class Job:
    """One piece of work on its way; keep it only to cancel it."""

    work: Callable[[Any], object]
    then: Callable[[Any], object] | None
    failed: Callable[[ClinicBillError], object] | None
    progress: Callable[[int, int, str], object] | None
    latest: Hashable
    ticket: int
    writes: bool
    pause: _Pause | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the job to stop at its next `tell`; too late once its commit has begun."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()


class Jobs(QObject):
    """Reads on a few threads, writes on one in order; every answer arrives on the window's thread.

    `alone` is for the rare job that must be the only one with the file.

    A function gets that thread's connection first, then the arguments given. With `progress` it also gets
    `tell=`, to call as `tell(done, of, text)` from time to time; that is where a cancel takes hold.
    With `latest` an answer is dropped if a newer job with the same token was asked for since.
    An answer for a widget that is gone is dropped too.
    """

    changed = Signal(object)  # frozenset[str] of what a write changed
    failed = Signal(object)  # ClinicBillError nobody took
    crashed = Signal(object)  # the exception of a bug
    progressed = Signal(object, int, int, str)  # job, done, of, text
    started = Signal(object)
    finished = Signal(object)
    _answered = Signal(object)
    _told = Signal(object)

    def __init__(
        self,
        connect: Callable[[], Connection],
        parent: QObject | None = None,
        *,
        leave: Callable[[], object] = lambda: None,
    ) -> None:
        """Start the threads; each calls `connect` when it first works, and `leave` when it ends."""
        super().__init__(parent)
        self._connect, self._leave = connect, leave
        self._tickets: dict[Hashable, int] = {}
        self._open: set[Job] = set()
        self._closed = False
        self._reads: queue.SimpleQueue[Job | _Pause | None] = queue.SimpleQueue()
        self._writes: queue.SimpleQueue[Job | _Pause | None] = queue.SimpleQueue()
        self._threads = [self._start(self._reads, f"read {n}") for n in range(_READERS)]
        self._threads.append(self._start(self._writes, "write"))
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        function: Callable[..., Result],
        *arguments: object,
        then: Callable[[Result], object] | None = None,
        failed: Callable[[ClinicBillError], object] | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        latest: Hashable = None,
        **named: object,
    ) -> Job:
        """Run a function that changes nothing; several run at once."""
        return self._add(function, arguments, named, then, failed, progress, latest, self._reads)

    def write(
        self,
        function: Callable[..., Result],
        *arguments: object,
        then: Callable[[Result], object] | None = None,
        failed: Callable[[ClinicBillError], object] | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        **named: object,
    ) -> Job:
        """Run a workflow; writes run one after another, and what `Outcome.changed` names is announced."""
        return self._add(function, arguments, named, then, failed, progress, None, self._writes)

    def alone(
        self,
        function: Callable[..., Result],
        *arguments: object,
        then: Callable[[Result], object] | None = None,
        failed: Callable[[ClinicBillError], object] | None = None,
    ) -> Job:
        """Run a workflow while nobody else has a connection, as a change of the file's key needs it.

        What was asked for before is finished first, then every thread closes its connection and waits; what is
        asked for meanwhile waits too. The function gets no connection: it opens what it needs and closes it.
        """
        pause = _Pause()
        job = Job(lambda _none: function(*arguments), then, failed, None, None, 0, writes=True, pause=pause)
        self._open.add(job)
        self.started.emit(job)
        # Both queues in one go: nothing asked for later can come between, also not the end.
        for _ in range(_READERS):
            self._reads.put(pause)
        self._writes.put(job)
        return job

    @property
    def busy(self) -> int:
        """How many jobs are not answered yet."""
        return len(self._open)

    def cancel_all(self) -> bool:
        """Ask every job that can be stopped to stop; whether there was one."""
        stoppable = [job for job in self._open if job.progress is not None]
        for job in stoppable:
            job.cancel()
        return bool(stoppable)

    def close(self) -> None:
        """Finish what was begun, let each thread close its connection, and wait for them."""
        if self._closed:
            return
        self._closed = True
        for job in self._open:
            if not job.writes:
                job.cancel()
        for _ in range(_READERS):
            self._reads.put(None)
        self._writes.put(None)
        for thread in self._threads:
            thread.join()

    def _start(self, source: queue.SimpleQueue[Job | _Pause | None], name: str) -> threading.Thread:
        thread = threading.Thread(target=self._run, args=(source,), name=name, daemon=True)
        thread.start()
        return thread

    def _add(
        self,
        function: Callable[..., object],
        arguments: tuple[object, ...],
        named: dict[str, object],
        then: Callable[[Any], object] | None,
        failed: Callable[[ClinicBillError], object] | None,
        progress: Callable[[int, int, str], object] | None,
        latest: Hashable,
        source: queue.SimpleQueue[Job | _Pause | None],
    ) -> Job:
        ticket = self._tickets.get(latest, 0) + 1
        if latest is not None:
            self._tickets[latest] = ticket

        watched: dict[str, object] = {}

        def work(connection: Connection) -> object:
            return function(connection, *arguments, **named, **watched)

        job = Job(work, then, failed, progress, latest, ticket, source is self._writes)
        if progress is not None:
            watched["tell"] = self._teller(job)
        self._open.add(job)
        self.started.emit(job)
        source.put(job)
        return job

    def _teller(self, job: Job) -> Callable[[int, int, str], None]:
        def tell(done: int, of: int, text: str) -> None:
            if job.cancelled:
                raise Cancelled
            self._told.emit((job, done, of, text))

        return tell

    def _run(self, source: queue.SimpleQueue[Job | _Pause | None]) -> None:
        connection: Connection | None = None
        while (asked := source.get()) is not None:
            pause = asked if isinstance(asked, _Pause) else asked.pause
            if pause is not None:
                if connection is not None:
                    connection.close()
                connection = None
                pause.closed.wait()
            if isinstance(asked, Job):
                connection = self._do(asked, connection)
            if pause is not None:
                pause.over.wait()
        self._leave()
        if connection is not None:
            connection.close()

    def _do(self, job: Job, connection: Connection | None) -> Connection | None:
        """Run one job and send its answer off; the connection it leaves behind."""
        if self._outdated(job) or (self._closed and not job.writes):
            self._answered.emit((job, None, Cancelled()))
            return connection
        try:
            if job.pause is None:
                connection = connection or self._connect()
            answer: tuple[Job, object, BaseException | None] = (job, job.work(connection), None)
        except BaseException as problem:
            answer = (job, None, problem)
        self._answered.emit(answer)
        return connection

    def _outdated(self, job: Job) -> bool:
        return job.latest is not None and self._tickets.get(job.latest) != job.ticket

    def _deliver(self, answer: tuple[Job, object, BaseException | None]) -> None:
        job, result, problem = answer
        self._open.discard(job)
        self.finished.emit(job)
        if self._closed or isinstance(problem, Cancelled) or self._outdated(job):
            return
        if problem is not None:
            self._tell_failure(job, problem)
            return
        if job.then is not None and _alive(job.then):
            job.then(result)
        changed = getattr(result, "changed", None)
        if job.writes and changed:
            self.changed.emit(frozenset(changed))

    def _tell_failure(self, job: Job, problem: BaseException) -> None:
        if not isinstance(problem, ClinicBillError):
            self.crashed.emit(problem)
            problem = Unexpected()
        if job.failed is not None and _alive(job.failed):
            job.failed(problem)
        else:
            self.failed.emit(problem)

    def _pass_on(self, told: tuple[Job, int, int, str]) -> None:
        job, done, of, text = told
        if job in self._open and not self._closed:
            if job.progress is not None and _alive(job.progress):
                job.progress(done, of, text)
            self.progressed.emit(job, done, of, text)


def _alive(callback: Callable[..., object]) -> bool:
    """Whether the widget a bound method (or a partial of one) belongs to still exists in Qt."""
    while hasattr(callback, "func"):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
