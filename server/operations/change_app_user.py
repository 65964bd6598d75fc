"""Change what an app user gets: its areas, its forms, its token; and end it."""

from collections.abc import Collection
from datetime import timedelta

from sqlmodel import Session

from server.keys import TokenBox
from server.operations.create_app_user import add_token, note
from server.operations.create_campaign import check_reach
from server.operations.device_password import LONGEST_GRACE, add_password
from server.problems import NotFound
from server.store.queries import app_users, device_passwords, forms
from server.store.queries.audits import By
from server.store.queries.scope import Scope


def assign_areas(
    session: Session, by: By, scope: Scope, app_user_id: int, area_ids: frozenset[int]
) -> None:
    """Set the areas whose enterprises an app user gets; none is the whole project.

    Raises NotFound for what is foreign, NotAllowed for areas beyond the scope.
    """
    row = app_users.get_app_user(session, scope, app_user_id)
    check_reach(session, scope, area_ids)
    app_users.replace_areas(session, app_user_id, area_ids)
    row.actor.updated_at = by.at
    session.flush()
    details = {"areaIds": sorted(area_ids)}
    note(session, by, row.app_user, "field_key.update", details=details)


def rename_app_user(
    session: Session, by: By, scope: Scope, app_user_id: int, *, display_name: str
) -> None:
    """Give an app user another name."""
    row = app_users.get_app_user(session, scope, app_user_id)
    row.actor.display_name, row.actor.updated_at = display_name, by.at
    session.flush()
    details = {"displayName": display_name}
    note(session, by, row.app_user, "field_key.update", details=details)


def assign_form(session: Session, by: By, scope: Scope, *, form_id: str, app_user_id: int) -> None:
    """Let an app user see and fill a form; doing it twice changes nothing. Raises NotFound."""
    row = app_users.get_app_user(session, scope, app_user_id)
    form = forms.get_form(session, scope.project_id, form_id)
    if form.id is not None and app_users.add_assignment(session, app_user_id, form.id):
        details = {"formId": form_id}
        note(session, by, row.app_user, "field_key.assignment.create", details=details)


def unassign_form(
    session: Session, by: By, scope: Scope, *, form_id: str, app_user_id: int
) -> None:
    """Take a form from an app user; raises NotFound when it did not have it."""
    row = app_users.get_app_user(session, scope, app_user_id)
    form = forms.get_form(session, scope.project_id, form_id)
    if form.id is None or not app_users.remove_assignment(session, app_user_id, form.id):
        raise NotFound
    details = {"formId": form_id}
    note(session, by, row.app_user, "field_key.assignment.delete", details=details)


def assign_forms(
    session: Session, by: By, scope: Scope, app_user_id: int, form_ids: Collection[str]
) -> None:
    """Set all the forms that an app user may fill."""
    held = app_users.list_form_ids(session, [app_user_id]).get(app_user_id, ())
    for form_id in sorted(set(form_ids) - set(held)):
        assign_form(session, by, scope, form_id=form_id, app_user_id=app_user_id)
    for form_id in sorted(set(held) - set(form_ids)):
        unassign_form(session, by, scope, form_id=form_id, app_user_id=app_user_id)


def rotate_token(
    session: Session,
    by: By,
    scope: Scope,
    tokens: TokenBox,
    *,
    app_user_id: int,
    grace: timedelta,
) -> str:
    """Give an app user a new token, and its phone a new password if it had one; return the token.

    The old ones may still send what was filled for the grace, at most 30 days; with no grace they
    are invalid at once.
    """
    row = app_users.get_app_user(session, scope, app_user_id)
    has_password = device_passwords.find_current(session, app_user_id) is not None
    if grace > timedelta():
        until = by.at + min(grace, LONGEST_GRACE)
        app_users.limit_tokens(session, app_user_id, until=until)
    else:
        app_users.revoke_tokens(session, app_user_id, at=by.at)
    token = add_token(session, by, tokens, app_user_id)
    if has_password:
        add_password(session, by, tokens, app_user_id)
    details = {"graceSeconds": int(grace.total_seconds())}
    note(session, by, row.app_user, "field_key.token.rotate", details=details)
    return token


def end_grace(session: Session, by: By, scope: Scope, app_user_id: int) -> None:
    """Make the exchanged tokens of an app user invalid at once; its current one stays."""
    row = app_users.get_app_user(session, scope, app_user_id)
    if app_users.revoke_exchanged(session, app_user_id, at=by.at):
        note(session, by, row.app_user, "field_key.grace.end")


def revoke_app_user(session: Session, by: By, scope: Scope, app_user_id: int) -> None:
    """Make all tokens and passwords of an app user invalid at once; it stays in the list."""
    row = app_users.get_app_user(session, scope, app_user_id)
    if app_users.revoke_tokens(session, app_user_id, at=by.at):
        note(session, by, row.app_user, "field_key.session.end")


def delete_app_user(session: Session, by: By, scope: Scope, app_user_id: int) -> None:
    """Delete an app user: its tokens are invalid at once, what it sent stays."""
    row = app_users.get_app_user(session, scope, app_user_id)
    app_users.revoke_tokens(session, app_user_id, at=by.at)
    row.actor.deleted_at = by.at
    session.flush()
    note(session, by, row.app_user, "field_key.delete")
