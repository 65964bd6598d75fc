"""The rows of an evaluation by code, each put together when somebody looks at it."""

from collections.abc import Iterator, Mapping, ValuesView

from server.domain.schemes.described.observations import Inputs
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.scoring.evaluation import RowScore


class ScoredRows(Mapping[str, RowScore]):
    """Code -> row. Of a row that one value decided, that value is all that was used."""

    __slots__ = ("_inputs", "_looked_at", "_measures", "_outcomes")

    def __init__(
        self,
        outcomes: Mapping[str, Outcome],
        looked_at: Mapping[str, RowScore],
        measures: Mapping[str, str],
        inputs: Inputs,
    ) -> None:
        self._outcomes, self._looked_at = outcomes, looked_at
        self._measures, self._inputs = measures, inputs

    def __getitem__(self, code: str) -> RowScore:
        found = self._looked_at.get(code)
        if found is not None:
            return found
        return RowScore(code, self._outcomes[code], self._inputs.get(self._measures[code], ()))

    def values(self) -> ValuesView[RowScore]:
        """Return the rows in their order, put together at once."""
        found, simple, inputs = self._looked_at, self._measures, self._inputs
        return {
            code: found.get(code) or RowScore(code, outcome, inputs.get(simple[code], ()))
            for code, outcome in self._outcomes.items()
        }.values()

    def __iter__(self) -> Iterator[str]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __eq__(self, other: object) -> bool:
        """Tell whether both have the same rows, and of each the same is said."""
        return isinstance(other, Mapping) and dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash(tuple(self._outcomes))
