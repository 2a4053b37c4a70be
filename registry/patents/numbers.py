"""Which patent a number means, however it is written: of the application, the publication or the grant."""

from dataclasses import dataclass

from registry.accounts.scope import Scope
from registry.patents.tables import Patent
from registry.site.reading import fetch
from schemas import catalogue
from schemas.publication_number import KIND_CODES, kind_code


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a text means as an application number: the number, or what its check digit should be."""

    number: str | None = None
    corrected: str | None = None


def read_number(text: str) -> NumberReading:
    """Recognise an application number in any spelling: ZL, CN, without dot or check digit, 15 digits."""
    if sum(character.isdigit() for character in text) < 8:
        return NumberReading()
    reading = catalogue.field("patent", "application_number").value_type.read(text.strip())
    if reading.value is not None:
        return NumberReading(number=str(reading.value))
    for finding in reading.findings:
        if finding.code == "application_number.check_digit" and {"digits", "expected"} <= set(
            finding.details
        ):
            return NumberReading(corrected=f"{finding.details['digits']}.{finding.details['expected']}")
    return NumberReading()


async def meant_by(scope: Scope, text: str) -> str | None:
    """The application number that a text means: in any spelling, or by a publication number (CN199031270B, with or
    without kind code). None where it means none, or several patents."""
    del scope  # numbers are public
    number = read_number(text).number
    if number:
        return number
    published = _published(text)
    if not published:
        return None
    rows = await fetch(
        Patent,
        "SELECT DISTINCT p.application_number FROM patent p"
        " WHERE p.publication_number = ANY({}) OR p.grant_number = ANY({}) LIMIT 2",
        published,
        published,
    )
    return rows[0]["application_number"] if len(rows) == 1 else None


def _published(text: str) -> list[str]:
    """How a publication number may be on record; a kind code may be missing here or there."""
    value = catalogue.field("patent", "publication_number").value_type.read(text.strip()).value
    if value is None:
        return []
    given = str(value)
    code = kind_code(given)
    return [given, given.removesuffix(code)] if code else [given, *(given + letter for letter in KIND_CODES)]
