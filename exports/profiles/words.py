"""The words of our spreadsheets: titles of sheets and columns, in the language of the reader."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Titles and fixed texts of an export; `ZH` and `EN` are complete sets."""

    labels_sheet: str
    codes_sheet: str
    codebook_sheet: str
    notes_sheet: str
    releases_sheet: str
    targets_sheet: str
    targets: Mapping[str, str]
    """Titles of the columns of targets."""
    findings_sheet: str
    findings: Mapping[str, str]
    """Titles of the columns of findings."""
    ranking_sheet: str
    areas_sheet: str
    ranking: Mapping[str, str]
    """Titles of the columns of rankings and their areas."""
    enterprise: str
    uscc: str
    area: str
    campaign: str
    received: str
    submitter: str
    review_state: str
    review_states: Mapping[str, str]
    key: str
    parent_key: str
    latitude: str
    longitude: str
    altitude: str
    accuracy: str
    code: str
    list_separator: str
    field: str
    label: str
    type: str
    repeat: str
    choice_code: str
    choice_label: str
    answer_count: str
    note: str
    content: str
    form: str
    version: str
    made_at: str
    row_count: str
    suppressed_count: str
    continued: str
    log: Mapping[str, str]


ZH = Words(
    labels_sheet="数据(标签)",
    codes_sheet="数据(代码)",
    codebook_sheet="码表",
    notes_sheet="说明",
    releases_sheet="发布结果",
    targets_sheet="目标进度",
    targets={
        "code": "编号",
        "name": "目标",
        "area": "行政区域",
        "who": "计入条件",
        "band": "适用范围",
        "goal": "目标值",
        "stretch": "争取目标值",
        "counted": "已完成",
        "of_all": "应有总数",
        "share": "完成比例",
        "missing": "还差",
        "due": "完成期限",
        "state": "状态",
        "note": "备注",
    },
    findings_sheet="整改事项",
    findings={
        "enterprise": "企业",
        "uscc": "统一社会信用代码",
        "area": "行政区域",
        "campaign": "创建活动",
        "kind": "问题类别",
        "what": "问题描述",
        "found_on": "发现日期",
        "due_on": "整改期限",
        "state": "状态",
        "followed_up_on": "最近复查",
        "rectified_on": "整改日期",
        "note": "复查情况",
        "reason": "办公室调整理由",
    },
    ranking_sheet="排名",
    areas_sheet="各地情况",
    ranking={
        "area": "排名地区",
        "rank": "名次",
        "name": "名称",
        "uscc": "统一社会信用代码",
        "lies_in": "行政区域",
        "points": "得分",
        "grade": "等级",
        "place": "结果",
        "reached": "达到等级",
        "quota": "名额",
        "free": "剩余名额",
        "floor": "至少推荐",
        "short": "还差",
        "said": "说明",
    },
    enterprise="企业名称",
    uscc="统一社会信用代码",
    area="行政区域",
    campaign="创建活动",
    received="收到时间",
    submitter="提交人",
    review_state="审核状态",
    review_states={
        "received": "已收到",
        "edited": "已修改",
        "hasIssues": "有问题",
        "approved": "审核通过",
        "rejected": "已退回",
    },
    key="提交编号",
    parent_key="上级编号",
    latitude="纬度",
    longitude="经度",
    altitude="海拔",
    accuracy="精度",
    code="代码",
    list_separator="；",
    field="字段",
    label="题目",
    type="类型",
    repeat="所属重复组",
    choice_code="选项代码",
    choice_label="选项",
    answer_count="有效答卷",
    note="项目",
    content="内容",
    form="表单",
    version="表单版本",
    made_at="导出时间",
    row_count="数据行数",
    suppressed_count="未公布的行数（人数不足等）",
    continued="后面的数据在工作表“{sheet}”。",
    log={
        "sheet": "填写过程",
        "event": "事件",
        "node": "题目路径",
        "start": "开始时间",
        "end": "结束时间",
        "place": "位置(纬度 经度 精度)",
    },
)

EN = Words(
    labels_sheet="Data (labels)",
    codes_sheet="Data (codes)",
    codebook_sheet="Codebook",
    notes_sheet="Notes",
    releases_sheet="Releases",
    targets_sheet="Targets",
    targets={
        "code": "Code",
        "name": "Target",
        "area": "Area",
        "who": "Who counts",
        "band": "Which are meant",
        "goal": "Goal",
        "stretch": "Stretch goal",
        "counted": "Counted so far",
        "of_all": "Of all",
        "share": "Share",
        "missing": "Missing",
        "due": "Due",
        "state": "State",
        "note": "Note",
    },
    findings_sheet="Findings",
    findings={
        "enterprise": "Enterprise",
        "uscc": "Credit code",
        "area": "Area",
        "campaign": "Campaign",
        "kind": "Subject",
        "what": "What was found",
        "found_on": "Found on",
        "due_on": "To be mended by",
        "state": "State",
        "followed_up_on": "Last followed up",
        "rectified_on": "Rectified on",
        "note": "Note of the follow-up",
        "reason": "Reason of the office",
    },
    ranking_sheet="Ranking",
    areas_sheet="Areas",
    ranking={
        "area": "Ranked in",
        "rank": "Rank",
        "name": "Name",
        "uscc": "Credit code",
        "lies_in": "Area",
        "points": "Points",
        "grade": "Grade",
        "place": "Place",
        "reached": "Reached the grade",
        "quota": "Quota",
        "free": "Places still free",
        "floor": "Floor",
        "short": "Short of the floor",
        "said": "What it means",
    },
    enterprise="Enterprise",
    uscc="Credit code",
    area="Area",
    campaign="Campaign",
    received="Received",
    submitter="Submitted by",
    review_state="Review state",
    review_states={
        "received": "Received",
        "edited": "Edited",
        "hasIssues": "Has issues",
        "approved": "Approved",
        "rejected": "Rejected",
    },
    key="Submission key",
    parent_key="Parent key",
    latitude="Latitude",
    longitude="Longitude",
    altitude="Altitude",
    accuracy="Accuracy",
    code="code",
    list_separator="; ",
    field="Field",
    label="Question",
    type="Type",
    repeat="In repeat",
    choice_code="Choice code",
    choice_label="Choice",
    answer_count="Valid answers",
    note="Item",
    content="Content",
    form="Form",
    version="Form version",
    made_at="Exported at",
    row_count="Rows of data",
    suppressed_count="Rows not published (too few answers, for example)",
    continued="The rows go on in sheet “{sheet}”.",
    log={
        "sheet": "Log of filling in",
        "event": "Event",
        "node": "Question (path)",
        "start": "Start",
        "end": "End",
        "place": "Position (latitude longitude accuracy)",
    },
)
