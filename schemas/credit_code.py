"""统一社会信用代码 (GB 32100-2015) and the organisation code inside it (组织机构代码, GB 11714)."""

import re
from collections.abc import Mapping
from typing import ClassVar

import polars as pl

from schemas.findings import Reading, error, note, refused, warning
from schemas.text_forms import code_text
from schemas.value_type import Outputs, ValueType

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_FORM = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5", "V": "Y"})
_ORGANISATION = re.compile(r"([0-9A-Z]{8})-?([0-9X])")
_REGISTRATION = re.compile(
    r"[0-9]{13}|[0-9]{15}|[0-9]{6}(?:NA|[0-9]{2})[0-9]{6}[0-9X]|企[^0-9]{1,12}[0-9]{4,8}号?"
)
_SCIENTIFIC = re.compile(r"[0-9](?:[.][0-9]+)?E[+]?[0-9]{1,2}")
_IDENTITY = re.compile(
    r"[1-8][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_character(code: str) -> str:
    """The check character (校验码) of the first 17 characters of a credit code."""
    total = sum(weight * _VALUE[character] for weight, character in zip(WEIGHTS, code[:17], strict=True))
    return ALPHABET[-total % 31]


def organisation_check(code: str) -> str:
    """The check character of an organisation code: 11 − sum mod 11, where 10 is X and 11 is 0."""
    values = (int(character, 36) for character in code[:8])
    total = sum(weight * value for weight, value in zip(ORGANISATION_WEIGHTS, values, strict=True))
    return "0123456789X"[-total % 11]


def _is_identity_card(code: str) -> bool:
    if not _IDENTITY.fullmatch(code):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, code[:17], strict=True))
    return "10X98765432"[total % 11] == code[17]


class CreditCodeValue(ValueType):
    """统一社会信用代码: 18 characters. Real codes exist that fail the check; they are kept and flagged."""

    name = "credit_code"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one code; blanks, hyphens, lower case and full-width forms are mere spelling."""
        plain = code_text(text).replace("-", "").strip("()[],;。、.:")
        if len(plain) != 18 or not (plain.isascii() and plain.isalnum()):
            return _refuse_shape(plain)
        if not _FORM.fullmatch(plain):
            return _read_look_alikes(plain)
        return _read_formed(plain)

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """The canonical form with a check character that verifies."""
        alphabet = pl.Enum(list(ALPHABET))
        values = [
            text.str.slice(place, 1).cast(alphabet, strict=False).to_physical().cast(pl.Int32)
            for place in range(18)
        ]
        terms = [value * weight for value, weight in zip(values[:17], WEIGHTS, strict=True)]
        total = sum(terms[1:], terms[0])
        region_is_digits = pl.all_horizontal(value < 10 for value in values[2:8])
        sound = (text.str.len_bytes() == 18) & region_is_digits & ((total + values[17]) % 31 == 0)
        return {"": pl.when(sound).then(text)}


def _refuse_shape(plain: str) -> Reading:
    if _SCIENTIFIC.fullmatch(plain):
        return refused("credit_code.scientific_notation")
    if _REGISTRATION.fullmatch(plain):
        return refused("credit_code.registration_number", number=plain)
    if len(plain) == 9 and _ORGANISATION.fullmatch(plain):
        return refused("credit_code.organisation_code", number=plain)
    if not re.search("[0-9]", plain):
        return refused("credit_code.not_a_code", text=plain[:60])
    return refused("credit_code.length", count=str(len(plain)))


def _read_look_alikes(plain: str) -> Reading:
    """O for 0 and I for 1 and the like: certain where the check character then verifies."""
    mended = plain.translate(_LOOK_ALIKE)
    wrong = "、".join(sorted(set(plain) - set(ALPHABET)))
    if wrong and _FORM.fullmatch(mended) and check_character(mended) == mended[17]:
        return Reading.of(mended, warning("credit_code.look_alike", fix=mended, letters=wrong))
    if wrong:
        return refused("credit_code.letters", letters=wrong)
    return refused("credit_code.region", region=plain[2:8])


def _read_formed(code: str) -> Reading:
    expected = check_character(code)
    if code[17] == expected:
        return Reading.of(code)
    if _is_identity_card(code):
        return refused("credit_code.identity_card")
    inner = organisation_check(code[8:16]) == code[16]
    if not inner and code.isdigit() and code.endswith("000"):
        return refused("credit_code.digits_lost")
    organisation = "valid" if inner else "invalid"
    found = warning(
        "credit_code.check_character", given=code[17], expected=expected, organisation_code=organisation
    )
    return Reading.of(code, found)


class OrganisationCodeValue(ValueType):
    """组织机构代码 (GB 11714): nine characters, canonical without hyphen."""

    name = "organisation_code"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one code; a check character that fails is flagged and kept."""
        plain = code_text(text)
        match = _ORGANISATION.fullmatch(plain)
        if match is None:
            return refused("organisation_code.form", text=text[:60])
        code = match[1] + match[2]
        expected = organisation_check(code)
        if match[2] == expected:
            return Reading.of(code)
        return Reading.of(
            code, warning("organisation_code.check_character", given=match[2], expected=expected)
        )


class RegistrationNumberValue(ValueType):
    """注册号 of a business licence: 13 or 15 digits, or the old form with 字第…号; kept without blanks."""

    name = "registration_number"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one number; other shapes are kept with a warning, destroyed numbers are refused."""
        plain = code_text(text)
        if _SCIENTIFIC.fullmatch(plain):
            return refused("registration_number.scientific_notation")
        if plain.endswith(".0") and plain[:-2].isdigit():
            plain = plain[:-2]
        if _REGISTRATION.fullmatch(plain):
            return Reading.of(plain)
        return Reading.of(plain, note("registration_number.unusual", number=plain[:60]))


class EnterpriseCodeValue(ValueType):
    """A column of 代码 that mixes credit codes, registration numbers and organisation codes."""

    name = "enterprise_code"
    outputs: ClassVar[Outputs] = {
        "": pl.String(),
        "registration_number": pl.String(),
        "organisation_code": pl.String(),
    }

    def read(self, text: str) -> Reading:
        """Read one code and put it where it belongs."""
        plain = code_text(text)
        if plain.endswith(".0") and plain[:-2].isdigit():
            plain = plain[:-2]
        if _REGISTRATION.fullmatch(plain):
            return Reading({"registration_number": plain})
        match = _ORGANISATION.fullmatch(plain)
        if match and re.search("[0-9]{4}", plain):
            found = OrganisationCodeValue().read(plain)
            return Reading({"organisation_code": found.value}, found.findings)
        reading = CreditCodeValue().read(plain)
        if any(
            finding.code in {"credit_code.length", "credit_code.not_a_code"} for finding in reading.findings
        ):
            return Reading({}, (error("enterprise_code.form", text=text[:60]),))
        return reading

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """Credit codes in canonical form."""
        nothing = pl.lit(None, dtype=pl.String)
        return {**CreditCodeValue().fast(text), "registration_number": nothing, "organisation_code": nothing}
