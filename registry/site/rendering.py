"""From a template and what a query gave to a page, with the headers that let it be cached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from litestar import Response
from markupsafe import Markup

from registry.accounts.caller import caller_of
from registry.database.days import today
from registry.settings import Settings
from registry.site import assets
from registry.site.caching import PUBLIC
from registry.site.display import display_filters
from registry.site.icons import icon
from registry.site.languages import Language, bare_path, language_of_path, localised, translations
from registry.site.links import Here
from registry.site.negotiation import AnyRequest
from registry.site.remembering import Remembered
from registry.site.working import ACCOUNT, works_of

ROOMS = (
    "site", "accounts", "searching", "enterprises", "candidates", "patents", "licensing", "navigation", "opendata", "imports",
    "corrections", "documenting", "views",
)  # fmt: skip
REGISTRY = Path(__file__).parents[1]
INTERNAL = "private, no-store"


@cache
def environment(language: Language) -> Environment:
    """The templates of all rooms, named `room/page.html`, speaking one language."""
    rooms = {room: FileSystemLoader(REGISTRY / room / "templates") for room in ROOMS}
    made = Environment(
        loader=ChoiceLoader([PrefixLoader(rooms)]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
    made.filters.update(display_filters(language))
    own = "" if language is Language.CHINESE else Markup(' lang="zh-CN"')
    said = in_language(language)
    made.globals.update(asset=assets.address, icon=icon, language=language, own=own, _=said, gettext=said)
    made.globals.update(works_of=works_of, account_work=ACCOUNT)
    return made


def in_language(language: Language) -> Callable[..., Markup]:
    """The `_` of templates. Texts without places, which are most of a page, are finished once; jinja2's own does it
    each time."""
    translate = translations(language).gettext

    @lru_cache(maxsize=10_000)
    def finished(text: str) -> Markup:
        return Markup(translate(text)) % {}  # noqa: S704 - texts of the project, never of a user

    def said(text: str, **values: object) -> Markup:
        return Markup(translate(text)) % values if values else finished(text)  # noqa: S704

    return said


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of one running application."""

    district: str
    bureau: str
    demo: bool
    files: Path
    address: str
    open_data: Path
    remembered: Remembered = field(default_factory=Remembered)

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        """The site that these settings describe."""
        return cls(
            settings.district,
            settings.bureau,
            settings.demo,
            settings.files_folder,
            settings.public_address,
            settings.open_data_folder,
        )

    @property
    def seal(self) -> str:
        """The four characters of the seal, in two columns."""
        return f"{self.district[:2]}\n知产"

    def render(self, request: AnyRequest, template: str, **context: Any) -> str:
        """The text of a page in the language of the address asked for."""
        path = request.scope["path"]
        language = language_of_path(path)
        made = environment(language).get_template(template)
        return made.render({**self._frame(request, path, language), **context})

    def page(
        self, request: AnyRequest, template: str, *, internal: bool = False, status: int = 200, **context: Any
    ) -> Response[str]:
        """A page to send: revalidated each time, or kept nowhere when internal."""
        headers = {"cache-control": INTERNAL if internal else PUBLIC}
        text = self.render(request, template, **context)
        return Response(text, status_code=status, headers=headers, media_type="text/html")

    def _frame(self, request: AnyRequest, path: str, language: Language) -> Mapping[str, Any]:
        bare = bare_path(path)
        query = parse_qsl(request.scope["query_string"].decode())
        return {
            "site": self,
            "me": caller_of(request.scope),
            "base": base_of(request),
            "here": Here(bare, language, query),
            "other": Here(bare, language.other, query),
            "url": lambda address: localised(address, language),
            "today": today(),
        }


def base_of(request: AnyRequest) -> str:
    """What stands before the paths of the site where whole addresses are needed: as set, else as asked for."""
    return site_of(request).address or str(request.base_url).rstrip("/")


def site_of(request: AnyRequest) -> Site:
    """The site of the running application."""
    site = request.app.state.site
    if not isinstance(site, Site):
        raise TypeError("create_app() sets app.state.site")
    return site
