"""The shapes of values: what a column holds, told from its cells and not from its header."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from importers.recognition.gazetteer import PLACE_WORDS, PROVINCES
from schemas.column import clean_column

SAMPLE = 300
"""So many non-empty cells of a column are looked at."""

_CODE = r"[0-9A-HJ-NPQRTUWXY]"
_PERSON = (
    r"[\x{4e00}-\x{9fff}]{2,4}|[A-Z]\.?[ ·.\-][\w·.\- ]+|[\x{4e00}-\x{9fff}]+[·.][\w·.\x{4e00}-\x{9fff}]+"
)
_ORGANISATION = (
    r"公司|集团|大学|学院|学校|研究院|研究所|研究中心|设计院|医院|工厂|厂$|合作社|事务所|科学院|中心$|实验室|商行|经营部|个体|"
    r"株式会社|(?i:\b(?:co|ltd|inc|corp|llc|gmbh|ag|kg|company|limited|university|institute|s\.?a|b\.?v|n\.?v|plc)\b)"
)
_DATES = (
    r"^(?:19|20)\d{2}[-./年](?:1[0-2]|0?[1-9])(?:[-./月](?:[12]\d|3[01]|0?[1-9])日?)?(?:T?\d{1,2}:.*)?月?$",
    r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\.0)?$",
    r"^(?:[012]\d|3[01])[./](?:0\d|1[0-2])[./](?:19|20)\d{2}$",
    r"^1[0-9]{12}(?:\.0)?$",
)
_NUMBERS = (
    r"^['\"‘“]*(?:专利号:?|申请号:?)?(?:ZL|CN|PCT)?[.:]?(?:(?:19|20)\d{2}[12389]\d{7}|\d{2}[12389]\d{5})"
    r"\.?[\dX]?(?:\.\d+)?等?$",
    r"^[123]0(?:19|20)\d{2}00\d{7}$",
    r"^(?:ZL)?[12]\.?\d*E\+?1[0-3]$",
)
_STATES = (
    "有效|失效|无效|审中|有权|授权|公开|实质审查.*|专利权(?:维持|有效|终止).*|等年费.*|驳回.*|撤回.*|"
    "权利终止|未缴年费.*|期限届满"
)
_OWNERS = "企业|高校|大专院校|院校|科研院所|科研机构|科研单位|个人|机关团体|其他|民营企业|国有企业"
_KINDS_OF_PATENT = "设计|专利|授权|申请|公布|公开|专利授权|专利申请|专利权"
SHAPES: Mapping[str, str] = {
    "application_number": f"{_NUMBERS[0]}|{_NUMBERS[1]}|{_NUMBERS[2]}",
    "publication_number": r"^CN[-.]?\d{7,9}[-.]?[ABCUYSD]\d?$",
    "credit_code": rf"^{_CODE}{{2}}\d{{6}}{_CODE}{{10}}$",
    "registration_number": r"^\d{13}(?:\d{2})?$",
    "date": "|".join(_DATES),
    "ipc": r"^[A-H]\d{2}[A-Z](?:\d{1,4}/\d{2,6})?(?:\(\d{4}\.\d{2}\))?[IN]?(?:$|[;,|/、?A-H(\[])",
    "locarno": (r"^(?:LOC(?:\(\d+\))?(?:CL\.?)?)?(?:0?[1-9]|[12]\d|3[0-2])-\d{2}(?:\(\d+\))?(?:$|[;,|、])"),
    "patent_type": rf"^(?:中国)?(?:发明|实用新型|外观)(?:{_KINDS_OF_PATENT})?$|^授权发明$",
    "legal_status": f"^(?:{_STATES})$",
    "owner_type": f"^(?:{_OWNERS})$",
    "money": r"^[¥￥]?\d[\d,]*(?:\.\d+)?\(?(?:元|万|亿|美元|港元|欧元|日元|人民币).{0,8}$",
    "number": r"^-?\d[\d,]*(?:\.\d+)?$",
    "address": PLACE_WORDS,
    "organisation": _ORGANISATION,
    "person": rf"^(?:{_PERSON})(?:[;,、|/?]+(?:{_PERSON}))*[;,、|?]*$",
    "text": r"^.{60,}$",
}
"""Every shape as a regular expression on a cell in NFKC without blanks (names and addresses keep theirs)."""

_UPPER = frozenset({"application_number", "publication_number", "credit_code", "ipc", "locarno"})
_SPACED = frozenset({"organisation", "person", "address", "text"})


@dataclass(frozen=True, slots=True)
class Shape:
    """How the cells of one column look: how many were looked at, and the share of each shape (0..1)."""

    count: int
    shares: Mapping[str, float]

    def share(self, name: str) -> float:
        """The share of cells of this shape; of several joined by `|`, that of cells of any, at most."""
        return min(1.0, max(self.shares.get(part, 0.0) for part in name.split("|")))

    def best(self, names: tuple[str, ...]) -> tuple[str, float]:
        """Which of these shapes most cells have, and their share."""
        return max(((name, self.share(name)) for name in names), key=lambda entry: entry[1])


def shape_of(column: pl.Series) -> Shape:
    """The shape of a column of text, from at most 300 of its filled cells spread over it."""
    spread = column.gather_every(max(1, len(column) // (10 * SAMPLE)))
    filled = clean_column(spread).drop_nulls()
    if filled.is_empty():
        filled = clean_column(column).drop_nulls()
    if filled.is_empty():
        return Shape(0, {})
    sample = filled.gather_every(max(1, filled.len() // SAMPLE)).head(SAMPLE)
    spaced = sample.str.normalize("NFKC").alias("spaced")
    compact = spaced.str.replace_all(r"\s+", "").alias("compact")
    frame = pl.DataFrame([spaced, compact, compact.str.to_uppercase().alias("upper")])
    shares = frame.select(_matches(name, pattern).mean().alias(name) for name, pattern in SHAPES.items())
    return Shape(
        sample.len(), {name: float(share or 0.0) for name, share in shares.row(0, named=True).items()}
    )


def _matches(name: str, pattern: str) -> pl.Expr:
    column = "upper" if name in _UPPER else "spaced" if name in _SPACED else "compact"
    found = pl.col(column).str.contains(pattern)
    if name == "address":
        return found & (pl.col(column).str.len_chars().is_between(4, 120))
    if name == "organisation":
        return found & (pl.col(column).str.len_chars() <= 120)
    if name == "person":
        return found & ~pl.col(column).str.contains(PROVINCES + "$")
    return found


EXPECTED: Mapping[str, str] = {
    "patent.application_number": "application_number",
    "patent.publication_number": "publication_number",
    "patent.grant_number": "publication_number",
    "patent.owner_code": "credit_code",
    "enterprise.credit_code": "credit_code|registration_number",
    "agency.credit_code": "credit_code",
    "patent.ipc": "ipc|locarno",
    "patent.ipc_main": "ipc|locarno",
    "patent.locarno": "locarno",
    "project.ipc": "ipc",
    "patent.patent_type": "patent_type",
    "patent.inventors": "person|organisation",
    "patent.applicants": "organisation|person",
    "patent.owners": "organisation|person",
    "patent.address": "address",
    "enterprise.address": "address",
    "enterprise.name": "organisation",
    "patent.filing_date": "date",
    "patent.publication_date": "date",
    "patent.grant_date": "date",
    "enterprise.established_on": "date",
    "offer.licence_to": "date",
    "offer.declared_on": "date",
}
"""The shape that a field's cells are expected to have; fields not named take anything."""

TELLING = (
    "application_number",
    "publication_number",
    "credit_code",
    "ipc",
    "locarno",
    "patent_type",
    "address",
    "person",
    "organisation",
    "date",
    "text",
)
"""Shapes sure enough to overrule a header that says otherwise."""
