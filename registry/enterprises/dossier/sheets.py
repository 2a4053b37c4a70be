"""What the file of an enterprise is made of: the sheets that officers keep by hand, with their fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from registry.enterprises.dossier import reading
from registry.enterprises.dossier.reading import Reader, Unreadable
from registry.enterprises.dossier.terms import Confirmable, ProductStanding, ProductState
from registry.site.texts import Text, marked
from schemas.vocabulary import Term


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
        raise Unreadable(Text(marked("这一项必填")))
    return [] if field.kind == "numbers" else None


PRODUCTS = Sheet(
    "products",
    "enterprise_product",
    marked("专利产品"),
    marked("产品"),
    (
        SheetField("name", marked("产品名称"), reading.text(), required=True),
        SheetField("model", marked("型号"), reading.text()),
        SheetField("filing_number", marked("备案号"), reading.text()),
        SheetField("industry", marked("国民经济行业"), reading.text()),
        SheetField("filed_on", marked("备案日"), reading.day, kind="date"),
        SheetField(
            "state", marked("状态"), reading.one_of(ProductState), kind="choice", choices=tuple(ProductState)
        ),
        SheetField(
            "standing",
            marked("实施身份"),
            reading.one_of(ProductStanding),
            kind="choice",
            choices=tuple(ProductStanding),
        ),
        SheetField(
            "patents",
            marked("关联专利"),
            reading.patent_numbers,
            kind="numbers",
            hint=marked("专利号，多个用分号隔开"),
        ),
        SheetField("sales_year", marked("销售年度"), reading.year),
        SheetField("sales_revenue", marked("销售收入（元）"), reading.amount()),
        SheetField("profit", marked("利润（元）"), reading.amount(signed=True)),
    ),
    order="filed_on DESC NULLS LAST, id DESC",
)
TRAININGS = Sheet(
    "training",
    "enterprise_training",
    marked("培训"),
    marked("培训"),
    (
        SheetField("title", marked("培训名称"), reading.text(), required=True),
        SheetField("held_on", marked("培训日期"), reading.day, required=True, kind="date"),
        SheetField("organiser", marked("主办单位"), reading.text()),
        SheetField("attendees", marked("参加人次"), reading.count),
        SheetField("hours", marked("学时"), reading.hours()),
        SheetField("note", marked("备注"), reading.text(reading.LONGEST_NOTE), kind="long"),
    ),
    order="held_on DESC, id DESC",
)
CONTACTS = Sheet(
    "contacts",
    "enterprise_contact",
    marked("联系人"),
    marked("联系人"),
    (
        SheetField("name", marked("姓名"), reading.text(60), required=True),
        SheetField("duty", marked("职务"), reading.text()),
        SheetField("phone", marked("电话"), reading.text(60)),
        SheetField("email", marked("邮箱"), reading.email),
        SheetField("note", marked("备注"), reading.text(reading.LONGEST_NOTE), kind="long"),
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
            reading.patent_number,
            required=True,
            hint=marked("本企业的发明专利"),
        ),
        SheetField(
            "ground",
            marked("类别"),
            reading.one_of(Confirmable),
            required=True,
            kind="choice",
            choices=tuple(Confirmable),
        ),
        SheetField("name", marked("奖项或质押融资情况"), reading.text(), required=True),
        SheetField("document_number", marked("文号"), reading.text()),
        SheetField("on_day", marked("日期"), reading.day, kind="date"),
    ),
    order="on_day DESC NULLS LAST, id DESC",
)
SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in (PRODUCTS, TRAININGS, CONTACTS, CONFIRMATIONS)}
"""Every sheet by its part of the address."""
