"""All tables: importing this package fills the metadata that migrations compare."""

from server.store.tables import (
    app_users,
    areas,
    audits,
    blobs,
    campaigns,
    enterprises,
    entities,
    forms,
    jobs,
    projects,
    submissions,
    surveys,
    users,
)

__all__ = [
    "app_users",
    "areas",
    "audits",
    "blobs",
    "campaigns",
    "enterprises",
    "entities",
    "forms",
    "jobs",
    "projects",
    "submissions",
    "surveys",
    "users",
]
