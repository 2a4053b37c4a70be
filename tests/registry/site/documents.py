"""Reading a page the way a test asks about it."""

import re
from html.parser import HTMLParser

CHINESE = re.compile(r"[\u3400-\u9fff]")
SPOKEN_ATTRIBUTES = ("aria-label", "placeholder", "title", "alt", "data-label", "data-tip", "data-empty")
VOID = {"meta", "link", "input", "br", "hr", "img", "rect", "path", "circle"}


class Document(HTMLParser):
    """Texts, links and tags of a page; texts below `lang="zh-CN"` are kept apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.marked: list[str] = []
        self.read: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._languages: list[tuple[str, str]] = []
        self.feed(page)

    @property
    def _language(self) -> str:
        return self._languages[-1][1] if self._languages else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        language = given.get("lang", self._language)
        for name, value in given.items():
            self.attributes.append((name, value))
            if name in ("href", "src", "action"):
                self.addresses.append(value)
            if name in SPOKEN_ATTRIBUTES:
                (self.marked if language == "zh-CN" else self.texts).append(value)
        if tag not in VOID:
            self._languages.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._languages:
            if self._languages.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        self.read.append(data)
        (self.marked if self._language == "zh-CN" else self.texts).append(data)

    @property
    def text(self) -> str:
        """All that is read on the page, blanks as one each."""
        return " ".join("".join(self.read).split())

    @property
    def unmarked_chinese(self) -> list[str]:
        """Chinese that is not marked as Chinese."""
        return [text.strip() for text in self.texts if CHINESE.search(text)]
