"""The caller as a reader of jobs: of their own, or of everybody's in a project."""

from server.domain import access
from server.domain.roles import Verb
from server.store.queries.jobs import JobReader
from server.web.auth import current_user


def job_reader(project_id: int) -> JobReader:
    """Return the caller; who reads jobs in the whole project sees everybody's."""
    user = current_user()
    areas = access.scope_of(user.grants, Verb.JOB_READ, project_id)
    return JobReader(user.user_id, sees_all=areas is None)
