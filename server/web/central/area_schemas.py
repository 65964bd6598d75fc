"""Bodies of areas and parks."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from server.store.tables.areas import Area, Park
from server.web.central.wire import AnswerBody, RequestBody, RowKey, Timestamp

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Level = Literal["province", "city", "county", "township", "village"]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,12}$")]


class NewAreaBody(RequestBody):
    """An area to be created; without `parentId` at the top of the tree."""

    name: Name
    level: Level
    parent_id: RowKey | None = None
    code: Code | None = None


class AreaChangeBody(RequestBody):
    """What shall become otherwise; `parentId` null moves it to the top."""

    name: Name | None = None
    parent_id: RowKey | None = None
    code: Code | None = None


class AreaAnswer(AnswerBody):
    """An area with the names from the root down to it."""

    id: int | None
    project_id: int
    parent_id: int | None
    name: str
    level: str
    code: str | None
    path: tuple[str, ...]
    created_at: Timestamp


class ParkBody(RequestBody):
    """A park to be created or renamed."""

    name: Name


class ParkAnswer(AnswerBody):
    """A park."""

    id: int | None
    project_id: int
    name: str
    created_at: Timestamp


def area_answer(area: Area, path: tuple[str, ...]) -> AreaAnswer:
    """Return an area as a body."""
    return AreaAnswer.model_validate({**area.model_dump(), "path": path})


def park_answer(park: Park) -> ParkAnswer:
    """Return a park as a body."""
    return ParkAnswer.model_validate(park.model_dump())
