"""The line icons of the pages, drawn on a 16 by 16 grid and put into the page itself."""

from functools import cache

from markupsafe import Markup

PATHS = {
    "arrow": '<path d="M2.5 8h11M9.5 4l4 4-4 4"/>',
    "ask": '<path d="M5.8 6a2.2 2.2 0 1 1 3.3 1.9C8.4 8.3 8 8.8 8 9.7"/><path d="M8 12.4v.1"/>',
    "check": '<path d="m3 8.5 3.2 3.2L13 4.8"/>',
    "clock": '<circle cx="8" cy="8" r="5.7"/><path d="M8 4.7V8l2.3 1.7"/>',
    "copy": '<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/>'
    '<path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5"/>',
    "doc": '<path d="M4 1.8h5.5L12.5 5v9.2H4zM9.3 2v3.2h3M6.2 8h4M6.2 10.8h4"/>',
    "download": '<path d="M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M2.5 13.5h11"/>',
    "down": '<path d="m4 6 4 4 4-4"/>',
    "export": '<path d="M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M2.5 13.5h11"/>',
    "feed": '<path d="M3 3.2A9.8 9.8 0 0 1 12.8 13M3 7.4A5.6 5.6 0 0 1 8.6 13"/><circle cx="4.2" cy="11.8" r="1.2"/>',
    "filter": '<path d="M2 4h12M4.5 8h7M6.5 12h3"/>',
    "half": '<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>',
    "info": '<circle cx="8" cy="8" r="6"/><path d="M8 7.3V11M8 5v.1"/>',
    "left": '<path d="m10 4-4 4 4 4"/>',
    "link": '<path d="M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7L7.9 4.4'
    'M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l1-1"/>',
    "map": '<path d="M2.5 4 6 2.5l4 1.5 3.5-1.5V12L10 13.5 6 12l-3.5 1.5zM6 2.5V12M10 4v9.5"/>',
    "menu": '<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>',
    "minus": '<path d="M4.5 8h7"/>',
    "org": '<path d="M3 13.5v-11h6.5v11M9.5 6.5H13v7M1.5 13.5h13M5.3 5.3h1.9M5.3 8h1.9M5.3 10.7h1.9"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "print": '<path d="M4.5 6V2.5h7V6M4.5 11.5h-2v-5h11v5h-2"/><path d="M4.5 9.5h7v4h-7z"/>',
    "right": '<path d="m6 4 4 4-4 4"/>',
    "rule": '<path d="M2.5 4.5 4 6l2.5-2.7M2.5 10.5 4 12l2.5-2.7M9 5h4.5M9 11h4.5"/>',
    "save": '<path d="M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M2.5 13.5h11"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "sheet": '<rect x="2.5" y="2.5" width="11" height="11" rx="1"/>'
    '<path d="M2.5 6.2h11M2.5 9.8h11M6.5 2.5v11"/>',
    "stairs": '<path d="M2 13.5h3.5V10H9V6.5h3.5V3H14"/>',
    "tag": '<path d="M2.5 2.5h5l6 6-5 5-6-6z"/><circle cx="5.3" cy="5.3" r=".7"/>',
    "undo": '<path d="M5.5 3 2.5 6l3 3M2.8 6h6.4a4 4 0 0 1 0 8H6"/>',
    "up": '<path d="M8 10.5v-8M4.8 5.5 8 2.3l3.2 3.2M2.5 13.5h11"/>',
    "user": '<circle cx="8" cy="5.5" r="2.7"/><path d="M2.8 13.7c.5-2.7 2.6-4 5.2-4s4.7 1.3 5.2 4"/>',
    "warn": '<path d="M8 2.3 14.3 13H1.7z"/><path d="M8 6.6v3M8 11.3v.1"/>',
    "x": '<path d="m4 4 8 8M12 4l-8 8"/>',
}


@cache
def icon(name: str) -> Markup:
    """An icon beside a text that says the same, hence hidden from screen readers."""
    return Markup(f'<svg class="ico" viewBox="0 0 16 16" aria-hidden="true">{PATHS[name]}</svg>')  # noqa: S704  drawn above, not input
