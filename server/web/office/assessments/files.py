"""Files that were handed in with points: pictures are shown, all else is saved.

The rights come from the row: a file of an assessment of a subject that the reader sees.
"""

from flask import Response

from server.domain.roles import Verb
from server.store.queries import assessments, campaigns, subjects
from server.store.tables.assessments import AssessmentFile
from server.web.auth import requires, scope
from server.web.office.assessments.blueprint import blueprint
from server.web.pictures import send_attachment, send_thumbnail
from server.web.state import state

_FILE = "/<pk:project_id>/campaigns/<pk:campaign_id>/assessment-files/<pk:file_id>"


@blueprint.get(_FILE)
@requires(Verb.ASSESSMENT_READ)
def show_file(project_id: int, campaign_id: int, file_id: int) -> Response:
    """Show a picture, or give any other file to save."""
    file = _file(project_id, campaign_id, file_id)
    return send_attachment(file.blob_sha256, name=file.name, content_type=file.content_type)


@blueprint.get(f"{_FILE}/thumbnail")
@requires(Verb.ASSESSMENT_READ)
def show_thumbnail(project_id: int, campaign_id: int, file_id: int) -> Response:
    """Show a picture small; a placeholder stands for what can't be opened."""
    file = _file(project_id, campaign_id, file_id)
    return send_thumbnail(file.blob_sha256, name=file.name)


def _file(project_id: int, campaign_id: int, file_id: int) -> AssessmentFile:
    """Return a file that the reader sees; raises NotFound."""
    with state().store.reading() as session:
        campaigns.get_campaign(session, project_id, campaign_id)
        assessment, file = assessments.get_file(session, campaign_id, file_id)
        reached = scope(Verb.ASSESSMENT_READ, project_id)
        kind, key = assessment.subject_kind, assessment.subject_id
        subjects.get_subject(session, reached, kind, key)
        return file
