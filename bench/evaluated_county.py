"""A county whose enterprises have all inputs of a 100-point table stored, ready to be evaluated."""

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert
from sqlmodel import Session, select

from server import clock
from server.domain.areas import AreaLevel
from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.lifecycle import AssessmentState
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.operations.assign_scheme import SchemeAssignment, assign_scheme
from server.operations.create_area import NewArea, create_area
from server.operations.create_project import create_project
from server.operations.job_context import JobContext
from server.operations.publish_scheme import publish_scheme
from server.operations.upload_scheme import SchemeUpload, upload_scheme
from server.operations.write_enterprise import EnterpriseWrite, write_enterprises
from server.store.batches import batches
from server.store.queries import schemes
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.assessments import Assessment, AssessmentValue
from server.store.tables.campaigns import Campaign
from server.store.tables.evaluations import StoredEvaluation
from server.store.tables.forms import Form
from server.store.transaction import Store
from server.store.upsert import table_of
from xlsforms.scheme import GRADES, INDICATORS, SETTINGS, Scheme, SchemeRow

HAND_ROWS, GROUPS = 58, 6
_SLICE = 2_000


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A campaign that a scheme evaluates, and the enterprise that keeps changing."""

    campaign_id: int
    probe_enterprise_id: int
    probe_assessment_id: int

    def is_stale(self, store: Store) -> bool:
        """Tell whether the evaluation of the enterprise that changes waits to be renewed."""
        statement = select(StoredEvaluation.computed_generation, StoredEvaluation.generation).where(
            StoredEvaluation.enterprise_id == self.probe_enterprise_id
        )
        with store.reading() as session:
            found = session.exec(statement).first()
        return found is None or found[0] < found[1]


def own_scheme() -> Scheme:
    """Return a table of 100 points: 58 rows in 6 groups, and two grades."""
    settings = {"scheme": "bench", "version": "1", "name_zh": "一百分"}
    rows: list[Mapping[str, str]] = [
        {"code": f"G{group}", "name_zh": f"第{group}组", "kind": "group"}
        for group in range(1, GROUPS + 1)
    ]
    rows += [
        {
            "code": f"H{number}",
            "name_zh": f"指标{number}",
            "kind": "manual_range",
            "parent": f"G{number % GROUPS + 1}",
            "points": str(full_marks(number)),
            "max": str(full_marks(number)),
        }
        for number in range(1, HAND_ROWS + 1)
    ]
    grades = [
        {"code": "A", "name_zh": "和谐企业", "kind": "grade_bands", "from_points": "60"},
        {"code": "AA", "name_zh": "优秀和谐企业", "kind": "grade_bands", "from_points": "85"},
    ]
    return Scheme(
        settings={
            name: SchemeRow({"setting": name, "value": value}, SETTINGS, row)
            for row, (name, value) in enumerate(settings.items(), 2)
        },
        indicators=tuple(SchemeRow(row, INDICATORS, n) for n, row in enumerate(rows, 2)),
        parameters={},
        grades=tuple(SchemeRow(row, GRADES, n) for n, row in enumerate(grades, 2)),
    )


def points_drawn(subject: int, row: int) -> Decimal:
    """Return half points up to the row's; hardly two enterprises are alike in a whole group."""
    steps = 2 * full_marks(row) + 1
    return Decimal(zlib.crc32(b"%d:%d" % (subject, row)) % steps) / 2


def full_marks(row: int) -> int:
    """Return the points of a row, counted from 1: they add up to 100."""
    return 2 if row <= 100 - HAND_ROWS else 1


def make_county(context: JobContext, count: int) -> Evaluated:
    """Store a campaign of so many enterprises, each with points for every row."""
    store, by = context.store, By(None, clock.now())
    with store.writing() as session:
        project_id = stored(create_project(session, by, name="Bench").id)
        new = NewArea(name="County", level=AreaLevel.COUNTY)
        area_id = stored(create_area(session, by, project_id, new).id)
        campaign_id = _campaign(session, project_id, by)
    ids: list[int] = []
    for numbers in batches(range(count), _SLICE):
        with store.writing() as session:
            ids += write_enterprises(session, by, project_id, list(_writes(numbers, area_id)))
    with store.writing() as session:
        version_id, scheme_id = _publish(session, context, project_id, campaign_id, by)
    for some in batches(ids, _SLICE):
        with store.writing() as session:
            _assess(session, some, (campaign_id, scheme_id, version_id), by)
    with store.reading() as session:
        first = select(Assessment.id).where(Assessment.enterprise_id == ids[0])
        return Evaluated(campaign_id, ids[0], stored(session.exec(first).one()))


def _campaign(session: Session, project_id: int, by: By) -> int:
    form = Form(project_id=project_id, form_id="survey", is_anonymous=True, created_at=by.at)
    session.add(form)
    session.flush()
    day = by.at.date()
    campaign = Campaign(
        project_id=project_id,
        name="Bench",
        survey_form_pk=stored(form.id),
        opens_on=day,
        closes_on=day + dt.timedelta(days=30),
        created_at=by.at,
    )
    session.add(campaign)
    session.flush()
    return stored(campaign.id)


def _writes(numbers: Sequence[int], area_id: int) -> Iterator[EnterpriseWrite]:
    for number in numbers:
        yield EnterpriseWrite(
            EnterpriseFacts(name=f"第{number}厂", area_id=area_id, headcount=20 + number % 900)
        )


def _publish(
    session: Session, context: JobContext, project_id: int, campaign_id: int, by: By
) -> tuple[int, int]:
    cells = own_scheme()
    workbook = context.blobs.put(b"bench")
    upload = SchemeUpload(cells, compile_scheme(cells), workbook, "bench.xlsx")
    upload_scheme(session, by, project_id, upload)
    scheme = schemes.get_scheme(session, project_id, "bench", is_locked=True)
    version_id = stored(publish_scheme(session, by, scheme).id)
    wanted = SchemeAssignment(version_id)
    assign_scheme(session, by, Scope(project_id), campaign_id, wanted)
    return version_id, stored(scheme.id)


def _assess(session: Session, ids: Sequence[int], of: tuple[int, int, int], by: By) -> None:
    """Store what the county gave some enterprises, submitted."""
    campaign_id, scheme_id, version_id = of
    table = table_of(Assessment)
    rows = [
        {
            "campaign_id": campaign_id,
            "scheme_id": scheme_id,
            "scheme_version_id": version_id,
            "subject_kind": "enterprise",
            "subject_id": key,
            "enterprise_id": key,
            "level": "county",
            "state": AssessmentState.SUBMITTED,
            "revision": 1,
            "return_reason": "",
            "saved_at": by.at,
            "submitted_at": by.at,
        }
        for key in ids
    ]
    statement = insert(table).returning(table.c.id, table.c.subject_id)
    made = session.connection().execute(statement, rows).all()
    values = [
        {
            "assessment_id": key,
            "measure": f"H{number}",
            "value": str(points_drawn(subject_id, number)),
            "is_not_applicable": False,
            "reason": "",
        }
        for key, subject_id in made
        for number in range(1, HAND_ROWS + 1)
    ]
    for some in batches(values):
        session.connection().execute(insert(table_of(AssessmentValue)), list(some))
