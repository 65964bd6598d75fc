"""Collect's APK on this server, for phones without an app store: looked at, kept, offered.

Nothing of it is unpacked but its manifest, and of that no more than names: the phone itself holds
the signature against that of the app it has.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import BinaryIO

from sqlmodel import Session

from server.problems import N_, NotPossibleNow, UnexpectedValue
from server.store.blobs import BlobRef
from server.store.queries import audits, collect_apps
from server.store.queries.audits import Actee, By
from server.store.queries.blobs import keep_blob
from server.store.tables.app_users import CollectApp

_MANIFEST, _CODE = "AndroidManifest.xml", "classes.dex"
_BINARY_XML = b"\x03\x00\x08\x00"
"""How the compiled manifest of every APK begins (Android, ResourceTypes.h: RES_XML_TYPE)."""
_MOST_MANIFEST = 2_000_000
_MOST_ENTRIES, _MOST_DIRECTORY = 60_000, 20_000_000
_END_LENGTH = 22
_LONGEST_END = _END_LENGTH + 65_535 + 20
_DAMAGED = N_("it is no APK, or it is damaged")
_KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""All that Android unpacks; the header of another one may ask for 4 GB of memory by itself."""
_PACKAGE = re.compile(r"org\.(?:odk|getodk|koboc)\.collect\.android", re.ASCII)
"""Collect itself, and the one of KoboToolbox, which speaks the same protocol."""
_MOST_NAME = 300


def read_package(file: BinaryIO) -> str:
    """Return the package of an APK of ODK Collect, or of one made of it; raises UnexpectedValue."""
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            names = {one.filename: one for one in archive.infolist()}
            manifest = _manifest(archive, names)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError) as error:
        raise _refused(_DAMAGED) from error
    except (ValueError, EOFError, struct.error) as error:
        raise _refused(_DAMAGED) from error
    found = _PACKAGE.search(manifest)
    if found is None:
        raise _refused(N_("it is the APK of another app than ODK Collect"))
    return found[0]


def keep_collect_app(
    session: Session, by: By, ref: BlobRef, *, package: str, file_name: str
) -> CollectApp:
    """Keep an APK that was looked at; it is offered if the one before it was."""
    before = collect_apps.find_newest(session)
    keep_blob(session, ref, by.at)
    app = CollectApp(
        file_name=file_name[:_MOST_NAME],
        package=package,
        blob_sha256=ref.sha256,
        size=ref.size,
        is_offered=before is not None and before.is_offered,
        uploaded_by=by.actor_id,
        uploaded_at=by.at,
    )
    session.add(app)
    session.flush()
    _note(session, by, "collect_app.upload", app)
    return app


def offer_collect_app(session: Session, by: By, *, is_offered: bool) -> None:
    """Let anybody download the APK, or nobody any more; raises NotPossibleNow without one."""
    app = collect_apps.find_newest(session)
    if app is None:
        raise NotPossibleNow(reason=N_("there is no APK on this server"))
    app.is_offered = is_offered
    session.flush()
    _note(session, by, "collect_app.offer" if is_offered else "collect_app.withdraw", app)


def _check_directory(file: BinaryIO) -> None:
    """Refuse what is no ZIP file, or has a directory that would fill the memory when it is read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _LONGEST_END))
    end = file.read(_LONGEST_END)
    file.seek(0)
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or place + _END_LENGTH > len(end):
        raise _refused(_DAMAGED)
    entries, length = struct.unpack_from("<HI", end, place + 10)
    is_large = end[max(0, place - 20) : place].startswith(b"PK\x06\x07")  # a directory of ZIP64
    if is_large or entries > _MOST_ENTRIES or length > _MOST_DIRECTORY:
        raise _refused(_DAMAGED)


def _manifest(archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo]) -> str:
    """Return the texts of the compiled manifest, in whichever of its two encodings they are."""
    if _MANIFEST not in names:
        raise _refused(N_("it holds no AndroidManifest.xml"))
    if _CODE not in names:
        raise _refused(N_("it holds no Android app"))
    if names[_MANIFEST].compress_type not in _KNOWN_METHODS:
        raise _refused(_DAMAGED)
    with archive.open(names[_MANIFEST]) as file:
        data = file.read(_MOST_MANIFEST)
    if not data.startswith(_BINARY_XML):
        raise _refused(N_("its AndroidManifest.xml is not that of an app"))
    return b"\n".join((data, data[::2], data[1::2])).decode("ascii", "replace")


def _refused(reason: str) -> UnexpectedValue:
    return UnexpectedValue(field="file", value="…", reason=reason)


def _note(session: Session, by: By, action: str, app: CollectApp) -> None:
    details = {"sha256": app.blob_sha256, "package": app.package, "size": app.size}
    audits.note(session, by, action, Actee("collect_app", str(app.id)), details=details)
