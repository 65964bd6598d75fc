"""Bodies for tests of rights: what each route must be sent to come as far as the thing itself."""

from collections.abc import Mapping

BODIES: Mapping[str, Mapping[str, object]] = {
    "central_app_users.patch_app_user": {"displayName": "x"},
    "central_assessments.post_return": {"reason": "x"},
    "central_assessments.post_submit": {"revision": 0, "rows": {}},
    "central_assessments.put_sheet": {"revision": 0, "rows": {}},
    "central_enterprises.patch_enterprise": {"name": "x"},
    "central_enterprises.post_enterprise": {"name": "x", "areaId": "{area_id}"},
    "central_findings.patch_finding": {"version": 1, "reason": "x", "state": "rectified"},
    "central_posters.patch_poster": {"place": "x"},
    "central_posters.post_posters": {
        "campaignId": "{own.campaign_id}",
        "enterpriseId": "{enterprise_id}",
    },
    "central_quarantine.discard_payload": {"reason": "x"},
    "central_records.post_undo": {"reason": "x"},
    "central_submissions.patch_submission": {"reviewState": "approved"},
    "office_app_users.change_app_user": {"name": "x"},
    "office_assessments.give_back": {"reason": "x"},
    "office_enterprises.change": {"name": "x", "area_id": "{own.area_id}"},
    "office_findings.change": {"version": "1", "what": "close", "reason": "x"},
    "office_inbox.tie": {"enterprise": "{own.enterprise_id}", "seen": "1-1"},
    "office_quarantine.discard": {"reason": "x"},
    "office_records.undo": {"reason": "x"},
    "office_posters.repoint": {"enterprise": "{enterprise_id}"},
    "central_submission_comments.add_comment": {"body": "x"},
    "office_submissions.comment": {"comment": "x"},
    "office_submissions.exclude": {"reason": "x", "seen": "1-1"},
    "office_submissions.review_submission": {"state": "approved", "seen": "1-1"},
}
"""Bodies that come as far as the thing itself; `{name}` is filled from the place.

Areas are known to everybody in a project, so that a foreign one may be refused instead.
"""
