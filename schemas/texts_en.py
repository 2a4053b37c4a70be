"""English texts of the finding codes: (problem, expected, action)."""

TEXTS: dict[str, tuple[str, str, str]] = {}
UNKNOWN = ("The content needs checking ({code}).", "", "Compare the cell with the source file.")
