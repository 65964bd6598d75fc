"""The definitions that stand beside every figure: what counts as satisfied, against which target.

They are settings of a campaign and are stored with each release, with the version of these rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from server.domain.json_values import JsonObject, decimal_of, integer_of, object_of
from server.domain.sampling import SampleProfile, profile_from_json

RULES_VERSION = "satisfaction-1"

LEAST_THRESHOLD = 5
_LEAST_TEXT_THRESHOLD = 10
_HUNDRED = Decimal(100)


class BadDefinitions(ValueError):
    """Definitions that would show too much or mean nothing; `field` names the culprit."""

    def __init__(self, field_name: str) -> None:
        super().__init__(f"Not a usable value: {field_name}")
        self.field = field_name


@dataclass(frozen=True, slots=True)
class Definitions:
    """What the figures of a release mean. Raises BadDefinitions."""

    target_share: Decimal = Decimal(80)
    """Share of satisfied answers to reach, in percent."""
    sample_profile: SampleProfile = field(default_factory=SampleProfile)
    threshold: int = LEAST_THRESHOLD
    """Fewest answers that any figure may stand for; not below five."""
    text_threshold: int = _LEAST_TEXT_THRESHOLD
    """Fewest answers before texts are shown; not below ten."""
    satisfied_choices: int = 2
    """How many choices from the top of a scale mean satisfied."""
    dissatisfied_choices: int = 2
    """How many from its bottom mean dissatisfied; those between mean basically satisfied."""
    rules_version: str = RULES_VERSION

    def __post_init__(self) -> None:
        checks = {
            "targetShare": 0 < self.target_share <= _HUNDRED,
            "threshold": self.threshold >= LEAST_THRESHOLD,
            "textThreshold": self.text_threshold >= max(self.threshold, _LEAST_TEXT_THRESHOLD),
            "satisfiedChoices": self.satisfied_choices >= 1,
            "dissatisfiedChoices": self.dissatisfied_choices >= 1,
        }
        for name, holds in checks.items():
            if not holds:
                raise BadDefinitions(name)

    def to_json(self) -> JsonObject:
        """Return the definitions as JSON; decimals as text."""
        return {
            "targetShare": str(self.target_share),
            "sampleProfile": self.sample_profile.to_json(),
            "threshold": self.threshold,
            "textThreshold": self.text_threshold,
            "satisfiedChoices": self.satisfied_choices,
            "dissatisfiedChoices": self.dissatisfied_choices,
            "rulesVersion": self.rules_version,
        }


def definitions_from_json(value: Mapping[str, object]) -> Definitions:
    """Return stored definitions, defaults for what is missing. Raises BadJson, BadDefinitions."""
    stored = {**Definitions().to_json(), **value}
    return Definitions(
        target_share=decimal_of(stored, "targetShare"),
        sample_profile=profile_from_json(object_of(stored, "sampleProfile")),
        threshold=integer_of(stored, "threshold"),
        text_threshold=integer_of(stored, "textThreshold"),
        satisfied_choices=integer_of(stored, "satisfiedChoices"),
        dissatisfied_choices=integer_of(stored, "dissatisfiedChoices"),
        rules_version=str(stored["rulesVersion"]),
    )
