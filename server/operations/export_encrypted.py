"""All encrypted submissions of a form as one archive, which the private key opens offline.

It is written to disk as it grows, so that memory stays flat however many photos there are.
"""

import tempfile
import zipfile
from typing import IO

from sqlmodel import Session

from exports.zip_members import MemberNames
from server.domain.json_values import optional_integer_of
from server.domain.submission_xml import read_ids
from server.operations.encrypted_bundle import add_bundle
from server.operations.request_job import scope_of_job
from server.operations.run_job import RunningJob
from server.store.queries import submissions
from server.store.queries.encrypted_submissions import count_sealed, stream_sealed
from server.store.queries.submission_filters import SubmissionFilter
from server.store.tables.forms import Form

ZIP = "application/zip"
_REPORT_EVERY = 50


def encrypted_archive(session: Session, running: RunningJob, form: Form) -> IO[bytes]:
    """Return an open file: a ZIP with a folder for each encrypted submission, the oldest first."""
    scope = scope_of_job(running.job)
    wanted = SubmissionFilter(
        form_pk=form.id or 0,
        campaign_id=optional_integer_of(running.job.parameters, "campaignId"),
        enterprise_id=optional_integer_of(running.job.parameters, "enterpriseId"),
    )
    total = count_sealed(session, scope, wanted)
    folders = MemberNames()
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - whoever keeps it closes it
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for number, one in enumerate(stream_sealed(session, scope, wanted), start=1):
            if read_ids(one.xml).is_encrypted:
                folder = folders.add(one.instance_id.removeprefix("uuid:"))
                files = submissions.list_files(session, one.version_id)
                received = {file.name: file.blob_sha256 for file in files if file.blob_sha256}
                add_bundle(archive, folder, one.xml, received, running.context.blobs)
                session.expunge_all()
            if number % _REPORT_EVERY == 0:
                running.report(number, total)
    running.report(total, total)
    stream.seek(0)
    return stream
