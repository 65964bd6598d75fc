"""`benchmark_ratio`: a figure held against an outside one, such as the city's average wage."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.exact.exact import decimal_of
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.kinds.judge import check_op
from server.domain.schemes.kinds.part_of import better_of_part, part_judged
from server.domain.schemes.kinds.rule_faults import above_zero, needs_measures
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField, RuleKind, Slot
from server.problems import N_


@dataclass(frozen=True, slots=True)
class BenchmarkRatio:
    """Parameters: how many times the benchmark, as 1.1 or 110%."""

    ratio: Fraction
    op: str = ">="


def _fields(_: BenchmarkRatio, slot: Slot) -> tuple[InputField, ...]:
    return tuple(
        InputField(one, FieldKind.NUMBER, slot.name, minimum=Decimal(0)) for one in slot.measures
    )


def _check(parameters: BenchmarkRatio, slot: Slot) -> Iterator[Fault]:
    yield from needs_measures(slot, "benchmark_ratio", "value", "benchmark")
    yield from above_zero(slot.row, "ratio", decimal_of(parameters.ratio))
    yield from check_op(slot, parameters.op)


BENCHMARK_RATIO = RuleKind(
    "benchmark_ratio",
    15,
    N_("A figure against a benchmark"),
    BenchmarkRatio,
    _fields,
    lambda parameters, slot, case: part_judged(
        slot, case, op=parameters.op, limit=parameters.ratio
    ),
    check=_check,
    better=lambda parameters, slot: better_of_part(slot, parameters.op),
)
