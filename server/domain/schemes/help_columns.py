"""Help for the columns of a scheme workbook, in their order, marked for translation."""

from collections.abc import Mapping

from server.problems import N_

INDICATOR_COLUMNS: Mapping[str, str] = {
    "code": N_("The code of the row, each once; other rows and lists refer to it."),
    "parent": N_("The code of the heading above; empty for the highest rows."),
    "name_zh": N_("Its name in Chinese, as in the document."),
    "name_en": N_("Its name in English."),
    "points": N_("Full marks, or unknown where the document does not state them."),
    "weight": N_("Its weight among the rows of the same heading, such as 0.12."),
    "kind": N_("How the row is scored; the sheet “kinds” explains each."),
    "source": N_("Where the value comes from; of several, the first that has one counts."),
    "measure": N_("The measures it looks at; empty: the one of its own code."),
    "combine": N_("How several values of a measure become one."),
    "look_back_months": N_("Only what was observed in so many months before the day counts."),
    "na": N_("What the row counts for those to whom it does not apply."),
    "applies_when": N_("To whom it applies, such as headcount >= 50; industry in C D."),
    "otherwise": N_("What stands there for the others, such as “covered by the joint union”."),
    "subject": N_("For which kinds of subjects it is; empty: for all."),
    "assessor": N_("The levels or departments that may fill it in."),
    "evidence": N_("Files to hand in, separated by semicolons."),
    "evidence_gate": N_("With yes there are no points without a file."),
    "starred": N_("With yes the row carries a veto of its own."),
    "note": N_("A remark for readers."),
}
VETO_COLUMNS: Mapping[str, str] = {
    "code": N_("The code of the veto."),
    "name_zh": N_("Its name in Chinese, as in the document."),
    "name_en": N_("Its name in English."),
    "kind": N_("How the veto is decided; the sheet “kinds” explains each."),
    "source": N_("Where the value comes from; of several, the first that has one counts."),
    "measure": N_("The measure it looks at, such as record:arrears."),
    "look_back_months": N_("Only what was observed in so many months before the day counts."),
    "proof": N_("What must be at hand before it counts, such as a decision with its number."),
    "may_set": N_("The levels or departments that may set it by hand."),
    "effect": N_("What it does: reject, or another effect that the guide explains."),
    "subject": N_("For which kinds of subjects it is; empty: for all."),
    "note": N_("A remark for readers."),
}
GRADE_COLUMNS: Mapping[str, str] = {
    "code": N_("The code of the grade; grades stand from the lowest to the highest."),
    "name_zh": N_("Its name in Chinese, as in the document."),
    "name_en": N_("Its name in English."),
    "kind": N_("How the grade is reached; the sheet “kinds” explains each."),
    "subject": N_("For which kinds of subjects it is; empty: for all."),
    "applies_when": N_("To whom it applies, such as headcount >= 50; industry in C D."),
    "level_before": N_("The code of the grade that must be held before."),
    "wait_months": N_("For how many months it must have been held."),
    "decided_by": N_("Who decides."),
    "valid_months": N_("For how many months the grade is valid."),
    "quota": N_("The most that may be named in each area."),
    "floor": N_("The least to put forward in each area."),
    "quota_by": N_("The level of areas that quota and floor speak of."),
    "note": N_("A remark for readers."),
}
STAGE_COLUMNS: Mapping[str, str] = {
    "order": N_("The number of the step."),
    "stage_zh": N_("What is done, in Chinese."),
    "stage_en": N_("What is done, in English."),
    "actor_zh": N_("Who does it, in Chinese."),
    "actor_en": N_("Who does it, in English."),
    "level": N_("The level on which it is done."),
    "deadline": N_("Until when."),
    "requirement": N_("What must be there before."),
    "decisions": N_("What may be decided."),
    "next": N_("What comes then."),
    "note": N_("A remark for readers."),
}
RECORD_COLUMNS: Mapping[str, str] = {
    "kind": N_("The name of the kind of records, such as arrears."),
    "name_zh": N_("Its name in Chinese, as in the document."),
    "name_en": N_("Its name in English."),
    "column": N_("The name of a column of such a list; one row for each column."),
    "type": N_("What the column holds."),
    "department": N_("The department that sends the list."),
    "note": N_("A remark for readers."),
}
TARGET_COLUMNS: Mapping[str, str] = {
    "code": N_("The code of the target."),
    "kind": N_("What is compared with the goal."),
    "name_zh": N_("Its name in Chinese, as in the document."),
    "name_en": N_("Its name in English."),
    "unit": N_("What is counted: a kind of subject, or a level of areas."),
    "band": N_("Which of them are meant, such as headcount >= 50."),
    "metric": N_("What makes one count, such as taking part or holding a title."),
    "per": N_("A level of areas each of which has to reach it; empty: all together."),
    "by_date": N_("Until which date, such as 2027-12-31."),
    "goal": N_("A percentage such as 85, a share such as 2/3, a number, or unknown."),
    "stretch": N_("The goal that one strives for beyond it."),
    "within_years": N_("Within how many years."),
    "note": N_("A remark for readers."),
}
PARAMETERS_COLUMNS: Mapping[str, str] = {
    "code": N_("The code of the row that the list belongs to."),
    "parameter": N_("The name of the parameter."),
    "row": N_("Which row of the list it is, counted from 1."),
    "value": N_("Its value."),
}
SETTINGS_COLUMNS: Mapping[str, str] = {
    "setting": N_("The name of a setting."),
    "value": N_("Its value; empty: what the help says."),
    "help": N_("What it means."),
}
