"""The form list: which forms a phone may fill, with hashes that tell what is new.

A phone that mirrors its server deletes every form that is not in an answer of 200, so the list is
complete or the answer is an error; it comes from one snapshot.
"""

from flask import Blueprint, Response, request

from server.domain.access import Verb
from server.problems import NotFound
from server.store.queries.offered_forms import OfferedForm, is_project_there, list_offered
from server.web.auth import requires
from server.web.openrosa import documents
from server.web.openrosa.addresses import Addresses, addresses
from server.web.openrosa.documents import ListedForm
from server.web.openrosa.phone_callers import app_user_id
from server.web.openrosa.phone_seen import note_phones
from server.web.state import state

blueprint = Blueprint("openrosa_form_list", __name__)
note_phones(blueprint)


@blueprint.get("/formList")
@requires(Verb.FORM_READ, phones=True)
def show_form_list(project_id: int) -> Response:
    """List the open forms the caller may fill; `formID` asks for one of them."""
    with state().store.reading() as session:
        if not is_project_there(session, project_id):
            raise NotFound
        offered = list_offered(session, project_id, app_user_id=app_user_id())
    to, wanted = addresses(project_id), request.args.get("formID")
    listed = [_listed(form, to) for form in offered if wanted in {None, form.form_id}]
    return documents.answer(documents.form_list(listed))


def _listed(form: OfferedForm, to: Addresses) -> ListedForm:
    return ListedForm(
        form_id=form.form_id,
        name=_name(form),
        version=form.version,
        md5=form.md5,
        download_url=to.form(form.form_id, form.version, form.md5),
        manifest_url=to.manifest(form.form_id, form.version) if form.has_files else None,
    )


def _name(form: OfferedForm) -> str:
    """Return a name with at least one letter or digit: Collect makes a file name of it."""
    return next(
        (text for text in (form.title, form.form_id) if any(map(str.isalnum, text))),
        f"form {form.form_id}",
    )
