"""Run a course in a process of its own: torch is loaded only there, and its memory goes back at the end.

The child is asked to stop first and ended when it does not; it ends itself when its
parent is gone. It refuses the network, yields the processor to everything else
and writes only into its run's folder.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from engine.errors import Cancelled, EngineError, InternalError, TrainerDied
from engine.measure.memory import peak_memory_bytes
from engine.offline import forbid_network
from engine.teaching import TrainingProgress
from engine.training.course import Course, Outcome
from engine.training.tracking import RunFolder

LOG: Final = "trainer.log"
_POLL_S: Final = 0.05
_PATIENCE_S: Final = 0.6
"""How long a trainer that was asked to stop may take; cancelling must be felt within a second."""
_TELL_EVERY_S: Final = 0.1
_NICENESS: Final = 10


def train(
    course: Course,
    run: Path,
    *,
    on_progress: Callable[[TrainingProgress], None],
    cancelled: Callable[[], bool],
) -> tuple[Outcome, int]:
    """Take ``course`` in a child process; return its outcome and the child's peak memory in bytes.

    Unless it returns, the candidate's folder is gone afterwards.

    Raises:
        Cancelled: ``cancelled`` turned true; the child has ended.
        TrainerDied: The child ended by itself.
        EngineError: What the child met with.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, course, run), name="satchel-trainer", daemon=True)
    is_done = False
    try:
        process.start()
        theirs.close()
        outcome = _follow(process, ours, on_progress, cancelled)
        is_done = True
        return outcome
    finally:
        _end(process)
        ours.close()
        if not is_done:
            shutil.rmtree(course.draft, ignore_errors=True)


def _follow(
    process: BaseProcess,
    pipe: Connection,
    on_progress: Callable[[TrainingProgress], None],
    cancelled: Callable[[], bool],
) -> tuple[Outcome, int]:
    """Pass on what the child tells until it is done."""
    give_up_at: float | None = None
    while True:
        if give_up_at is None and cancelled():
            give_up_at = time.monotonic() + _PATIENCE_S
            _send(pipe, "stop")
        if give_up_at is not None and time.monotonic() >= give_up_at:
            raise Cancelled
        try:
            message = pipe.recv() if pipe.poll(_POLL_S) else None
        except (EOFError, OSError) as error:
            process.join(_PATIENCE_S)
            if give_up_at is not None:
                raise Cancelled from error
            raise TrainerDied(exit_code=process.exitcode) from error
        match message:
            case TrainingProgress():
                on_progress(message)
            case EngineError():
                raise message
            case (Outcome() as outcome, int(peak)):
                return outcome, peak


def _end(process: BaseProcess) -> None:
    if process.pid is None:
        return
    process.terminate()  # it has nothing to lose: what it wrote is whole or thrown away
    process.join(_PATIENCE_S)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _work(pipe: Connection, course: Course, run: Path) -> None:
    """The child's life."""
    _step_back(run / LOG)
    forbid_network()
    stopping = threading.Event()
    threading.Thread(target=_listen, args=(pipe, stopping), name="listen", daemon=True).start()
    curve = RunFolder(run)
    teller = _Teller(pipe, curve, to_tensorboard=course.options.to_tensorboard)
    try:
        from engine.training.candidate import take

        outcome = take(course, on_progress=teller.tell, cancelled=stopping.is_set)
        _send(pipe, (outcome, peak_memory_bytes()))
    except EngineError as error:
        _send(pipe, error)
    except Exception:  # noqa: BLE001 - the edge of the process
        _send(pipe, InternalError(traceback=traceback.format_exc()))
    finally:
        curve.close()


class _Teller:
    """Writes every step to the curve and tells the parent of some."""

    def __init__(self, pipe: Connection, curve: RunFolder, *, to_tensorboard: bool) -> None:
        self._pipe = pipe
        self._curve = curve
        self._to_tensorboard = to_tensorboard
        self._phase = ""
        self._told_at = 0.0

    def tell(self, progress: TrainingProgress) -> None:
        """Note ``progress``; the parent hears of each phase and of ten steps a second."""
        self._curve.note(progress, to_tensorboard=self._to_tensorboard)
        now = time.monotonic()
        if progress.phase == self._phase and now - self._told_at < _TELL_EVERY_S:
            return
        self._phase, self._told_at = progress.phase, now
        _send(self._pipe, progress)


def _listen(pipe: Connection, stopping: threading.Event) -> None:
    while True:
        try:
            pipe.recv()
        except (EOFError, OSError):
            os._exit(1)  # the parent is gone, and with it the reason to go on
        stopping.set()


def _send(pipe: Connection, message: Any) -> None:
    try:
        pipe.send(message)
    except OSError:
        return  # nobody listens; reading will notice


def _step_back(log: Path) -> None:
    """Leave Ctrl+C to the parent and the processor to others; keep what libraries print in a file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_NICENESS)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.close(target)
