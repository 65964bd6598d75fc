"""Bodies of app users."""

from typing import Annotated

from pydantic import Field, StringConstraints

from server.operations.create_app_user import FIELD_KEY, AppUserWithToken
from server.operations.device_password import USUAL_GRACE
from server.web.central.wire import AnswerBody, RequestBody, RowKey, Timestamp

DisplayName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NewAppUserBody(RequestBody):
    """An app user to be created; no areas is the whole project."""

    display_name: DisplayName
    area_ids: list[RowKey] = Field(default_factory=list)


class AppUserChangeBody(RequestBody):
    """What shall become otherwise."""

    display_name: DisplayName | None = None
    area_ids: list[RowKey] | None = None
    form_ids: list[str] | None = None


class RotateBody(RequestBody):
    """For how long what is exchanged may still send; 0, not at all, only where it is asked for."""

    grace_seconds: Annotated[int, Field(ge=0, le=2_592_000)] = int(USUAL_GRACE.total_seconds())


class AppUserAnswer(AnswerBody):
    """An app user in ODK Central's words, with its areas and forms; no token: revoked."""

    project_id: int
    id: int
    type: str = FIELD_KEY
    display_name: str
    created_at: Timestamp
    updated_at: Timestamp | None
    deleted_at: Timestamp | None
    token: str | None
    area_ids: tuple[int, ...]
    form_ids: tuple[str, ...]


class ExtendedAppUserAnswer(AppUserAnswer):
    """An app user with who made it and when its phone was last seen."""

    created_by: int | None
    last_used: Timestamp | None


def app_user_answer(one: AppUserWithToken) -> AppUserAnswer:
    """Return an app user as a body."""
    return AppUserAnswer.model_validate(_fields(one))


def extended_app_user_answer(one: AppUserWithToken) -> AppUserAnswer:
    """Return an app user with more about it as a body."""
    more = {"created_by": one.app_user.created_by, "last_used": one.app_user.last_used_at}
    return ExtendedAppUserAnswer.model_validate({**_fields(one), **more})


def _fields(one: AppUserWithToken) -> dict[str, object]:
    return {
        "project_id": one.app_user.project_id,
        "id": one.app_user.id,
        "display_name": one.actor.display_name,
        "created_at": one.actor.created_at,
        "updated_at": one.actor.updated_at,
        "deleted_at": one.actor.deleted_at,
        "token": one.token,
        "area_ids": one.area_ids,
        "form_ids": one.form_ids,
    }
