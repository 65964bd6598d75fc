"""Problems of a state that does not allow what was asked."""

from dataclasses import dataclass

from server.problems.problem import N_, Problem


@dataclass(eq=False)
class SubmissionDiffers(Problem):
    """The instance ID is taken by a submission with other XML."""

    code = "409.1"
    message = N_(
        "A submission already exists with this ID, but with different XML. "
        "Do not delete it from the phone, and call your administrator."
    )
    instance_id: str


@dataclass(eq=False)
class FormClosed(Problem):
    """The form takes no submissions."""

    code = "409.2"
    message = N_(
        "This form is not currently accepting submissions. Please call your administrator."
    )


@dataclass(eq=False)
class AlreadyExists(Problem):
    """A value that must be unique is taken."""

    code = "409.3"
    message = N_("A resource already exists with %(fields)s value(s) of %(values)s.")
    fields: list[str]
    values: list[str]
    table: str


@dataclass(eq=False)
class SchemeVersionExists(Problem):
    """A scheme has a published version of this name."""

    code = "409.47"
    message = N_("Scheme %(scheme)s already has a published version %(version)s.")
    scheme: str
    version: str


@dataclass(eq=False)
class FormVersionExists(Problem):
    """A form has a published version of this name."""

    code = "409.6"
    message = N_("Form %(form_id)s already has a published version %(version)s.")
    form_id: str
    version: str


@dataclass(eq=False)
class NoPublishedVersion(Problem):
    """The form has no published version."""

    code = "409.7"
    message = N_("This form has no published version yet.")


@dataclass(eq=False)
class SubmissionDeleted(Problem):
    """The submission was deleted in the office."""

    code = "409.18"
    message = N_("This submission has been deleted. You may not resubmit it.")


@dataclass(eq=False)
class EditOutOfDate(Problem):
    """An edit of a version that is no longer the current one."""

    code = "409.9"
    message = N_(
        "You tried to update a submission, but the copy you were editing (%(deprecated_id)s) is "
        "now out of date. What you sent was kept aside for the office, which can still take it."
    )
    deprecated_id: str


@dataclass(eq=False)
class EditsNotAccepted(Problem):
    """An edit of an encrypted submission, which is kept aside."""

    code = "409.45"
    message = N_(
        "Edits of encrypted submissions are not accepted. What you sent was kept aside for the "
        "office; the submission itself is unchanged."
    )
    deprecated_id: str


@dataclass(eq=False)
class ChangedMeanwhile(Problem):
    """Somebody else changed this in the meantime."""

    code = "409.41"
    message = N_("This was changed by somebody else meanwhile. Look at it again before you go on.")


@dataclass(eq=False)
class AnonymityIsFinal(Problem):
    """A published form that is anonymous stays so, and one that is not can't become so."""

    code = "409.42"
    message = N_(
        "Whether the form %(form_id)s is anonymous can't change once it is published; "
        "use another form ID."
    )
    form_id: str


@dataclass(eq=False)
class LastAdministrator(Problem):
    """The last administrator can't be removed."""

    code = "409.43"
    message = N_("The last administrator can't be removed.")


@dataclass(eq=False)
class NotPossibleNow(Problem):
    """The state of the thing does not allow this."""

    code = "409.44"
    message = N_("This is not possible now: %(reason)s")
    reason: str


@dataclass(eq=False)
class EntityListNameDiffers(Problem):
    """An entity list of almost this name exists: only letter case differs."""

    code = "409.16"
    message = N_("There is an entity list %(current)s; the name %(provided)s differs only in case.")
    current: str
    provided: str


@dataclass(eq=False)
class EntityPropertyNameDiffers(Problem):
    """A property of almost this name exists: only letter case differs."""

    code = "409.17"
    message = N_("There is a property %(current)s; the name %(provided)s differs only in case.")
    current: str
    provided: str


@dataclass(eq=False)
class FormNotForPage(Problem):
    """A campaign chose a form that the worker's page can't ask: which question, and why."""

    code = "409.46"
    message = N_("The survey page can't ask the form %(form_id)s: %(reasons)s")
    form_id: str
    reasons: list[str]
    faults: list[dict[str, str]]
