"""Reading the query of a list page: pydantic checks the values, we say in our own words what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from litestar.exceptions import HTTPException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from registry.site.paging import LARGEST_PAGE, PAGE_SIZE
from registry.site.texts import marked
from registry.site.vocabulary import labels

LONGEST_QUERY = 200
MESSAGES = {
    "int_parsing": marked("应为整数"),
    "bool_parsing": marked("应为 1 或 0"),
    "greater_than_equal": marked("不能小于 %(ge)s"),
    "less_than_equal": marked("不能大于 %(le)s"),
    "string_too_long": marked("最长 %(max_length)s 个字"),
    "enum": marked("没有“%(input)s”这个选项"),
    "literal_error": marked("没有“%(input)s”这个选项"),
    "string_pattern_mismatch": marked("没有“%(input)s”这个选项"),
}
OTHERWISE = marked("值“%(input)s”无法识别")
LONGEST_ECHO = 40


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """One refused value of an address: which parameter, and a message with its values."""

    parameter: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


class InvalidQueryError(HTTPException):
    """The address asks for something that does not exist, such as page `abc`; answered with 400."""

    status_code = 400

    def __init__(self, problems: list[QueryProblem]) -> None:
        super().__init__(detail="; ".join(problem.parameter for problem in problems))
        self.problems = problems


class ListQuery(BaseModel):
    """What every list takes: words, a page and its size. An empty value counts as not given."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)
    vocabularies: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Parameters that take a word of a closed vocabulary, with the record kind and field it belongs to."""

    q: str = Field("", max_length=LONGEST_QUERY)
    page: int = Field(1, ge=1, le=10_000)
    size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE)

    @field_validator("q")
    @classmethod
    def without_control_characters(cls, text: str) -> str:
        """The database takes no NUL; nobody types the others."""
        return "".join(character for character in text if character.isprintable())

    @field_validator("*")
    @classmethod
    def known_word(cls, given: Any, info: ValidationInfo) -> Any:
        """A parameter with a vocabulary takes only its words."""
        vocabulary = cls.vocabularies.get(info.field_name or "")
        if vocabulary and given and given not in labels(*vocabulary):
            raise PydanticCustomError("literal_error", "not a word of the vocabulary")
        return given

    @property
    def offset(self) -> int:
        """Records before this page."""
        return (self.page - 1) * self.size


Query = TypeVar("Query", bound=BaseModel)


def read_query(model: type[Query], values: Mapping[str, Any]) -> Query:
    """Check the values given in an address. Raises InvalidQueryError naming every refused one."""
    given = {name: value for name, value in values.items() if value not in (None, "", [], [""])}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise InvalidQueryError([_problem(dict(item)) for item in error.errors()]) from error


def _problem(item: Mapping[str, Any]) -> QueryProblem:
    shown = str(item["input"])
    shown = shown if len(shown) <= LONGEST_ECHO else f"{shown[:LONGEST_ECHO]}…"
    values = {name: str(value) for name, value in item.get("ctx", {}).items()}
    parameter = str(item["loc"][0]) if item["loc"] else ""
    return QueryProblem(parameter, MESSAGES.get(item["type"], OTHERWISE), {**values, "input": shown})
