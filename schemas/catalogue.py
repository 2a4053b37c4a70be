"""The catalogue of fields: what each field of each record kind is called, how it is read and stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

import polars as pl
from pydantic.fields import FieldInfo

from schemas.records import RECORDS, Record
from schemas.value_type import ValueType


class UnknownFieldError(KeyError):
    """A record kind or field that the catalogue does not have."""

    def __str__(self) -> str:
        return f"no such record kind or field: {self.args[0]}"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record kind.

    `title` is its Chinese label; `many`: it holds a list; `personal`: it names persons (个人信息).
    """

    kind: str
    name: str
    title: str
    value_type: ValueType
    personal: bool
    many: bool
    required: bool

    @property
    def qualified(self) -> str:
        """`patent.title`: how profiles and spools name the field."""
        return f"{self.kind}.{self.name}"

    @property
    def columns(self) -> Mapping[str, str]:
        """Which field of the record each output of the value type fills."""
        outputs = self.value_type.outputs
        return {name: self.name + name if name[:1] in {"", "_"} else name for name in outputs}

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type of the column that holds the field."""
        dtype = self.value_type.outputs[""]
        return dtype if isinstance(dtype, pl.DataType) else dtype()


@cache
def records() -> Mapping[str, type[Record]]:
    """All record kinds by name, parents first."""
    return MappingProxyType({kind.kind: kind for kind in RECORDS})


def record(kind: str) -> type[Record]:
    """The record model of a kind. Raises UnknownFieldError."""
    try:
        return records()[kind]
    except KeyError:
        raise UnknownFieldError(kind) from None


@cache
def fields(kind: str) -> Mapping[str, FieldSpec]:
    """The fields of a kind by name, in the order of the record. Raises UnknownFieldError."""
    listed = record(kind).model_fields.items()
    return MappingProxyType({name: _spec(kind, name, info) for name, info in listed})


def field(kind: str, name: str) -> FieldSpec:
    """One field. Raises UnknownFieldError."""
    try:
        return fields(kind)[name]
    except KeyError:
        raise UnknownFieldError(f"{kind}.{name}") from None


def _spec(kind: str, name: str, info: FieldInfo) -> FieldSpec:
    found = [part for part in (*info.metadata, *_metadata(info.annotation)) if isinstance(part, ValueType)]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return FieldSpec(
        kind=kind,
        name=name,
        title=info.title or name,
        value_type=found[0],
        personal=bool(extra.get("personal", False)),
        many=isinstance(found[0].outputs[""], pl.List),
        required=info.is_required(),
    )


def _metadata(annotation: Any) -> Iterator[Any]:
    """What stands beside the types of `X | None`, where Pydantic leaves it inside the annotation."""
    for part in get_args(annotation):
        yield from getattr(part, "__metadata__", ())
