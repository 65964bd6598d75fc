"""Pages outside the frame of a project: signing in, errors, a server without projects."""

from flask import render_template, request

from server.i18n import reader_locale
from server.web.office.languages import languages


def render_plain(template: str, **context: object) -> str:
    """Return a page with its language, brightness and links to the other languages."""
    return render_template(
        template,
        locale=reader_locale(),
        theme=request.cookies.get("theme"),
        languages=languages() if request.method == "GET" else [],
        **context,
    )
