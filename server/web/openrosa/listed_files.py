"""Files of a form as manifests list them: bytes by their hash, entity lists by that of a part."""

from collections.abc import Callable

from sqlmodel import Session

from server.problems import NotFound
from server.store.queries.offered_forms import VersionFile
from server.store.queries.scope import Scope
from server.store.tables.entities import EntityList
from server.web.openrosa import entity_csv
from server.web.openrosa.addresses import VersionAddresses
from server.web.openrosa.documents import ListedFile


def listed_file(
    session: Session, file: VersionFile, to: VersionAddresses, scope_in: Callable[[int], Scope]
) -> ListedFile:
    """Return a file with its addresses; `scope_in` tells the caller's part of a project's lists."""
    if file.blob_sha256 is not None:
        md5 = file.md5 or ""
        return ListedFile(file.name, md5, to.file(md5, file.name))
    entities = list_of(file)
    return ListedFile(
        name=file.name,
        md5=entity_csv.etag(session, entities, scope_in(entities.project_id)),
        download_url=to.entity_list(file.name),
        type="approvalEntityList" if entities.is_approval_required else "entityList",
        integrity_url=to.integrity(entities.name),
    )


def list_of(file: VersionFile) -> EntityList:
    """Return the entity list that a file is made of; raises NotFound."""
    if file.entity_list is None:
        raise NotFound
    return file.entity_list
