"""Classifications: IPC (国际专利分类) of inventions and utility models, Locarno (洛迦诺) of designs."""

import re
from collections.abc import Mapping
from typing import ClassVar

import polars as pl

from schemas.findings import Finding, Reading, error, note, refused
from schemas.text_forms import code_text
from schemas.value_type import Outputs, ValueType

_VERSION = r"(?:\([12][0-9]{3}[.][0-9]{2}\))?[INA]?"
_SYMBOL = re.compile(
    rf"(?P<symbol>[A-H][0-9]{{2}}[A-Z](?:[0-9]{{1,4}}/[0-9]{{2,6}})?){_VERSION}(?=$|[^0-9/])"
)
_SINGLE = re.compile(rf"(?P<symbol>[A-H][0-9]{{2}}[A-Z](?:[0-9]{{1,4}}/[0-9]{{2,6}})?){_VERSION}")
_LOCARNO = re.compile(r"(?<![0-9])(?P<class>0?[1-9]|[12][0-9]|3[0-2])-(?P<sub>[0-9]{2})(?:\([0-9]{1,2}\))?")
_NOISE = re.compile(r"[;,、|/?。.\-\[\]()*&]*")
_CLEAN = r"[A-H][0-9]{2}[A-Z](?:[0-9]{1,4}/[0-9]{2,6})?"


def _prepare(text: str) -> str:
    plain = code_text(text).removeprefix("INT.CL.").removeprefix("INT.CL")
    return re.sub(r"^(?:IPC|LOC)?\(?[0-9]{0,2}\)?CL[.]|^(?:IPC|LOC(?:\([0-9]{1,2}\))?)[:.]?", "", plain)


def _scan(plain: str, pattern: re.Pattern[str]) -> tuple[list[re.Match[str]], str]:
    """All matches in order, and what lies between them beyond separators."""
    found, rest, position = [], [], 0
    for match in pattern.finditer(plain):
        found.append(match)
        rest.append(plain[position : match.start()])
        position = match.end()
    rest.append(plain[position:])
    return found, " ".join(piece for piece in rest if not _NOISE.fullmatch(piece))


def _locarno(match: re.Match[str]) -> str:
    return f"{int(match['class']):02}-{match['sub']}"


def _leftover(name: str, rest: str) -> tuple[Finding, ...]:
    return (note(f"{name}.leftover", text=rest[:60]),) if rest else ()


class IpcValue(ValueType):
    """One IPC symbol, canonical without blank and version: `A01K87/00`, or a subclass `A01K`."""

    name = "ipc"
    outputs: ClassVar[Outputs] = {"": pl.String()}

    def read(self, text: str) -> Reading:
        """Read one symbol; of several, separated or not, the first is the main one."""
        symbols, rest = _scan(_prepare(text), _SYMBOL)
        if not symbols:
            return refused("ipc.unreadable", text=text[:60])
        distinct = list(dict.fromkeys(match["symbol"] for match in symbols))
        others = () if len(distinct) == 1 else (note("ipc.first_of_several", count=str(len(distinct))),)
        return Reading({"": distinct[0]}, (*_leftover("ipc", rest), *others))

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """The canonical form."""
        return {"": pl.when(text.str.contains(f"^{_CLEAN}$")).then(text)}


class IpcListValue(ValueType):
    """Several IPC symbols with any separator or none, in order, each once."""

    name = "ipc_list"
    outputs: ClassVar[Outputs] = {"": pl.List(pl.String())}

    def read(self, text: str) -> Reading:
        """Read the list; versions such as `(2006.01)I` are left out of the symbols."""
        symbols, rest = _scan(_prepare(text), _SYMBOL)
        if not symbols:
            return refused("ipc.unreadable", text=text[:60])
        return Reading(
            {"": list(dict.fromkeys(match["symbol"] for match in symbols))}, _leftover("ipc", rest)
        )

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """Canonical symbols joined by `;`."""
        clean = text.str.contains(f"^{_CLEAN}(?:;{_CLEAN})*$")
        return {"": pl.when(clean).then(text.str.split(";").list.unique(maintain_order=True))}


class LocarnoListValue(ValueType):
    """洛迦诺分类号, canonical `01-01`; the edition in `01-01 (12)` is left out."""

    name = "locarno_list"
    outputs: ClassVar[Outputs] = {"": pl.List(pl.String())}

    def read(self, text: str) -> Reading:
        """Read the list of classes."""
        classes, rest = _scan(_prepare(text), _LOCARNO)
        if not classes or _SYMBOL.search(rest):
            return refused("locarno.unreadable", text=text[:60])
        return Reading({"": list(dict.fromkeys(map(_locarno, classes)))}, _leftover("locarno", rest))


class ClassificationValue(ValueType):
    """A column `Int.Cl.` or 分类号 that holds IPC for patents and Locarno for designs: routed by shape."""

    name = "classification"
    outputs: ClassVar[Outputs] = {"": pl.List(pl.String()), "locarno": pl.List(pl.String())}

    def read(self, text: str) -> Reading:
        """Read the IPC symbols into the field itself, Locarno classes into `locarno`."""
        plain = _prepare(text)
        if _SYMBOL.search(plain):
            return IpcListValue().read(text)
        reading = LocarnoListValue().read(text)
        if reading.value is None:
            return Reading({}, (error("classification.unreadable", text=text[:60]),))
        return Reading({"locarno": reading.value}, reading.findings)

    def fast(self, text: pl.Expr) -> Mapping[str, pl.Expr]:
        """Canonical IPC symbols joined by `;`."""
        return {**IpcListValue().fast(text), "locarno": pl.lit(None, dtype=pl.List(pl.String))}
