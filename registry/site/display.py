"""How values are written on a page: numbers, money, days, application numbers, and texts of the register."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote_plus

from markupsafe import Markup, escape

from registry.database.days import BUREAU_TIME
from registry.site.languages import Language, translations
from registry.site.texts import marked, translated
from registry.site.vocabulary import field_title, label
from schemas import catalogue
from search.answers import Marked

CHINESE_CHARACTER = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
NUMBER_PARTS = re.compile(r"^(\d{4}|\d{2})(\d)(\d{5}|\d{7})\.([\dX])$")
GAZETTE_PARTS = re.compile(r"^(CN)(\d+)([A-Z]\d?)?$")
CURRENCY_SIGNS = {"CNY": "¥"}
KIND_NAMES = {kind: record.called for kind, record in catalogue.records().items()}
"""What one record of a kind is called; translated in the context "record", in the singular."""
LONGEST_CELL = 240
YES, NO = marked("是"), marked("否")


def number(value: float | Decimal) -> str:
    """With thousands commas and no needless zeros: 3,906 or 2.5."""
    text = f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal, currency: str | None = None) -> str:
    """An amount with its currency; yuan unless another one is named."""
    code = currency or "CNY"
    return f"{CURRENCY_SIGNS.get(code, f'{code} ')}{number(amount)}"


def day(value: date) -> Markup:
    """A day as the machine and the reader read it: 2024-05-17."""
    text = value.isoformat()
    return Markup(f'<time datetime="{text}">{text}</time>')  # noqa: S704  digits and hyphens


def moment(value: datetime) -> Markup:
    """A minute at the bureau: 2024-06-03 10:42."""
    local = value.astimezone(BUREAU_TIME)
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), local.strftime("%Y-%m-%d %H:%M"))


def spaced(application_number: str) -> str:
    """An application number with the blanks ZC 0006 allows: 2021 1 9903127.1."""
    parts = NUMBER_PARTS.match(application_number)
    return "{} {} {}.{}".format(*parts.groups()) if parts else application_number


def patent_number(application_number: str, *, granted: bool) -> str:
    """专利号 of a granted patent (ZL), else 申请号 (CN)."""
    return f"{'ZL' if granted else 'CN'} {spaced(application_number)}"


def symbol(ipc: str) -> str:
    """An IPC symbol with the blank that separates subclass and group: A01K 87/00."""
    bare = ipc.replace(" ", "")
    return f"{bare[:4]} {bare[4:]}" if len(bare) > 4 else bare


def gazette_number(number: str) -> str:
    """A publication number with its country and kind code apart: CN 199031270 B."""
    parts = GAZETTE_PARTS.match(number)
    return " ".join(part for part in parts.groups() if part) if parts else number


WRITTEN: Mapping[str, Callable[[str], str]] = {
    "ipc": symbol,
    "ipc_main": symbol,
    "publication_number": gazette_number,
    "grant_number": gazette_number,
}
"""Fields whose values are numbers or symbols with a form of their own."""


def size(octets: int) -> str:
    """The size of a file: 1.8 MB."""
    scaled = float(octets)
    for unit in ("B", "KB", "MB"):
        if scaled < 1000:
            return f"{scaled:.0f} {unit}" if unit == "B" or scaled >= 100 else f"{scaled:.1f} {unit}"
        scaled /= 1000
    return f"{scaled:.1f} GB"


def own_words(text: str, language: Language) -> Markup:
    """A text of the register, marked as Chinese where it stands on a page of another language."""
    safe = escape(text)
    if language is Language.CHINESE or not CHINESE_CHARACTER.search(text):
        return safe
    return Markup('<span lang="zh-CN">{}</span>').format(safe)


def pieces(marked_pieces: Iterable[Marked]) -> Markup:
    """A text in pieces, with what was searched for marked."""
    shown = (
        f"<mark>{escape(piece.text)}</mark>" if piece.hit else str(escape(piece.text))
        for piece in marked_pieces
    )
    return Markup("".join(shown))  # noqa: S704  each piece is escaped


def value(given: Any, kind: str, name: str, language: Language) -> Markup:
    """Any value of a record's field, as a reader expects it."""
    if isinstance(given, str):
        return _worded(given, kind, name, language)
    if isinstance(given, (list, tuple)):
        return _listed(given, kind, name, language)
    if isinstance(given, dict):
        return escape(_digest(given, language))
    return _plain(given, language)


def _plain(given: Any, language: Language) -> Markup:
    if isinstance(given, bool):
        return escape(translated(YES if given else NO, language))
    if isinstance(given, datetime):
        return moment(given)
    if isinstance(given, date):
        return day(given)
    return Markup('<span class="num">{}</span>').format(number(given))


def shortened(text: Markup, language: Language) -> Markup:
    """The beginning of a long text, for a table that only has to identify it."""
    plain = text.striptags()
    return text if len(plain) <= LONGEST_CELL else own_words(f"{plain[:LONGEST_CELL]}…", language)


def _listed(items: Iterable[Any], kind: str, name: str, language: Language) -> Markup:
    separator = Markup("、") if language is Language.CHINESE else Markup(", ")
    return separator.join(value(item, kind, name, language) for item in items)


def _worded(text: str, kind: str, name: str, language: Language) -> Markup:
    if name in WRITTEN:
        return Markup('<span class="num">{}</span>').format(WRITTEN[name](text))
    term = label(kind, name, text)
    return escape(translated(term, language)) if term else own_words(text, language)


def _digest(given: dict[str, Any], language: Language) -> str:
    """What the change log keeps of a long text."""
    return translated(
        marked("%(characters)s 个字的文本"), language, {"characters": given.get("characters", "?")}
    )


def display_filters(language: Language) -> dict[str, Callable[..., Any]]:
    """The filters of one language's templates."""
    return {
        "number": number,
        "money": money,
        "day": day,
        "moment": moment,
        "patent_number": lambda number, granted: patent_number(number, granted=granted),
        "size": size,
        "zh": lambda text: own_words(text, language),
        "value": lambda given, kind, name: value(given, kind, name, language),
        "title": lambda name, kind: translated(field_title(kind, name), language),
        "label": lambda token, kind, name: translated(label(kind, name, token) or token, language),
        "kind": lambda kind: translations(language).pgettext("record", KIND_NAMES[kind]),
        "shortened": lambda text: shortened(text, language),
        "wording": lambda text: translated(text, language),
        "told": lambda text: text.in_language(language),
        "translated": lambda text: translated(text, language),
        "symbol": symbol,
        "urldecoded": unquote_plus,
        "pieces": pieces,
    }
