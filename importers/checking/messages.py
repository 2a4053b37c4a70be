"""Chinese and English texts of what checking and reading report (problem, expected, action)."""

from importers.reading.messages import MESSAGES
from schemas.messages import add_texts

CHINESE: dict[str, tuple[str, str, str]] = {
    "key.missing": ("缺少{field}。", "每行须有{field}，登记簿据此辨认记录。", "该行未登记；请补填后再导入。"),
    "cell.several_numbers": (
        "该格写有 {count} 个申请号。",
        "一行一件专利。",
        "已拆成 {count} 条登记，该行其余各列对每一条都适用；请核对。",
    ),
    "cell.too_long": (
        "该格超过 {most} 个字，不像一个值。",
        "工作簿的一格至多 {most} 个字。",
        "该格没有写入；多半是引号或分隔符错位，请核对。",
    ),
    "column.values_decide": (
        "该列表头对应“{named}”，内容却是“{taken}”。",
        "表头与内容应当一致。",
        "已按内容作为“{taken}”读入；请核对表头。",
    ),
    "column.values_contradict": (
        "该列表头对应“{named}”，内容却不是。",
        "表头与内容应当一致。",
        "该列没有导入；请核对表头，或在导入时指定各列含义。",
    ),
    "sheet.no_key": (
        "找不到能辨认记录的列，该工作表没有导入。",
        "须有下列之一：{wanted}。现有表头：{headers}。",
        "请核对表头所在的行，或在导入时指定各列含义。",
    ),
    "sheet.no_rows": ("该工作表没有数据行，已跳过。", "", ""),
    "sheet.notes": ("该工作表不是数据表（多为说明文字），已跳过。", "", ""),
    "sheet.not_asked": ("未选择该工作表，已跳过。", "", ""),
    "fee.unit_assumed": (
        "金额没有单位，该列数值普遍很小。",
        "金额应写明元或万元。",
        "已按{unit}读取；如实际单位是元，请在导入时指定。",
    ),
    "fee.modes_differ": (
        "支付方式与另一列不一致。",
        "应与“{taken}”一致。",
        "已按“{taken}”登记；请对照开放许可声明核对。",
    ),
    "fee.amounts_differ": (
        "金额与另一列不一致。",
        "应与 {taken} 元一致。",
        "已按 {taken} 元登记；请对照开放许可声明核对。",
    ),
    "fee.zero_not_free": (
        "金额为 0，支付方式却不是免费。",
        "免费的应写免费，收费的应写金额。",
        "金额按未给出处理；请对照开放许可声明核对。",
    ),
    "fee.taken_as_entry": ("支付方式为入门费加提成，该金额作为入门费登记。", "", "请核对。"),
    "patent.numbers_differ": (
        "与“{column}”一列的申请号不是同一件专利。",
        "专利号与申请号的数字相同。",
        "已按“{column}”一列登记；请核对。",
    ),
    "patent.type_conflicts": (
        "专利类型与申请号的种类位不符。",
        "种类位 1、8 为发明，2、9 为实用新型，3 为外观设计。",
        "请对照专利证书核对。",
    ),
    "patent.document_conflicts": (
        "公开（公告）号与申请号的专利种类不符。",
        "公告号首位 1 为发明，2 为实用新型，3 为外观设计，应与申请号一致。",
        "请核对两个号码是否属于同一件专利。",
    ),
    "patent.filed_after_number": (
        "申请日晚于申请号中的年份。",
        "申请日的年份不应晚于申请号前四位。",
        "请对照专利证书核对申请日与申请号。",
    ),
    "patent.filed_year_after": (
        "申请日在申请号年份的次年。",
        "补交附图而重新确定申请日的，属于这种情形；其他申请两者应在同一年。",
        "请核对。",
    ),
    "patent.filed_before_number": (
        "申请日早于申请号中的年份。",
        "分案申请沿用原申请日，属于这种情形；其他申请两者应在同一年。",
        "如不是分案申请，请核对。",
    ),
    "patent.published_before_filing": ("公开日早于申请日。", "公开日应在申请日之后。", "请核对两个日期。"),
    "patent.granted_before_filing": (
        "授权公告日早于申请日。",
        "授权公告日应在申请日之后。",
        "请核对两个日期。",
    ),
    "patent.granted_before_publication": (
        "授权公告日早于公开日。",
        "授权公告日应在公开日之后。",
        "请核对两个日期。",
    ),
    "patent.expires_before_filing": ("到期日早于申请日。", "到期日应在申请日之后。", "请核对两个日期。"),
    "patent.lapsed_before_filing": ("失效日早于申请日。", "失效日应在申请日之后。", "请核对两个日期。"),
    "offer.ends_before_start": ("许可期限届满日早于起始日。", "届满日应在起始日之后。", "请核对两个日期。"),
    "offer.ends_before_grant": (
        "许可期限届满日早于授权公告日。",
        "授权之后才能声明开放许可。",
        "请核对两个日期。",
    ),
    "offer.ends_after_term": (
        "许可期限届满日晚于专利权期限。",
        "发明自申请日起 20 年，实用新型 10 年，外观设计至多 15 年（专利法第四十二条）。",
        "请核对届满日与申请号。",
    ),
    "licence.ends_before_start": ("许可解除日早于生效日。", "解除日应在生效日之后。", "请核对两个日期。"),
    "pledge.ends_before_start": ("质押解除日早于登记日。", "解除日应在登记日之后。", "请核对两个日期。"),
    "recognition.ends_before_start": (
        "有效期止早于有效期起。",
        "有效期止应在有效期起之后。",
        "请核对两个日期。",
    ),
    "project.accepted_before_start": ("验收日期早于立项日期。", "验收应在立项之后。", "请核对两个日期。"),
}

ENGLISH: dict[str, tuple[str, str, str]] = {
    "key.missing": (
        "{field} is missing.",
        "Every row needs {field} to be told apart.",
        "The row was refused; fill it in.",
    ),
    "cell.several_numbers": (
        "The cell holds {count} application numbers.",
        "One patent a row.",
        "It was taken as {count} records that share the other cells; please check.",
    ),
    "cell.too_long": (
        "The cell holds more than {most} characters, which is hardly a value.",
        "A cell of a workbook holds {most} at most.",
        "The cell was not kept; look for a misplaced quote or separator.",
    ),
    "column.values_decide": (
        "The header means {named}, the values are {taken}.",
        "Header and values agree.",
        "The column was read as {taken}; check the header.",
    ),
    "column.values_contradict": (
        "The header means {named}, the values do not.",
        "Header and values agree.",
        "The column was not imported; check the header or say what the columns mean.",
    ),
    "sheet.no_key": (
        "No column can tell the records apart; the sheet was not imported.",
        "One of these is needed: {wanted}. The headers are: {headers}.",
        "Check where the header is, or say what the columns mean.",
    ),
    "sheet.no_rows": ("The sheet has no rows and was skipped.", "", ""),
    "sheet.notes": ("The sheet is no table but notes, and was skipped.", "", ""),
    "sheet.not_asked": ("The sheet was not asked for and was skipped.", "", ""),
    "fee.unit_assumed": (
        "The amount has no unit, and those of this column are all small.",
        "An amount says 元 or 万元.",
        "It was read in {unit}; say so when importing if it is 元.",
    ),
    "fee.modes_differ": (
        "The mode of payment differs from another column.",
        "The other says {taken}.",
        "{taken} was kept.",
    ),
    "fee.amounts_differ": (
        "The amount differs from another column.",
        "The other says {taken}.",
        "{taken} was kept.",
    ),
    "fee.zero_not_free": (
        "The amount is 0, yet the licence is not free.",
        "Free licences say so, others state an amount.",
        "The amount counts as not given; compare with the declaration.",
    ),
    "fee.taken_as_entry": (
        "The mode is entry fee plus royalty: the amount was kept as the entry fee.",
        "",
        "Please check.",
    ),
    "patent.numbers_differ": (
        "The number is of another patent than in column {column}.",
        "Patent and application number have the same digits.",
        "That of {column} was kept; please check.",
    ),
    "patent.type_conflicts": (
        "The patent type contradicts the kind digit of the application number.",
        "1 and 8 are inventions, 2 and 9 utility models, 3 designs.",
        "Compare with the certificate.",
    ),
    "patent.document_conflicts": (
        "The publication number is of another kind of patent than the application number.",
        "Its first digit is 1 for inventions, 2 for utility models, 3 for designs.",
        "Check that both numbers are of one patent.",
    ),
    "patent.filed_after_number": (
        "The filing date is later than the year in the application number.",
        "The filing year is not after the first four digits.",
        "Compare with the certificate.",
    ),
    "patent.filed_year_after": (
        "The filing date lies in the year after the application number's.",
        "That happens where late drawings changed the filing date; otherwise both are of one year.",
        "Please check.",
    ),
    "patent.filed_before_number": (
        "The filing date is earlier than the year in the application number.",
        "Divisional applications keep the date of their parent; others are of one year.",
        "Please check unless it is a divisional.",
    ),
    "patent.published_before_filing": (
        "Published before filing.",
        "Publication follows filing.",
        "Check both dates.",
    ),
    "patent.granted_before_filing": (
        "Granted before filing.",
        "The grant follows filing.",
        "Check both dates.",
    ),
    "patent.granted_before_publication": (
        "Granted before publication.",
        "The grant follows publication.",
        "Check both dates.",
    ),
    "patent.expires_before_filing": (
        "Expires before filing.",
        "The term ends after filing.",
        "Check both dates.",
    ),
    "patent.lapsed_before_filing": (
        "Lapsed before filing.",
        "A patent lapses after filing.",
        "Check both dates.",
    ),
    "offer.ends_before_start": (
        "The licence ends before it starts.",
        "The end follows the start.",
        "Check both dates.",
    ),
    "offer.ends_before_grant": (
        "The licence ends before the grant.",
        "Only a granted patent is offered.",
        "Check both dates.",
    ),
    "offer.ends_after_term": (
        "The licence ends after the term of the patent.",
        "20 years from filing for inventions, 10 for utility models, 15 for designs (Patent Law art. 42).",
        "Check the date and the application number.",
    ),
    "licence.ends_before_start": (
        "The licence ends before it takes effect.",
        "The end follows the start.",
        "Check both dates.",
    ),
    "pledge.ends_before_start": (
        "The pledge is released before it is registered.",
        "Release follows.",
        "Check both dates.",
    ),
    "recognition.ends_before_start": (
        "The title ends before it begins.",
        "The end follows the start.",
        "Check both dates.",
    ),
    "project.accepted_before_start": (
        "Accepted before it was approved.",
        "Acceptance follows approval.",
        "Check both dates.",
    ),
}


def register() -> None:
    """Make the texts of reading and checking known to `schemas.messages`."""
    add_texts("zh", CHINESE)
    add_texts("en", ENGLISH)
    add_texts("zh", {code: (chinese, "", "") for code, (chinese, _) in MESSAGES.items()})
    add_texts("en", {code: (english, "", "") for code, (_, english) in MESSAGES.items()})
