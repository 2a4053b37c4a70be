"""The table of measurements, with the ratio to the limit where there is one."""

from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement; `at_least` or `at_most` is the limit it is held against."""

    what: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the limit was reached: 1 or more is good."""
        if self.at_least:
            return self.value / self.at_least
        return self.at_most / self.value if self.at_most else None


def show_head(out: TextIO) -> None:
    """Print the head of the table."""
    print(f"{'work':<56}{'measured':>16} {'unit':<8}{'limit':>12}{'ratio':>8}", file=out)


def show(line: Line, out: TextIO) -> None:
    """Print one line of the table as soon as it is measured."""
    limit = line.at_least or line.at_most
    bound = f"{'≥' if line.at_least else '≤'} {limit:,.10g}" if limit else ""
    ratio = f"{line.ratio:.2f}" if line.ratio else ""
    value = f"{line.value:,.0f}" if line.value >= 100 else f"{line.value:,.2f}"
    print(f"{line.what:<56}{value:>16} {line.unit:<8}{bound:>12}{ratio:>8}", file=out, flush=True)
