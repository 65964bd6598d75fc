"""Starts the process that posts, hands it the plan, and passes its progress on."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import IO

from server.demo.posting_plan import PostingPlan, write_plan
from server.domain.json_values import JsonObject, integer_of, optional_integer_of

NO_SERVER = 3
"""Exit status of the process when nobody answers at the address."""

_COMMAND = (sys.executable, "-m", "server.demo.post")
_ENVIRONMENT = {"PYTHONUTF8": "1"}
"""All that the process gets: neither the database's address nor the secret key."""


class ServerNotThere(Exception):
    """Nobody answers at the public address yet."""


class PostingRefused(Exception):
    """The server refused what was posted, or lost some of it."""


@dataclass(frozen=True, slots=True)
class Posted:
    """How much was posted and acknowledged."""

    answers: int = 0
    checks: int = 0
    follow_ups: int = 0
    visits: int = 0
    self_forms: int = 0

    @property
    def count(self) -> int:
        """Answers and filled forms of all kinds together."""
        return sum(asdict(self).values())

    def plus(self, other: "Posted") -> "Posted":
        """Return both together."""
        return Posted(
            self.answers + other.answers,
            self.checks + other.checks,
            self.follow_ups + other.follow_ups,
            self.visits + other.visits,
            self.self_forms + other.self_forms,
        )

    def to_json(self) -> JsonObject:
        """Return the counts as parameters of the job."""
        return {
            "postedAnswers": self.answers,
            "postedChecks": self.checks,
            "postedFollowUps": self.follow_ups,
            "postedVisits": self.visits,
            "postedSelfForms": self.self_forms,
        }


def posted_from_json(value: Mapping[str, object]) -> Posted:
    """Return the counts written by `to_json`; nothing when none were written. Raises BadJson."""
    return Posted(
        optional_integer_of(value, "postedAnswers") or 0,
        optional_integer_of(value, "postedChecks") or 0,
        optional_integer_of(value, "postedFollowUps") or 0,
        optional_integer_of(value, "postedVisits") or 0,
        optional_integer_of(value, "postedSelfForms") or 0,
    )


def post(plan: PostingPlan, note: Callable[[Posted], None]) -> Posted:
    """Post a plan and return how much was acknowledged; `note` hears of it about every second.

    A process that was told to stop has posted less, which is no error. Raises ServerNotThere,
    PostingRefused.
    """
    posted, error = Posted(), None
    with subprocess.Popen(  # noqa: S603 - our own module, nothing of a user on the command line
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=_ENVIRONMENT,
    ) as process:
        _hand_over(process.stdin, plan)
        for line in process.stdout or ():
            told = json.loads(line)
            posted, error = _told(told), told["error"]
            note(posted)
    if process.returncode == NO_SERVER:
        raise ServerNotThere
    if process.returncode > 0:
        raise PostingRefused(error or "the posting process broke")
    return posted


def _told(line: Mapping[str, object]) -> Posted:
    return Posted(
        answers=integer_of(line, "answers"),
        checks=integer_of(line, "checks"),
        follow_ups=integer_of(line, "follow_ups"),
        visits=integer_of(line, "visits"),
        self_forms=integer_of(line, "self_forms"),
    )


def _hand_over(stdin: IO[str] | None, plan: PostingPlan) -> None:
    if stdin is not None:
        stdin.write(write_plan(plan))
        stdin.close()
