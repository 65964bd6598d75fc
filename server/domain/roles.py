"""The roles, the verbs, and which role may do what: the table that `access` reads."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a project and area, or on the whole server; the first ranks highest."""

    ADMINISTRATOR = "administrator"
    DATA_STEWARD = "data_steward"
    OFFICE = "office"
    VIEWER = "viewer"


class Verb(StrEnum):
    """One thing that somebody may do."""

    PROJECT_CREATE = "project.create"
    PROJECT_READ = "project.read"
    PROJECT_CHANGE = "project.change"
    AREA_READ = "area.read"
    AREA_CHANGE = "area.change"
    ENTERPRISE_READ = "enterprise.read"
    ENTERPRISE_CHANGE = "enterprise.change"
    ENTERPRISE_IMPORT = "enterprise.import"
    ENTITY_READ = "entity.read"
    ENTITY_CHANGE = "entity.change"
    ENTITY_LIST_CHANGE = "entity_list.change"
    FORM_READ = "form.read"
    FORM_CHANGE = "form.change"
    CAMPAIGN_READ = "campaign.read"
    CAMPAIGN_CHANGE = "campaign.change"
    SCHEME_READ = "scheme.read"
    SCHEME_CHANGE = "scheme.change"
    EVALUATION_READ = "evaluation.read"
    ASSESSMENT_READ = "assessment.read"
    ASSESSMENT_CHANGE = "assessment.change"
    RECORD_READ = "record.read"
    RECORD_IMPORT = "record.import"
    POSTER_READ = "poster.read"
    POSTER_CHANGE = "poster.change"
    RELEASE_READ = "release.read"
    APP_USER_MANAGE = "app_user.manage"
    SUBMISSION_READ = "submission.read"
    SUBMISSION_CREATE = "submission.create"
    SUBMISSION_REVIEW = "submission.review"
    SUBMISSION_LINK = "submission.link"
    SUBMISSION_DELETE = "submission.delete"
    RAW_ANSWERS_READ = "raw_answers.read"
    """Single answers of anonymous forms; nobody but the data steward, and audited."""
    EXPORT_CREATE = "export.create"
    JOB_READ = "job.read"
    JOB_MANAGE = "job.manage"
    AUDIT_READ = "audit.read"
    USER_READ = "user.read"
    USER_MANAGE = "user.manage"
    ROLE_ASSIGN = "role.assign"
    SERVER_READ = "server.read"
    SERVER_CHANGE = "server.change"


SERVER_VERBS = frozenset(
    {
        Verb.PROJECT_CREATE,
        Verb.USER_MANAGE,
        Verb.JOB_MANAGE,
        Verb.SERVER_READ,
        Verb.SERVER_CHANGE,
    }
)
"""Only a role on the whole server gives these."""

PROJECT_VERBS = frozenset(
    {
        Verb.PROJECT_CHANGE,
        Verb.AREA_CHANGE,
        Verb.FORM_CHANGE,
        Verb.ENTITY_LIST_CHANGE,
        Verb.SCHEME_CHANGE,
    }
)
"""Only a role in the whole project gives these: what they change belongs to every area."""

SHARED_VERBS = frozenset(
    {
        Verb.PROJECT_READ,
        Verb.AREA_READ,
        Verb.FORM_READ,
        Verb.CAMPAIGN_READ,
        Verb.SCHEME_READ,
    }
)
"""A role in any area of the project gives these: what they show belongs to every area."""

_VIEWER = SHARED_VERBS | {
    Verb.ENTERPRISE_READ,
    Verb.ENTITY_READ,
    Verb.POSTER_READ,
    Verb.RELEASE_READ,
    Verb.EVALUATION_READ,
    Verb.ASSESSMENT_READ,
    Verb.RECORD_READ,
    Verb.SUBMISSION_READ,
    Verb.EXPORT_CREATE,
    Verb.JOB_READ,
}
_OFFICE = (
    _VIEWER
    | PROJECT_VERBS
    | {
        Verb.ENTERPRISE_CHANGE,
        Verb.ENTERPRISE_IMPORT,
        Verb.ENTITY_CHANGE,
        Verb.CAMPAIGN_CHANGE,
        Verb.ASSESSMENT_CHANGE,
        Verb.RECORD_IMPORT,
        Verb.POSTER_CHANGE,
        Verb.APP_USER_MANAGE,
        Verb.SUBMISSION_CREATE,
        Verb.SUBMISSION_REVIEW,
        Verb.SUBMISSION_LINK,
    }
)

ROLE_VERBS: Mapping[Role, frozenset[Verb]] = {
    Role.ADMINISTRATOR: frozenset(Verb) - {Verb.RAW_ANSWERS_READ},
    Role.DATA_STEWARD: _OFFICE
    | {Verb.RAW_ANSWERS_READ, Verb.SUBMISSION_DELETE, Verb.AUDIT_READ, Verb.USER_READ},
    Role.OFFICE: _OFFICE,
    Role.VIEWER: _VIEWER,
}
"""An administrator appoints the data steward, but reads no anonymous answer: two pairs of eyes."""
