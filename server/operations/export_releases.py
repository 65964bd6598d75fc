"""The releases of an anonymous form as a spreadsheet: what pages show, one row an enterprise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from exports.profiles.export_form import Notes
from exports.profiles.release_xlsx import ReleaseColumn, ReleaseRow, release_spreadsheet
from exports.profiles.words import EN, ZH
from exports.spreadsheet import ColumnKind, Spreadsheet
from server.domain.form_texts import language_for, text_in
from server.domain.json_values import optional_integer_of, text_of
from server.domain.release import Bound, CountRelease, MeasureFigures, ScoreRange, Share
from server.domain.satisfaction import OVERALL_MEASURE, Verdict
from server.operations.request_job import scope_of_job
from server.store.queries import campaigns, forms, releases
from server.store.queries.releases import EnterpriseResult
from server.store.tables.forms import Form
from server.store.tables.jobs import Job
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform

Figure = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class _Texts:
    """The words of these columns in one language."""

    campaign: str
    verdict: str
    satisfied: str
    dissatisfied: str
    score: str
    interval: str
    valid: str
    not_shown: str
    fewer_than: str
    between: str
    verdicts: Mapping[Verdict, str]
    target: str


_ZH = _Texts(
    campaign="创建活动",
    verdict="结论",
    satisfied="满意率",
    dissatisfied="不满意率",
    score="满意度得分",
    interval="满意率95%区间",
    valid="有效回答",
    not_shown="未公布",
    fewer_than="少于{count}份",
    between="{low}至{high}",
    verdicts={
        Verdict.MEETS: "达标",
        Verdict.DOES_NOT_MEET: "未达标",
        Verdict.TOO_SMALL: "样本不足",
    },
    target="满意率为“很满意”和“满意”占有效回答的比例；人数较少时只给出范围。",
)
_EN = _Texts(
    campaign="Campaign",
    verdict="Verdict",
    satisfied="satisfied",
    dissatisfied="dissatisfied",
    score="score",
    interval="satisfied, 95 % interval",
    valid="valid answers",
    not_shown="not published",
    fewer_than="fewer than {count}",
    between="{low} to {high}",
    verdicts={
        Verdict.MEETS: "meets the target",
        Verdict.DOES_NOT_MEET: "does not meet the target",
        Verdict.TOO_SMALL: "too few to tell",
    },
    target="Satisfied: very satisfied or satisfied, of the valid answers; small numbers as ranges.",
)


def releases_spreadsheet(
    session: Session, job: Job, form: Form, *, made_at: datetime
) -> Spreadsheet:
    """Return what is released of a form's campaigns within the scope of a job."""
    is_english = text_of(job.parameters, "locale") == "en"
    texts = _EN if is_english else _ZH
    compiled = read_xform(forms.get_current(session, form).xform)
    labels = _labels(compiled, language_for(compiled, text_of(job.parameters, "locale")))
    results = _results(session, job, form)
    names = {one.id: one.name for one in campaigns.list_campaigns(session, form.project_id)}
    hidden = sum(one.figures is None for one in results)
    return release_spreadsheet(
        tuple(_columns(labels, texts)),
        (_row(one, names.get(one.campaign_id, ""), labels, texts) for one in results),
        words=EN if is_english else ZH,
        notes=Notes(
            made_at=made_at,
            lines=((texts.satisfied, texts.target),),
            suppressed_count=hidden,
        ),
    )


def _results(session: Session, job: Job, form: Form) -> list[EnterpriseResult]:
    own = {
        one.id
        for one in campaigns.list_campaigns(session, form.project_id)
        if one.survey_form_pk == form.id
    }
    found = releases.list_results(
        session,
        scope_of_job(job),
        campaign_id=optional_integer_of(job.parameters, "campaignId"),
        enterprise_id=optional_integer_of(job.parameters, "enterpriseId"),
    )
    return [one for one in found if one.campaign_id in own]


def _labels(form: CompiledForm, language: str) -> dict[str, str]:
    """Return the measures with points and their questions' labels, the overall one first."""
    found = {
        field.measure: text_in(field.labels, language, form) or field.name
        for field in form.fields
        if field.measure and field.score
    }
    return dict(sorted(found.items(), key=lambda pair: pair[0] != OVERALL_MEASURE))


def _columns(labels: Mapping[str, str], texts: _Texts) -> Iterator[ReleaseColumn]:
    yield ReleaseColumn(texts.campaign, ColumnKind.TEXT)
    yield ReleaseColumn(texts.verdict, ColumnKind.TEXT)
    for label in labels.values():
        yield ReleaseColumn(f"{label} – {texts.valid}", ColumnKind.INTEGER)
        yield ReleaseColumn(f"{label} – {texts.satisfied}", ColumnKind.PERCENT)
        yield ReleaseColumn(f"{label} – {texts.dissatisfied}", ColumnKind.PERCENT)
        yield ReleaseColumn(f"{label} – {texts.score}", ColumnKind.DECIMAL)
        yield ReleaseColumn(f"{label} – {texts.interval}", ColumnKind.TEXT)


def _row(
    result: EnterpriseResult, campaign: str, labels: Mapping[str, str], texts: _Texts
) -> ReleaseRow:
    figures = result.figures
    shown: dict[str, MeasureFigures] = {}
    if figures is not None:
        overall = () if figures.overall is None else (figures.overall,)
        shown = {one.measure: one for one in (*overall, *figures.items)}
    verdict = texts.not_shown if figures is None else texts.verdicts[figures.verdict]
    cells: list[Figure] = [campaign, verdict]
    for measure in labels:
        cells += _cells(shown.get(measure), texts)
    return ReleaseRow(
        enterprise_name=result.enterprise_name,
        uscc=result.uscc,
        area=result.area_name,
        answer_count=_count(result.count, texts),
        figures=tuple(cells),
    )


def _cells(figures: MeasureFigures | None, texts: _Texts) -> Sequence[Figure]:
    if figures is None or not figures.is_shown:
        return [texts.not_shown] * 5
    interval = figures.interval
    return [
        figures.valid_count,
        _share(figures.satisfied, texts),
        _share(figures.dissatisfied, texts),
        _score(figures.score, texts),
        None
        if interval is None
        else texts.between.format(low=f"{interval.low}%", high=f"{interval.high}%"),
    ]


def _share(share: Share | None, texts: _Texts) -> Figure:
    if share is None:
        return texts.not_shown
    if share.bound is Bound.EXACT:
        return Decimal(share.percent) / 100
    return f"{'≥' if share.bound is Bound.AT_LEAST else '≤'}{share.percent}%"


def _score(score: ScoreRange | None, texts: _Texts) -> Figure:
    if score is None:
        return texts.not_shown
    if score.low == score.high:
        return score.low
    return texts.between.format(low=score.low, high=score.high)


def _count(count: CountRelease, texts: _Texts) -> int | str:
    if count.answer_count is not None:
        return count.answer_count
    return texts.fewer_than.format(count=count.fewer_than)
