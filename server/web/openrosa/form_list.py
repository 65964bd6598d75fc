"""The form list: which forms a phone may fill, with hashes that tell what is new.

A phone that mirrors its server deletes every form that is not in an answer of 200, so the list is
complete or the answer is an error; it comes from one snapshot. A file that is gone from the disk is
an error here: a manifest that fails later would leave the form on the phone without its files.
"""

from collections.abc import Iterable

from flask import Blueprint, Response, request

from server.domain.access import Verb
from server.problems import FormFilesMissing, NotFound
from server.store.queries.offered_forms import OfferedForm, is_project_there, list_offered
from server.web.auth import requires
from server.web.openrosa import documents
from server.web.openrosa.addresses import version_addresses
from server.web.openrosa.documents import ListedForm
from server.web.openrosa.phone_callers import app_user_id
from server.web.openrosa.phone_seen import note_phones
from server.web.snapshot import reading
from server.web.state import state

blueprint = Blueprint("openrosa_form_list", __name__)
note_phones(blueprint)


@blueprint.get("/formList")
@requires(Verb.FORM_READ, phones=True)
def show_form_list(project_id: int) -> Response:
    """List the open forms the caller may fill; `formID` asks for one of them."""
    with reading() as session:
        if not is_project_there(session, project_id):
            raise NotFound
        offered = list_offered(session, project_id, app_user_id=app_user_id())
    wanted = request.args.get("formID")
    asked = [form for form in offered if wanted in {None, form.form_id}]
    _check_files(asked)
    listed = [_listed(form, project_id) for form in asked]
    return documents.answer(documents.form_list(listed))


def _check_files(asked: Iterable[OfferedForm]) -> None:
    for form in asked:
        if not all(map(state().blobs.is_there, form.blobs)):
            raise FormFilesMissing(form_id=form.form_id)


def _listed(form: OfferedForm, project_id: int) -> ListedForm:
    to = version_addresses(project_id, form.form_id, form.version)
    return ListedForm(
        form_id=form.form_id,
        name=name_of(form.title, form.form_id),
        version=form.version,
        md5=form.md5,
        download_url=to.form(form.md5),
        manifest_url=to.manifest(form.md5) if form.has_files else None,
    )


def name_of(title: str, form_id: str) -> str:
    """Return a name with at least one letter or digit: Collect makes a file name of it."""
    return next(
        (text for text in (title, form_id) if any(map(str.isalnum, text))),
        f"form {form_id}",
    )
