"""Chinese texts of the finding codes: (problem, expected, action)."""

TEXTS: dict[str, tuple[str, str, str]] = {}
UNKNOWN = ("内容需要核对（{code}）。", "", "请对照原始文件核对该单元格。")
