"""A small scheme in tests: stored, published, and used in a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from server.domain.schemes.reading.scheme_json import pack_scheme, scheme_sha256
from server.store.blobs import BlobStore
from server.store.queries.assessments import AssessmentKey, begin
from server.store.queries.blobs import keep_blob
from server.store.row_key import stored
from server.store.tables.assessments import AssessmentFile
from server.store.tables.enterprises import Enterprise
from server.store.tables.records import DepartmentRecord, RecordBatch
from server.store.tables.schemes import CampaignScheme, SchemeVersion
from server.store.tables.schemes import Scheme as StoredScheme
from tests import factories
from tests.people import Places
from xlsforms.scheme import INDICATORS, RECORDS, SETTINGS, VETOES, Scheme, SchemeRow

Cells = dict[str, str]
INDICATOR_ROWS: tuple[Cells, ...] = (
    {"code": "1", "name_zh": "规范性指标", "name_en": "Compliance", "kind": "group"},
    {
        "code": "1.1",
        "parent": "1",
        "name_zh": "职工名册",
        "name_en": "Employee register",
        "points": "2.5",
        "kind": "manual_range",
        "source": "assessor self",
        "evidence_zh": "名册;工资表",
        "evidence_en": "Register; payroll",
    },
    {
        "code": "1.2",
        "parent": "1",
        "name_zh": "劳务派遣",
        "name_en": "Agency labour",
        "points": "1",
        "kind": "manual_range",
        "source": "assessor self",
        "na": "full",
    },
    {
        "code": "1.3",
        "parent": "1",
        "name_zh": "社保缴费",
        "name_en": "Premiums",
        "points": "4",
        "kind": "linear_deduct",
        "target": "100",
        "per_point": "0.2",
        "source": "record",
        "measure": "record:insurance:rate",
    },
)
VETO_ROWS: tuple[Cells, ...] = (
    {
        "code": "V1",
        "name_zh": "使用童工",
        "name_en": "Child labour",
        "kind": "veto",
        "source": "assessor",
        "may_set": "county",
    },
)
RECORD_ROWS: tuple[Cells, ...] = (
    {
        "kind": "insurance",
        "name_zh": "社会保险参保率",
        "name_en": "Insurance rate",
        "column": "rate",
        "type": "number",
        "department_zh": "人社局",
        "department_en": "Labour bureau",
    },
    {
        "kind": "arrears",
        "name_zh": "欠薪案件",
        "name_en": "Wage arrears",
        "column": "settled",
        "type": "yes_no",
        "department_zh": "人社局",
        "department_en": "Labour bureau",
    },
    {
        "kind": "arrears",
        "name_zh": "欠薪案件",
        "name_en": "Wage arrears",
        "column": "amount",
        "type": "number",
        "department_zh": "人社局",
        "department_en": "Labour bureau",
    },
)


def scheme(
    indicators: Sequence[Cells] = INDICATOR_ROWS,
    vetoes: Sequence[Cells] = VETO_ROWS,
    records: Sequence[Cells] = RECORD_ROWS,
) -> Scheme:
    """Return a scheme as its workbook would be read."""
    settings = {"scheme": "small", "version": "1", "name_zh": "小方案", "name_en": "Small scheme"}
    return Scheme(
        settings={
            name: SchemeRow({"setting": name, "value": value}, SETTINGS, number)
            for number, (name, value) in enumerate(settings.items(), 3)
        },
        indicators=_rows(indicators, INDICATORS),
        parameters={},
        vetoes=_rows(vetoes, VETOES),
        records=_rows(records, RECORDS),
    )


def _rows(many: Sequence[Cells], sheet: str) -> tuple[SchemeRow, ...]:
    return tuple(SchemeRow(one, sheet, number) for number, one in enumerate(many, 3))


@dataclass(frozen=True, slots=True)
class UsedScheme:
    """Keys of a scheme that a campaign uses."""

    scheme_id: int
    version_id: int


def used_scheme(
    session: Session,
    project_id: int,
    campaign_id: int,
    *,
    slug: str = "small",
    content: Scheme | None = None,
    area_id: int | None = None,
) -> UsedScheme:
    """Store a scheme with a published version, and use it in a campaign."""
    now, cells = factories.by().at, content or scheme()
    made = StoredScheme(
        project_id=project_id, slug=slug, name_zh="小方案", name_en="Small scheme", created_at=now
    )
    session.add(made)
    session.flush()
    version = SchemeVersion(
        scheme_id=stored(made.id),
        version="1",
        workbook_sha256="0" * 64,
        workbook_name="small.xlsx",
        content=pack_scheme(cells),
        content_sha256=scheme_sha256(cells),
        created_at=now,
        published_at=now,
    )
    session.add(version)
    session.flush()
    session.add(
        CampaignScheme(
            campaign_id=campaign_id,
            scheme_id=stored(made.id),
            scheme_version_id=stored(version.id),
            area_id=area_id,
            created_at=now,
        )
    )
    session.flush()
    return UsedScheme(stored(made.id), stored(version.id))


@dataclass(frozen=True, slots=True)
class Assessed:
    """A campaign that uses the small scheme, one of its enterprises, and one of a township beside.

    Both enterprises can be read while the session is open.
    """

    campaign_id: int
    used: UsedScheme
    own: Enterprise
    sibling: Enterprise


def assessed(
    session: Session, places: Places, *, own: str = "Own", sibling: str = "Sibling"
) -> Assessed:
    """Store a campaign with the small scheme, and an enterprise in each of two townships."""
    project_id = places.project_id
    factories.survey_form(session, project_id)
    campaign_id = stored(factories.campaign(session, project_id).id)
    used = used_scheme(session, project_id, campaign_id)
    return Assessed(
        campaign_id,
        used,
        factories.enterprise(session, project_id, places.village_id, name=own),
        factories.enterprise(session, project_id, places.sibling_id, name=sibling),
    )


@dataclass(frozen=True, slots=True)
class Papers:
    """Keys of what stands behind points: a file handed in by an enterprise, an import."""

    file_id: int
    batch_id: int


def given_papers(
    session: Session, blobs: BlobStore, enterprise_id: int, *, campaign_id: int, version_id: int
) -> Papers:
    """Store a draft of an enterprise's own sheet with a file, and an import that names it."""
    by, enterprise = factories.by(), session.get_one(Enterprise, enterprise_id)
    version = session.get_one(SchemeVersion, version_id)
    blob = blobs.put(b"%PDF-1.4 list")
    keep_blob(session, blob, by.at)
    key = AssessmentKey(campaign_id, version.scheme_id, enterprise_id, "self")
    assessment_id = begin(session, key, version_id=version_id, by_id=None, at=by.at)
    file = AssessmentFile(
        assessment_id=stored(assessment_id),
        measure="1.1",
        name="list.pdf",
        blob_sha256=blob.sha256,
        size=blob.size,
        content_type="application/pdf",
        created_at=by.at,
    )
    batch = RecordBatch(
        project_id=enterprise.project_id,
        kind="insurance",
        file_name="insurance.csv",
        blob_sha256=blob.sha256,
        row_count=1,
        created_at=by.at,
    )
    session.add_all([file, batch])
    session.flush()
    session.add(
        DepartmentRecord(
            project_id=enterprise.project_id,
            kind="insurance",
            enterprise_id=enterprise_id,
            credit_code=enterprise.uscc or "",
            dated_on=by.at.date(),
            batch_id=batch.id,
            created_at=by.at,
        )
    )
    session.flush()
    return Papers(stored(file.id), stored(batch.id))
