"""What the file of an enterprise is made of: the sheets that officers keep by hand, and how each field is read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from registry.enterprises.dossier.terms import Confirmable, ProductStanding, ProductState
from registry.site.texts import Text, marked
from schemas import catalogue
from schemas.vocabulary import Term

LONGEST, LONGEST_NOTE = 200, 1000
LARGEST_COUNT, LARGEST_AMOUNT = 10_000_000, Decimal(10) ** 15
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Reader = Callable[[str], Any]


class Unreadable(Exception):
    """A typed value that the field does not take; `text` says what is expected."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.text = Text(message, values)


@dataclass(frozen=True, slots=True)
class SheetField:
    """A field: how a typed text is read (never an empty one), and how its input looks."""

    name: str
    title: str
    read: Reader
    required: bool = False
    kind: str = "text"
    choices: Sequence[Term] = ()
    hint: str = ""


class Holding(Protocol):
    """What holds values by field."""

    @property
    def values(self) -> Mapping[str, Any]:
        """By field."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of entry: its table, what it is called, its fields, and the order of its entries. `one` names one entry."""

    name: str
    table: str
    title: str
    one: str
    fields: tuple[SheetField, ...]
    order: str
    personal: bool = False

    def used(self, entries: Iterable[Holding]) -> list[SheetField]:
        """The fields that one of the entries holds something in, and the first: the columns of a table of them."""
        held = {name for entry in entries for name, value in entry.values.items() if value not in (None, [])}
        return [field for field in self.fields if field.name in held or field is self.fields[0]]

    def read(self, form: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Text]]:
        """The values of a form by field, and what is wrong with it by field."""
        values: dict[str, Any] = {}
        faults: dict[str, Text] = {}
        for field in self.fields:
            text = form.get(field.name, "").strip()
            try:
                values[field.name] = _read(field, text)
            except Unreadable as wrong:
                faults[field.name] = wrong.text
        return values, faults


def _read(field: SheetField, text: str) -> Any:
    if text:
        return field.read(text)
    if field.required:
        raise Unreadable(marked("这一项必填"))
    return [] if field.kind == "numbers" else None


def _text(longest: int = LONGEST) -> Reader:
    def read(text: str) -> str:
        if len(text) > longest:
            raise Unreadable(marked("最长 %(longest)s 个字"), longest=longest)
        return text

    return read


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Unreadable(marked("日期写成 2024-05-17")) from None
    if not 1900 <= found.year <= 2999:
        raise Unreadable(marked("日期写成 2024-05-17"))
    return found


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text[:6]) <= 2999 and len(text) == 4):
        raise Unreadable(marked("年份写成 2024"))
    return int(text)


def _count(text: str) -> int:
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 12 and int(plain) <= LARGEST_COUNT):
        raise Unreadable(marked("应为不小于 0 的整数"))
    return int(plain)


def _amount(*, signed: bool = False) -> Reader:
    def read(text: str) -> Decimal:
        try:
            found = Decimal(text.replace(",", ""))
        except InvalidOperation:
            raise Unreadable(marked("金额写成元，例如 1200000 或 1200000.50")) from None
        if not found.is_finite() or abs(found) >= LARGEST_AMOUNT or (found < 0 and not signed):
            raise Unreadable(marked("金额写成元，例如 1200000 或 1200000.50"))
        return found.quantize(Decimal("0.01"))

    return read


def _email(text: str) -> str:
    if len(text) > LONGEST or not EMAIL.fullmatch(text):
        raise Unreadable(marked("邮箱写成 name@example.cn"))
    return text


def _one_of(terms: type[Term]) -> Reader:
    def read(text: str) -> str:
        found = terms.named(text)
        if found is None:
            raise Unreadable(marked("请从列出的选项里选"))
        return found.value

    return read


def patent_number(text: str) -> str:
    """The application number that a text means, in any spelling. Raises Unreadable."""
    reading = catalogue.field("patent", "application_number").value_type.read(text)
    if reading.value is None:
        raise Unreadable(marked("“%(text)s”不是专利号，请核对校验位"), text=text[:40])
    return str(reading.value)


def _patent_numbers(text: str) -> list[str]:
    parts = [part for part in re.split(r"[\s;；,，、]+", text) if part]
    if len(parts) > 100:
        raise Unreadable(marked("至多 %(most)s 件"), most=100)
    return list(dict.fromkeys(patent_number(part) for part in parts))


PRODUCTS = Sheet(
    "products",
    "enterprise_product",
    marked("专利产品"),
    marked("产品"),
    (
        SheetField("name", marked("产品名称"), _text(), required=True),
        SheetField("model", marked("型号"), _text()),
        SheetField("filing_number", marked("备案号"), _text()),
        SheetField("industry", marked("国民经济行业"), _text()),
        SheetField("filed_on", marked("备案日"), _day, kind="date"),
        SheetField(
            "state", marked("状态"), _one_of(ProductState), kind="choice", choices=tuple(ProductState)
        ),
        SheetField(
            "standing",
            marked("实施身份"),
            _one_of(ProductStanding),
            kind="choice",
            choices=tuple(ProductStanding),
        ),
        SheetField(
            "patents",
            marked("关联专利"),
            _patent_numbers,
            kind="numbers",
            hint=marked("专利号，多个用分号隔开"),
        ),
        SheetField("sales_year", marked("销售年度"), _year),
        SheetField("sales_revenue", marked("销售收入（元）"), _amount()),
        SheetField("profit", marked("利润（元）"), _amount(signed=True)),
    ),
    order="filed_on DESC NULLS LAST, id DESC",
)
TRAININGS = Sheet(
    "training",
    "enterprise_training",
    marked("培训"),
    marked("培训"),
    (
        SheetField("title", marked("培训名称"), _text(), required=True),
        SheetField("held_on", marked("培训日期"), _day, required=True, kind="date"),
        SheetField("organiser", marked("主办单位"), _text()),
        SheetField("attendees", marked("参加人次"), _count),
        SheetField("hours", marked("学时"), _amount()),
        SheetField("note", marked("备注"), _text(LONGEST_NOTE), kind="long"),
    ),
    order="held_on DESC, id DESC",
)
CONTACTS = Sheet(
    "contacts",
    "enterprise_contact",
    marked("联系人"),
    marked("联系人"),
    (
        SheetField("name", marked("姓名"), _text(60), required=True),
        SheetField("duty", marked("职务"), _text()),
        SheetField("phone", marked("电话"), _text(60)),
        SheetField("email", marked("邮箱"), _email),
        SheetField("note", marked("备注"), _text(LONGEST_NOTE), kind="long"),
    ),
    order="id",
    personal=True,
)
CONFIRMATIONS = Sheet(
    "value",
    "value_confirmation",
    marked("高价值认定依据"),
    marked("认定依据"),
    (
        SheetField(
            "patent",
            marked("专利号"),
            patent_number,
            required=True,
            hint=marked("本企业的发明专利"),
        ),
        SheetField(
            "ground",
            marked("类别"),
            _one_of(Confirmable),
            required=True,
            kind="choice",
            choices=tuple(Confirmable),
        ),
        SheetField("name", marked("奖项或质押融资情况"), _text(), required=True),
        SheetField("document_number", marked("文号"), _text()),
        SheetField("on_day", marked("日期"), _day, kind="date"),
    ),
    order="on_day DESC NULLS LAST, id DESC",
)
SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in (PRODUCTS, TRAININGS, CONTACTS, CONFIRMATIONS)}
"""Every sheet by its part of the address."""
