"""Every text that pages show and that has to be translated, found with Babel in templates and code."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

import registry
from registry.site.vocabulary import spoken

ROOT = Path(registry.__file__).parent
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"marked": None, "_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"**/templates/**.html": {"trimmed": "false", "silent": "false"}}


def used_texts() -> Iterator[tuple[str, ...]]:
    """Each text as written in Chinese; with its plural where it has one."""
    for _, _, message, _, _ in extract_from_dir(
        ROOT, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        yield message if isinstance(message, tuple) else (message,)
    for word in sorted(spoken()):
        yield (word,)
