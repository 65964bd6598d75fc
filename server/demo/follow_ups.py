"""Follow-ups of the demonstration: some findings are rectified, some not yet, some wait in vain.

An inspector goes back with the phone that made the check. It knows the findings already, so that a
follow-up is an offline change of an entity that the phone itself has made: it names its branch.
"""

from datetime import date, datetime, time, timedelta

from server.demo.draws import drawn_for, happens
from server.demo.entity_blocks import EntityBlock, drawn_uuid
from server.demo.pictures import Scene
from server.demo.site_checks import CHINA, FINDINGS_LIST, FilledForm, PlannedPhoto, Visit
from server.domain.answers import Answers

_LOOKED_AT, _RECTIFIED = 0.8, 0.7
_MORE_DAYS = 20
_MENDED = ("已按要求补齐材料。", "已整改到位，现场核实。", "已完成整改并建立长效制度。")
_NOT_YET = ("尚未完成，要求限期整改。", "部分整改，需继续跟踪。")


def follow_up(
    check: FilledForm, visit: Visit, day: date, *, device_id: str, inspector: str
) -> FilledForm:
    """Return the follow-up of a check on a day, the same every time."""
    return _Writer(check, visit, day).write(device_id, inspector)


class _Writer:
    def __init__(self, check: FilledForm, visit: Visit, day: date) -> None:
        self._check, self._visit, self._day = check, visit, day
        self._draw = drawn_for("follow-up", visit.number)
        self._start = datetime.combine(day, time(9), CHINA) + timedelta(
            minutes=self._draw.randrange(7 * 60), milliseconds=self._draw.randrange(60_000)
        )
        self._photos: list[PlannedPhoto] = []

    def write(self, device_id: str, inspector: str) -> FilledForm:
        rows, blocks = self._rows()
        register = {"enterprise_id": self._visit.register["enterprise_id"]}
        answers: Answers = {
            "start": self._start.isoformat(timespec="milliseconds"),
            "end": (self._start + timedelta(minutes=20)).isoformat(timespec="milliseconds"),
            "today": self._day.isoformat(),
            "deviceid": device_id,
            "username": inspector,
            "enterprise": {
                "find_by": "list",
                "chosen": self._visit.register["enterprise_id"],
                **register,
                "register_name": self._visit.name,
                "open_count": str(len(self._check.entities)),
            },
            "rectification": rows,
            "conclusion": {
                "followed_up": str(len(rows)),
                "rectified": str(sum(row["rectified_one"] == "1" for row in rows)),
                **({"place": self._visit.place} if self._visit.place else {}),
                "inspector_signature": self._photo(None),
            },
        }
        name = f"{self._visit.name} {self._day.isoformat()}"
        return FilledForm(answers, tuple(self._photos), name, tuple(blocks))

    def _rows(self) -> tuple[list[Answers], list[EntityBlock]]:
        """Return the findings that were looked at, at least the first, and their entities."""
        found = self._check.answers["finding"]
        rows: list[Answers] = []
        blocks: list[EntityBlock] = []
        for made, finding in zip(self._check.entities, found or (), strict=False):
            if isinstance(finding, dict) and (not rows or happens(self._draw, _LOOKED_AT)):
                block = EntityBlock(
                    "rectification",
                    len(rows),
                    FINDINGS_LIST,
                    made.uuid,
                    base_version=1,
                    branch_id=drawn_uuid(made.uuid, "branch"),
                )
                blocks.append(block)
                rows.append(self._row(made.uuid, finding, is_first=not rows))
        return rows, blocks

    def _row(self, key: str, finding: Answers, *, is_first: bool) -> Answers:
        is_mended = is_first or happens(self._draw, _RECTIFIED)
        due, later = str(finding["finding_due"]), self._day + timedelta(days=_MORE_DAYS)
        row: Answers = {
            "finding": key,
            "same_count": "1",
            "found_on": self._visit.day.isoformat(),
            "due_before": due,
            "result": "rectified" if is_mended else "not_yet",
            "note": self._draw.choice(_MENDED if is_mended else _NOT_YET),
            "state_after": "rectified" if is_mended else "open",
            "due_after": due if is_mended else later.isoformat(),
            "followed_up_on": self._day.isoformat(),
            "rectified_on": self._day.isoformat() if is_mended else "",
            "followed_one": "1",
            "rectified_one": "1" if is_mended else "0",
        }
        if is_mended:
            row["photo"] = self._photo(self._draw.choice((Scene.PAPERS, Scene.NOTICE_BOARD)))
        else:
            row["new_due"] = later.isoformat()
        return row

    def _photo(self, scene: Scene | None) -> str:
        taken = self._start + timedelta(seconds=11 + 37 * len(self._photos))
        name = f"{int(taken.timestamp() * 1000)}.jpg"
        caption = f"{self._visit.name}　整改后　{self._day.isoformat()}"
        self._photos.append(PlannedPhoto(name, scene, caption))
        return name
