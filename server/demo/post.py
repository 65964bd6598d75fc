"""The process that posts the demonstration: `python -m server.demo.post`, the plan on its input.

It is a stranger to the server: it opens pages and sends forms over a socket, as workers' browsers
and inspectors' phones do, and knows no database. It writes its progress as lines of JSON, one a
second, stops when its time is over, and leaves the processor to the office (`nice`).
"""

import json
import math
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from server.demo.collect_phone import CollectPhone
from server.demo.draws import drawn_for
from server.demo.entrants import EVALUATION_BATCH
from server.demo.opinions import opinion
from server.demo.posting import NO_SERVER
from server.demo.posting_plan import FormTask, PosterTask, PostingPlan, read_plan
from server.demo.statements import climate_for, evaluation_answers
from server.demo.survey_browser import SurveyBrowser
from server.demo.web_client import PostingFailed, WebClient
from xlsforms.delivered import CHECK_FORM, FOLLOW_UP_FORM, SELF_FORM, VISIT_FORM

_BROWSERS = 4
_NICENESS = 10
_PAUSE_SHARE = 0.1
"""Every browser rests a tenth of the time it had to wait: whoever works goes first."""
_REPORT_SECONDS = 1.0
_LEAVE_SECONDS = 3.0
"""How long answers on their way are waited for once the process is told to stop."""


@dataclass(slots=True)
class _Posting:
    """What all threads share: the work, when to stop, what was posted, and what went wrong."""

    plan: PostingPlan
    ends: float
    work: Iterator[tuple[PosterTask, int]]
    lock: threading.Lock = field(default_factory=threading.Lock)
    answer_count: int = 0
    form_counts: Counter[str] = field(default_factory=Counter)
    error: str | None = None
    leaves: float = math.inf

    @property
    def is_over(self) -> bool:
        return self.error is not None or time.monotonic() >= self.ends

    def stop(self) -> None:
        """Take nothing new, and wait only a moment for what is on its way."""
        self.ends = time.monotonic()
        self.leaves = self.ends + _LEAVE_SECONDS

    def next_answer(self) -> tuple[PosterTask, int] | None:
        """Return whose answer is posted next; None: nobody's, or time is over."""
        with self.lock:
            return None if self.is_over else next(self.work, None)

    def told(self) -> dict[str, object]:
        return {
            "answers": self.answer_count,
            "checks": self.form_counts[CHECK_FORM],
            "follow_ups": self.form_counts[FOLLOW_UP_FORM],
            "visits": self.form_counts[VISIT_FORM],
            "self_forms": self.form_counts[SELF_FORM],
            "error": self.error,
        }


def main() -> int:
    """Post the plan; 0 when all went well until the end of work or time."""
    os.nice(_NICENESS)
    plan = read_plan(sys.stdin.read())
    if not _is_up(plan.base_url):
        return NO_SERVER
    posting = _Posting(plan, time.monotonic() + plan.seconds, iter(_in_turn(plan)))
    jobs = [partial(_send_forms, posting)]
    jobs += [partial(_send_answers, posting, number) for number in range(_BROWSERS)]
    signal.signal(signal.SIGTERM, lambda *_: posting.stop())
    threads = [threading.Thread(target=_guarded, args=(posting, job), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive() and time.monotonic() < posting.leaves:
            thread.join(_REPORT_SECONDS)
            _report(posting)
    _report(posting)
    return 0 if posting.error is None else 1


def _is_up(base_url: str) -> bool:
    client = WebClient(base_url, {})
    try:
        client.get("/healthz")
    except PostingFailed:
        return False
    finally:
        client.close()
    return True


def _in_turn(plan: PostingPlan) -> list[tuple[PosterTask, int]]:
    """Return all answers in the order of posting: every enterprise advances at the same pace.

    The answers of one enterprise keep their order, so that a process that stops has posted the
    first ones of each, and another goes on behind them.
    """
    timed = []
    for task in plan.posters:
        jitter = drawn_for("turn", task.batch, task.enterprise).random()
        timed += [
            ((worker + jitter) / task.end, task, worker) for worker in range(task.first, task.end)
        ]
    return [(task, worker) for _, task, worker in sorted(timed, key=lambda one: one[0])]


def _send_answers(posting: _Posting, number: int) -> None:
    browser = SurveyBrowser(posting.plan.base_url, number)
    while (turn := posting.next_answer()) is not None:
        task, worker = turn
        climate = climate_for(task.enterprise, task.industry, task.story)
        said = evaluation_answers if task.batch == EVALUATION_BATCH else opinion
        answers = said(climate, task.batch, task.enterprise, worker)
        began = time.monotonic()
        browser.answer(task.code, answers)
        with posting.lock:
            posting.answer_count += 1
        time.sleep(_PAUSE_SHARE * (time.monotonic() - began))
    browser.close()


def _send_forms(posting: _Posting) -> None:
    phones = [CollectPhone(posting.plan.base_url, phone) for phone in posting.plan.phones]
    tasks: tuple[FormTask, ...] = (
        *posting.plan.checks,
        *posting.plan.follow_ups,
        *posting.plan.visits,
        *posting.plan.self_forms,
    )
    for task in tasks:
        if posting.is_over:
            break
        phones[task.phone].send(task)
        with posting.lock:
            posting.form_counts[task.form_id] += 1
    for altered in posting.plan.altered:
        if not posting.is_over:
            phones[altered.phone].send_altered(altered)
    for phone in phones:
        phone.close()


def _guarded(posting: _Posting, job: Callable[[], None]) -> None:
    """Do a thread's work; whatever ends it early ends the posting."""
    error: str | None = "a thread of the posting process broke"
    try:
        job()
        error = None
    except PostingFailed as failure:
        error = str(failure)
    finally:
        with posting.lock:
            posting.error = posting.error or error


def _report(posting: _Posting) -> None:
    """Tell how far it is; when nobody listens any more, the posting ends."""
    try:
        print(json.dumps(posting.told()), flush=True)  # noqa: T201 - read by the worker
    except BrokenPipeError:
        posting.error = "nobody reads the progress"


if __name__ == "__main__":
    sys.exit(main())
