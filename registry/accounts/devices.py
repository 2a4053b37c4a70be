"""What a person knows a device by, from what its browser says of itself."""

BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ 浏览器"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What stands in a User-Agent, and the browser it names; the first that is there, since each claims to be those below."""
SYSTEMS = (
    ("Harmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
MOST_SHOWN = 60


def device_name(user_agent: str) -> str:
    """Browser and system, such as Chrome · Windows; what was said itself, shortened, where neither is known."""
    known = [_first(names, user_agent) for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, known)) or user_agent[:MOST_SHOWN]


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
