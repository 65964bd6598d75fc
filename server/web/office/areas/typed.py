"""Forms of one area: add it, rename it, hang it elsewhere."""

import re
from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.areas import AreaLevel, level_below
from server.domain.roles import Verb
from server.operations.change_area import move_area, rename_area
from server.operations.create_area import NewArea, create_area
from server.problems import AlreadyExists, NotPossibleNow, UnexpectedValue
from server.store.queries import area_counts, areas
from server.store.tables.areas import Area
from server.web.auth import requires
from server.web.office.acting import acting
from server.web.office.areas.blueprint import blueprint
from server.web.office.choices import area_options
from server.web.office.form_errors import done, error_at
from server.web.office.frame import Place, open_place, page_answer, render_page
from server.web.office.list_state import key_from, key_from_form
from server.web.office.register_words import level_options, level_word
from server.web.state import state

Typed = Mapping[str, str]
Errors = Mapping[str, str]
_NO_ERRORS: Errors = {}
_MOST_NAME = 100
_CODE = re.compile(r"[0-9]{2,12}")
_FIELDS = {"name": "name", "level": "level"}


@blueprint.get("/<pk:project_id>/areas/new")
@requires(Verb.AREA_CHANGE)
def show_new(project_id: int) -> str:
    """Show the empty form; the area above stands in the address as `below`."""
    below = key_from("below")
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.AREA_CHANGE)
        above = next((area for area, _ in place.choices if area.id == below), None)
        level = level_below(None if above is None else AreaLevel(above.level))
        typed = {"parent_id": "" if above is None else str(above.id), "level": level.value}
        return _new_form(session, place, typed)


@blueprint.post("/<pk:project_id>/areas/new")
@requires(Verb.AREA_CHANGE)
def add(project_id: int) -> AnyResponse:
    """Add an area."""
    typed = {name: request.form.get(name, "") for name in ("name", "level", "code", "parent_id")}
    errors = _check(typed)
    if not errors:
        new = NewArea(
            name=typed["name"].strip(),
            level=AreaLevel(typed["level"]),
            parent_id=key_from_form("parent_id"),
            code=typed["code"].strip() or None,
        )
        try:
            with state().store.writing() as session:
                create_area(session, acting(), project_id, new)
        except (AlreadyExists, UnexpectedValue) as problem:
            errors = error_at(problem, _FIELDS)
    if errors:
        with state().store.reading() as session:
            place = open_place(session, project_id, Verb.AREA_CHANGE)
            return page_answer(_new_form(session, place, typed, errors), 422)
    return done(gettext("The area has been added."), _list_url(project_id))


@blueprint.get("/<pk:project_id>/areas/<pk:area_id>")
@requires(Verb.AREA_CHANGE)
def show_area(project_id: int, area_id: int) -> str:
    """Show one area with the forms to rename and to move it."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.AREA_CHANGE)
        return _one(session, place, areas.get_area(session, project_id, area_id))


@blueprint.post("/<pk:project_id>/areas/<pk:area_id>/name")
@requires(Verb.AREA_CHANGE)
def rename(project_id: int, area_id: int) -> AnyResponse:
    """Give an area another name and code."""
    typed = {name: request.form.get(name, "") for name in ("name", "code")}
    errors = _check(typed)
    if not errors:
        try:
            with state().store.writing() as session:
                rename_area(
                    session,
                    acting(),
                    project_id,
                    area_id=area_id,
                    name=typed["name"].strip(),
                    code=typed["code"].strip() or None,
                )
        except AlreadyExists as problem:
            errors = error_at(problem, _FIELDS)
    if errors:
        return _again(project_id, area_id, typed, errors)
    return done(gettext("The area has been saved."), _list_url(project_id))


@blueprint.post("/<pk:project_id>/areas/<pk:area_id>/place")
@requires(Verb.AREA_CHANGE)
def move(project_id: int, area_id: int) -> AnyResponse:
    """Hang an area with all below it under another one."""
    parent_id = key_from_form("parent_id")
    try:
        with state().store.writing() as session:
            move_area(session, acting(), project_id, area_id=area_id, parent_id=parent_id)
    except (AlreadyExists, UnexpectedValue, NotPossibleNow) as problem:
        (text,) = error_at(problem, {}).values()
        return _again(project_id, area_id, {}, {"parent_id": text})
    return done(gettext("The area has been moved."), _list_url(project_id))


def _check(typed: Typed) -> dict[str, str]:
    errors = {}
    if not typed["name"].strip():
        errors["name"] = gettext("Enter the name of the area.")
    elif len(typed["name"].strip()) > _MOST_NAME:
        errors["name"] = gettext("A name has at most %(most)s characters.", most=_MOST_NAME)
    if typed["code"].strip() and not _CODE.fullmatch(typed["code"].strip()):
        errors["code"] = gettext("An area code has 2 to 12 digits.")
    if "level" in typed and typed["level"] not in set(AreaLevel):
        errors["level"] = gettext("Choose a level.")
    return errors


def _again(project_id: int, area_id: int, typed: Typed, errors: Errors) -> AnyResponse:
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.AREA_CHANGE)
        area = areas.get_area(session, project_id, area_id)
        return page_answer(_one(session, place, area, typed=typed, errors=errors), 422)


def _new_form(session: Session, place: Place, typed: Typed, errors: Errors = _NO_ERRORS) -> str:
    return render_page(
        session,
        place,
        "areas/new.html",
        page_title=gettext("Add an area"),
        typed=typed,
        errors=errors,
        areas=area_options(place),
        levels=level_options(),
        list_url=_list_url(place.project_id),
    )


def _one(
    session: Session,
    place: Place,
    area: Area,
    *,
    typed: Typed | None = None,
    errors: Errors = _NO_ERRORS,
) -> str:
    inside = areas.list_ids_below(session, {area.id} if area.id is not None else set())
    return render_page(
        session,
        place,
        "areas/one.html",
        page_title=area.name,
        area=area,
        typed=typed or {"name": area.name, "code": area.code or ""},
        errors=errors,
        others=[one for one in area_options(place) if one["value"] not in inside],
        below_count=len(inside) - 1,
        enterprise_count=area_counts.count_by_area(session, place.scope).get(area.id or 0, 0),
        level=level_word(area.level),
        list_url=_list_url(place.project_id),
        breadcrumbs=[{"label": gettext("Areas and parks"), "url": _list_url(place.project_id)}],
    )


def _list_url(project_id: int) -> str:
    return url_for("office_areas.list_areas", project_id=project_id)
