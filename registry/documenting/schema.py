"""The OpenAPI description, made of what the routes declare and of what is said of them here."""

import json
import re
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.status_codes import HTTP_404_NOT_FOUND

from registry.documenting.words import (
    EXAMPLES,
    PARAMETERS,
    REPEATED,
    TAGS,
    VALUES,
    WITH_TOKEN,
    Schema,
    choices,
    summary,
)
from registry.searching.downloads import MEDIA
from registry.site.errors import PROBLEM, ErrorReport
from registry.site.languages import Language, preferred_language
from registry.site.texts import marked, translated

BASE = "/api/v1"
PAGE_OF = re.compile(r"Page_[\w.]+\.(\w+)_(?=\")")
"""The name that is made for a page of a list: Page_registry.patents.queries.PatentSummary_."""
ABOUT = marked(
    "企业、专利、开放许可和专利导航项目的公开数据。不需要账户；登录的程序用令牌读取时，可以看到权限内的个人信息字段。"
    "日期是 ISO 8601，金额是写成文本的准确小数，没有的值是 null。"
)
PROBLEMS = {
    "400": marked("地址里有不认识的值，逐个写明"),
    "401": marked("须出示令牌"),
    "403": marked("令牌没有这项权限"),
    "404": marked("没有这条记录"),
    "409": marked("记录在读取之后有了改动，请重新读取"),
    "422": marked("不能照办，problems 里写明缘由；或者内容放不进这种文件"),
    "503": marked("检索引擎暂时不能用，或太忙；过 Retry-After 秒再试"),
}
PROBLEM_EXAMPLE = {
    "type": "/api/v1/docs#bad_request",
    "title": "地址里的条件无法识别",
    "status": 400,
    "detail": "请改正下列条件，或者去掉它们。",
    "code": "bad_request",
    "problems": [{"parameter": "page", "message": "应为整数"}],
    "id": None,
}
SEARCH_EXAMPLE = {
    "hits": [
        {
            "kind": "patent",
            "key": "202119903127.1",
            "title": "一种碳纤维渔竿分段缠绕成型装置",
            "path": "/patents/202119903127.1",
            "reason": "phrase",
            "highlights": {"title": [{"text": "一种碳纤维", "hit": False}, {"text": "渔竿", "hit": True}]},
            "shared": ["渔竿"],
            "licensable": True,
            "record": {"application_number": "202119903127.1", "patent_type": "invention"},
        }
    ],
    "total": 1,
    "facets": {"type": [{"value": "invention", "count": 1}]},
    "years": [{"year": 2022, "count": 1}],
    "engine": "embedded",
    "took_ms": 0.8,
    "as_of": "2024-06-27T02:42:07Z",
    "relaxed": False,
    "synonyms": [["鱼竿", "渔竿"]],
    "corrected": None,
    "meant": [],
    "instead": None,
}
REPORT = {"$ref": "#/components/schemas/ErrorReport"}


class Described(JsonRenderPlugin):
    """Gives the description as JSON, in the language that the caller prefers."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """As `JsonRenderPlugin.render`."""
        language = preferred_language(request.headers.get("accept-language", ""))
        return self.render_json(request, described(openapi_schema, language))


def told_like_others(answer: Response[Any]) -> Response[Any]:
    """The answer, unless it is the English page that Litestar has for addresses beside the description.

    Raises NotFoundException.
    """
    if answer.status_code == HTTP_404_NOT_FOUND:
        raise NotFoundException
    return answer


def described(declared: Schema, language: Language) -> Schema:
    """What the routes declare, with summaries, parameters, errors and examples in a language."""
    made: Schema = json.loads(PAGE_OF.sub(r"\1Page", json.dumps(declared)))
    made["info"]["description"] = translated(ABOUT, language)
    made["tags"] = [{"name": tag, "description": translated(text, language)} for tag, text in TAGS.items()]
    problem = ErrorReport.model_json_schema(mode="serialization") | {"examples": [PROBLEM_EXAMPLE]}
    made["components"]["schemas"] |= _moved({**problem.pop("$defs"), "ErrorReport": problem})
    made["components"]["schemas"]["SearchResults"]["examples"] = [SEARCH_EXAMPLE]
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for address, item in made["paths"].items():
        for method, operation in item.items():
            operation["summary"] = translated(summary(method, address.removeprefix(BASE)), language)
            _describe(address.removeprefix(BASE), operation, language)
    return made


def _moved(schema: Any) -> Any:
    """References of a schema by itself as they are inside the description."""
    if isinstance(schema, dict):
        return {
            name: value.replace("#/$defs/", "#/components/schemas/") if name == "$ref" else _moved(value)
            for name, value in schema.items()
        }
    return [_moved(one) for one in schema] if isinstance(schema, list) else schema


def _describe(path: str, operation: Schema, language: Language) -> None:
    private = any(tag in WITH_TOKEN for tag in operation["tags"])
    operation["security"] = [{"token": []}] if private else [{}, {"token": []}]
    for parameter in operation.get("parameters", ()):
        _describe_parameter(path, parameter, language)
    form = path.rpartition(".")[2]
    if form in MEDIA:
        content = {MEDIA[form]: {"schema": {"type": "string", "format": "binary"}}}
        operation["responses"]["200"]["content"] = content
    writing = "requestBody" in operation
    given = {
        "400": operation.get("parameters") or writing,
        "401": private,
        "403": private,
        "404": "{" in path,
        "409": writing,
        "422": writing or form == "xlsx",
        "503": form in MEDIA,
    }
    operation["responses"].pop("400", None)
    operation["responses"] |= {
        status: {
            "description": translated(PROBLEMS[status], language),
            "content": {PROBLEM: {"schema": REPORT}},
        }
        for status, there in given.items()
        if there
    }


def _describe_parameter(path: str, parameter: Schema, language: Language) -> None:
    name = parameter["name"]
    values = choices(path, name)
    several = "array" in str(parameter["schema"])
    one: Schema = dict(VALUES.get(name, {"type": "string"}))
    if values:
        one["enum"] = list(values)
    if name in EXAMPLES:
        parameter["example"] = [EXAMPLES[name]] if several else EXAMPLES[name]
    parameter["schema"] = {"type": "array", "items": one} if several else one
    text = translated(PARAMETERS.get(f"{path} {name}") or PARAMETERS[name], language)
    parameter["description"] = f"{text}{LINK[language]}{translated(REPEATED, language)}" if several else text


LINK = {Language.CHINESE: "；", Language.ENGLISH: "; "}
