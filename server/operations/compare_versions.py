"""Read the answers of versions of a submission and say what each changed."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from server.domain.answers import Answers
from server.domain.submission_diff import Change, changes_between
from server.domain.submission_xml import parse_submission
from server.store.queries import offered_forms, submissions
from server.store.row_key import stored
from server.store.tables.submissions import SubmissionVersion
from xlsforms.read_xform import read_xform


def compare_versions(
    session: Session, versions: Sequence[SubmissionVersion]
) -> Mapping[str, tuple[Change, ...]]:
    """Return what each of a submission's versions changed, by instance ID, the newest first.

    The first version changed nothing and is left out. Nobody can tell of encrypted ones.
    """
    ordered = sorted(versions, key=lambda one: stored(one.id), reverse=True)
    answers = [answers_of_version(session, one) for one in ordered]
    return {
        newer.instance_id: changes_between(before, after)
        for newer, after, before in zip(ordered, answers, answers[1:], strict=False)
    }


def answers_of_version(session: Session, version: SubmissionVersion) -> Answers:
    """Return the answers of a version with its `meta`, read from its XML."""
    xform = offered_forms.get_xform(session, version.form_version_id)
    return answers_in(submissions.get_xml(session, stored(version.id)), xform)


def answers_in(xml: bytes, xform: bytes) -> Answers:
    """Return the answers of a document with its `meta`."""
    parsed = parse_submission(xml, read_xform(xform))
    return {**parsed.answers, "meta": {**parsed.meta}}
