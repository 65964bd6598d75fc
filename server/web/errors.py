"""The one writer of errors: a Problem in, the caller's format out."""

from http import HTTPStatus

from flask import Flask, Response, g, jsonify, request
from lxml import etree
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from server import problems
from server.i18n import problem_details, problem_text
from server.logs import log
from server.problems import Problem
from server.web import challenges
from server.web.body_limits import most_body
from server.web.office.plain_page import render_plain
from server.web.openrosa import documents
from server.web.phone_requests import is_phone_request
from server.web.wire_format import WireFormat, wire_format


def set_up(app: Flask) -> None:
    """Register the writer on the application, so that unmatched addresses go the same way."""
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(HTTPStatus.INTERNAL_SERVER_ERROR, _answer_unexpected)
    app.logger.disabled = True  # Flask would log a crash once more, with codes and tokens in it


def answer_problem(problem: Problem) -> Response:
    """Return the answer for a problem in the format of the address."""
    problem = challenges.as_told(problem)
    shape = wire_format(request.path, is_phone=is_phone_request())
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", problem=problem.slug, path=request.path)
    response = _WRITERS[shape](problem)
    response.status_code = problem.status
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    response.headers["Cache-Control"] = "no-store"
    if problem.status == HTTPStatus.UNAUTHORIZED:
        challenges.add_challenges(response)
    return response


def _answer_http(error: HTTPException) -> Response:
    """Return the answer for what Werkzeug refused: unmatched addresses, methods, sizes."""
    if error.code is not None and error.code < HTTPStatus.BAD_REQUEST:
        return Response(error.get_response(request.environ).data, error.code, error.get_headers())
    if isinstance(error, MethodNotAllowed):
        response = answer_problem(problems.MethodNotAllowed(method=request.method))
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return response
    if isinstance(error, RequestEntityTooLarge):
        return answer_problem(problems.BodyTooLarge(most=most_body()))
    if error.code == HTTPStatus.NOT_FOUND:
        return answer_problem(problems.NotFound())
    return answer_problem(problems.UnreadableBody(format="HTTP", reason=error.name))


def _answer_unexpected(error: Exception) -> Response:
    """Return 500 with the request id alone; the log has the rest."""
    log.error(
        "request_crashed", path=request.path, exc_info=getattr(error, "original_exception", error)
    )
    return answer_problem(problems.UnexpectedFailure())


def _as_json(problem: Problem) -> Response:
    body: dict[str, object] = {
        "message": problem_text(problem),
        "code": float(problem.code),
        "type": f"/problems/{problem.slug}",
    }
    details = problem_details(problem)
    if details:
        body["details"] = details
    return jsonify(body)


def _as_openrosa(problem: Problem) -> Response:
    return documents.refusal(problem_text(problem))


def _as_odata(problem: Problem) -> Response:
    root = etree.Element("error", code=problem.code)
    etree.SubElement(root, "message").text = problem_text(problem)
    return Response(etree.tostring(root), mimetype="application/xml")


def _as_page(problem: Problem) -> Response:
    page = render_plain(
        "problem.html",
        text=problem_text(problem),
        is_not_allowed=isinstance(problem, problems.NotAllowed),
        status=problem.status,
        request_id=g.get("request_id", ""),
    )
    return Response(page, mimetype="text/html")


_WRITERS = {
    WireFormat.JSON: _as_json,
    WireFormat.OPENROSA: _as_openrosa,
    WireFormat.ODATA_XML: _as_odata,
    WireFormat.PAGE: _as_page,
}
