"""The APK of ODK Collect that an administrator has put on the server."""

from sqlmodel import Session, col, select

from server.store.tables.app_users import CollectApp


def find_newest(session: Session) -> CollectApp | None:
    """Return the APK that was uploaded last, offered or not."""
    return session.exec(select(CollectApp).order_by(col(CollectApp.id).desc()).limit(1)).first()


def find_offered(session: Session) -> CollectApp | None:
    """Return the APK that anybody may download; None when there is none."""
    newest = find_newest(session)
    return newest if newest is not None and newest.is_offered else None
