"""Files of forms as answers: to be saved, never shown, and kept as long as they mean the same."""

from flask import Response, request, send_file

from server.problems import FormFilesMissing
from server.store.queries.offered_forms import VersionFile
from server.web.downloads import clean_name
from server.web.state import state

_FOR_EVER = "private, max-age=31536000, immutable"
XFORM_TYPE = "application/xml; charset=utf-8"


def file_answer(form_id: str, file: VersionFile, *, is_addressed: bool) -> Response:
    """Return a stored file of a form; raises FormFilesMissing when the disk has it no longer."""
    sha256 = file.blob_sha256
    if sha256 is None or not state().blobs.is_there(sha256):
        raise FormFilesMissing(form_id=form_id)
    response = send_file(
        state().blobs.path(sha256),
        mimetype=file.content_type or "application/octet-stream",
        as_attachment=True,
        download_name=clean_name(file.name),
        etag=False,
    )
    response.headers["Content-Security-Policy"] = "sandbox"
    return cached(response, file.md5, is_addressed=is_addressed)


def cached(response: Response, md5: str | None, *, is_addressed: bool) -> Response:
    """Return an answer with its ETag; for ever where its hash is part of its address."""
    if is_addressed:
        response.headers["Cache-Control"] = _FOR_EVER
    if md5 is not None:
        response.set_etag(md5)
    response.make_conditional(request)
    return response
