"""What an enterprise sends as its self-assessment: points, totals, photos of the papers behind.

Totals are worked out here as Collect does.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from server.demo.draws import drawn_for, happens
from server.demo.entrants import Entrant
from server.demo.pictures import Scene
from server.demo.self_points import POINT_ITEMS, TOP_GROUPS, PointItem, self_points
from server.demo.site_checks import CHINA, FilledForm, PlannedPhoto
from server.domain.answers import Answers

_FORGOTTEN = 0.03
"""Share of the items whose photo is not taken: the table then gives them no points."""


def self_assessment(
    entrant: Entrant, day: date, clue: Answers, *, device_id: str, sender: str
) -> FilledForm:
    """Return the self-assessment of an enterprise, the same every time."""
    return _Writer(entrant, day).write(clue, device_id, sender)


class _Writer:
    def __init__(self, entrant: Entrant, day: date) -> None:
        self._entrant, self._day = entrant, day
        draw = drawn_for("self-assessment", entrant.number)
        self._start = datetime.combine(day, time(9), CHINA) + timedelta(
            minutes=draw.randrange(7 * 60), milliseconds=draw.randrange(60_000)
        )
        self._photos: list[PlannedPhoto] = []
        self._points = self_points(entrant)
        self._pictured = self._choose_pictured()

    def _choose_pictured(self) -> frozenset[str]:
        """Return the measures that a photo is added to: only those with points are asked for."""
        scored = [measure for measure, points in self._points.items() if points]
        draw = drawn_for("self photos", self._entrant.number)
        share = 0.0 if self._entrant.is_model else _FORGOTTEN
        return frozenset(one for one in scored if not happens(draw, share))

    def write(self, clue: Answers, device_id: str, sender: str) -> FilledForm:
        name, day = self._entrant.name, self._day.isoformat()
        answers: Answers = {
            "start": self._start.isoformat(timespec="milliseconds"),
            "end": (self._start + timedelta(minutes=45)).isoformat(timespec="milliseconds"),
            "today": day,
            "deviceid": device_id,
            "username": sender,
            "enterprise": clue,
        }
        totals = {group: self._add(answers, group) for group in POINT_ITEMS}
        answers["summary"] = self._summary(totals)
        register_name = clue.get("register_name", "")
        return FilledForm(answers, tuple(self._photos), f"{register_name or name} {day}")

    def _add(self, answers: Answers, group: str) -> Decimal:
        """Add a group of items with its total, and return that."""
        found: Answers = {}
        for item in POINT_ITEMS[group]:
            found[item.name] = _plain(self._points[item.measure])
            if item.measure in self._pictured:
                found[f"{item.name}_photo"] = self._photo(item)
        total = sum((self._points[item.measure] for item in POINT_ITEMS[group]), Decimal(0))
        found[f"{group}_total"] = _plain(total)
        answers[group] = found
        return total

    def _summary(self, totals: dict[str, Decimal]) -> Answers:
        tops = {
            name: sum((totals[group] for group in groups), Decimal(0))
            for name, groups in TOP_GROUPS.items()
        }
        return {
            **{f"{name}_total": _plain(total) for name, total in tops.items()},
            "self_total": _plain(sum(tops.values(), Decimal(0))),
            "pledge": "OK",
            "enterprise_signature": self._taken(None, ""),
        }

    def _photo(self, item: PointItem) -> str:
        caption = f"{self._entrant.name}　{item.subject}　{self._day.isoformat()}"
        return self._taken(item.scene, caption)

    def _taken(self, scene: Scene | None, caption: str) -> str:
        taken = self._start + timedelta(seconds=31 + 47 * len(self._photos))
        name = f"{int(taken.timestamp() * 1000)}.jpg"
        self._photos.append(PlannedPhoto(name, scene, caption))
        return name


def _plain(points: Decimal) -> str:
    """Return points as Collect writes a number: 4.5, but 4 and not 4.0."""
    return f"{points.normalize():f}"
