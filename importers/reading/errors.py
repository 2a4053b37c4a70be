"""The one error of reading: a file that cannot be read, with a reason a person can act on."""

from collections.abc import Mapping

from importers.limits import MEBIBYTE
from importers.reading.messages import MESSAGES


class UnreadableFile(Exception):
    """文件无法读取: the file is no table we read, is broken, locked, hostile or too large.

    `code` names the reason (a key of `importers.reading.messages.MESSAGES`), `details` fill its text.
    """

    def __init__(self, code: str, details: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.details = dict(details or {})
        super().__init__(self.describe("zh"))

    def describe(self, language: str = "zh") -> str:
        """What is wrong with the file and what to do, in Chinese ("zh") or English ("en")."""
        chinese, english = MESSAGES[self.code]
        return fill(chinese if language == "zh" else english, self.details)


def mebibytes(number: int) -> str:
    """A number of bytes as people read it."""
    return f"{number / MEBIBYTE:,.0f} MiB"


def fill(template: str, details: Mapping[str, str]) -> str:
    """The template with its {names} filled from `details`; a name that was not given shows as “?”."""
    return template.format_map(_Given(details))


class _Given(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"
