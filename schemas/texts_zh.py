"""Chinese texts of the finding codes: (problem, expected, action); in braces, details of the finding."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "application_number.and_others": (
        "该格只写了一个申请号，另有“等”字未列出的号码。",
        "一行一件专利。",
        "已按写出的号码登记；请补齐其余号码，各占一行。",
    ),
    "application_number.check_digit": (
        "校验位不符：现为 {given}。",
        "按 ZC 0006，{digits} 的校验位应为 {expected}。",
        "请对照专利证书核对全部数字，校验位正确时多半是前面某一位写错。",
    ),
    "application_number.check_digit_missing": (
        "申请号缺校验位。",
        "按 ZC 0006 计算，校验位为 {expected}。",
        "已补上校验位；请核对。",
    ),
    "application_number.dot_misplaced": (
        "小数点不在校验位之前。",
        "小数点应在最后一位之前，如 202110344405.7。",
        "校验位相符，已移正；请核对。",
    ),
    "application_number.extra_digit": (
        "位数过多：不含校验位有 {count} 位。",
        "不含校验位应为 {wanted} 位。",
        "请对照专利证书删去多余的数字。",
    ),
    "application_number.floating_point": (
        "号码被电子表格当作数字存储，小数部分已失真。",
        "前 12 位的校验位应为 {expected}，与失真后的数字不一致。",
        "请把该列设为文本格式，从来源重新导出。",
    ),
    "application_number.floating_point_repaired": (
        "号码曾被电子表格当作数字存储。",
        "申请号应按文本存储。",
        "四舍五入后校验位相符，已还原；请核对。",
    ),
    "application_number.foreign": (
        "这是 {office} 的号码，不是中国申请号。",
        "应为中国国家知识产权局的申请号。",
        "请填写对应的中国申请号；没有中国申请的不在登记范围。",
    ),
    "application_number.kind": (
        "专利种类位为 {kind}，没有这一种类。",
        "种类位应为 1、2、3、8 或 9。",
        "多半是缺了一位数字，请对照专利证书核对。",
    ),
    "application_number.embedded_blanks": (
        "号码中间有空格。",
        "空格只可以写在年份、种类和流水号之间。",
        "空格不影响读取；请一并核对是否漏写或错写了数字。",
    ),
    "application_number.lost_digit": (
        "位数不足：不含校验位只有 {count} 位。",
        "不含校验位应为 {wanted} 位。",
        "请对照专利证书补上缺失的数字。",
    ),
    "application_number.not_a_number": (
        "“{text}”不是申请号。",
        "应为申请号，如 202110344405.7。",
        "请核对是否填错了列。",
    ),
    "application_number.odd_separator": (
        "校验位之前的符号不是小数点。",
        "应为小数点，如 202110344405.7。",
        "校验位相符，已改为小数点；请核对。",
    ),
    "application_number.publication_number": (
        "{number} 是公开（公告）号，不是申请号。",
        "应为申请号，如 202110344405.7。",
        "请改填申请号，公开（公告）号填在自己的列。",
    ),
    "application_number.scientific_notation": (
        "号码已变成科学记数法，后面的数字已丢失。",
        "应为完整的申请号。",
        "请把该列设为文本格式，从来源重新导出；丢失的数字不能推算。",
    ),
    "application_number.several": (
        "一格内有 {count} 个申请号：{numbers}。",
        "一格一个申请号。",
        "请拆成多行，每行一件专利。",
    ),
    "application_number.trailing_zero_lost": (
        "校验位 0 被电子表格省去。",
        "按 ZC 0006 计算，校验位为 0。",
        "已补上“.0”。",
    ),
    "application_number.unreadable": (
        "“{text}”读不出申请号。",
        "应为 12 位（2003 年 10 月前为 8 位）数字、小数点和校验位。",
        "请对照专利证书填写。",
    ),
    "application_number.wipo_form": (
        "号码为世界知识产权组织的 15 位写法。",
        "国内写法为 {fix}。",
        "已按年份、种类和流水号换算，并计算校验位。",
    ),
    "application_number.year": (
        "申请年份 {year} 不在范围内。",
        "应在 {first} 至 {last} 年之间。",
        "请核对号码；外国号码和日期不能填在这一列。",
    ),
    "boolean.unreadable": ("“{text}”不是“是”或“否”。", "应为 是 或 否。", "请改为 是 或 否。"),
    "classification.unreadable": (
        "“{text}”既不是 IPC 分类号，也不是洛迦诺分类号。",
        "如 A01K87/00 或 01-01。",
        "请核对分类号。",
    ),
    "credit_code.check_character": (
        "统一社会信用代码的校验码不符：现为 {given}。",
        "按 GB 32100，应为 {expected}；其中组织机构代码的校验{organisation_code}。",
        "已保留原值；请对照营业执照核对。",
    ),
    "credit_code.digits_lost": (
        "代码末三位为 000，且两处校验均不符，应是被电子表格截断。",
        "应为完整的 18 位代码。",
        "请把该列设为文本格式，从来源重新导出。",
    ),
    "credit_code.identity_card": (
        "这是公民身份号码，不是统一社会信用代码。",
        "应为单位的统一社会信用代码。",
        "该值未登记；请从文件中删去身份号码。",
    ),
    "credit_code.length": ("代码有 {count} 位。", "统一社会信用代码应为 18 位。", "请对照营业执照核对。"),
    "credit_code.letters": (
        "代码中有不使用的字母：{letters}。",
        "GB 32100 不使用 I、O、S、V、Z。",
        "请对照营业执照核对，常见的是 0 与 O、1 与 I 混淆。",
    ),
    "credit_code.look_alike": (
        "代码中的 {letters} 不在 GB 32100 的字符之列。",
        "改正后为 {fix}，校验码相符。",
        "已改正；请核对。",
    ),
    "credit_code.not_a_code": ("“{text}”不是代码。", "应为 18 位统一社会信用代码。", "请核对是否填错了列。"),
    "credit_code.organisation_code": (
        "{number} 是组织机构代码，不是统一社会信用代码。",
        "应为 18 位统一社会信用代码。",
        "请补填统一社会信用代码，组织机构代码填在自己的列。",
    ),
    "credit_code.region": (
        "第 3 至 8 位 {region} 不是行政区划码。",
        "第 3 至 8 位应为数字。",
        "请对照营业执照核对。",
    ),
    "credit_code.registration_number": (
        "{number} 是注册号，不是统一社会信用代码。",
        "应为 18 位统一社会信用代码。",
        "请补填统一社会信用代码，注册号填在自己的列。",
    ),
    "credit_code.scientific_notation": (
        "代码已变成科学记数法，后面的数字已丢失。",
        "应为完整的 18 位代码。",
        "请把该列设为文本格式，从来源重新导出。",
    ),
    "currency.unknown": ("“{word}”不是已知的币种。", "如 人民币、美元、CNY。", "请改为币种名称或代码。"),
    "date.day_or_month": (
        "“{text}”分不清日和月。",
        "应为 年-月-日，如 2024-08-23。",
        "请改为 年-月-日。",
    ),
    "date.epoch": ("日期写成了 1970 年以来的秒数或毫秒数。", "按北京时间为 {fix}。", "已换算。"),
    "date.excel_serial": ("日期写成了电子表格的序号。", "对应 {fix}。", "已换算；请把该列设为日期格式。"),
    "date.impossible": (
        "{year} 年 {month} 月 {day} 日不存在。",
        "应为存在的日期。",
        "请对照来源核对。",
    ),
    "date.incomplete": ("“{text}”没有写到日。", "应为 年-月-日，如 2024-08-23。", "请补全日期。"),
    "date.open_ended": ("“{text}”没有终止日期。", "", "按无终止日期登记。"),
    "date.range": ("“{text}”是一段时间。", "应为一个日期。", "请把起止日期分列填写。"),
    "date.two_digit_year": (
        "“{text}”的年份只有两位，分不清年、月、日。",
        "年份应为四位，如 2024-08-23。",
        "请改为四位年份。",
    ),
    "date.unreadable": ("“{text}”不是日期。", "应为 年-月-日，如 2024-08-23。", "请核对是否填错了列。"),
    "date.year": ("年份 {year} 不在范围内。", "应在 {first} 至 {last} 年之间。", "请对照来源核对。"),
    "enterprise_code.form": (
        "“{text}”不是统一社会信用代码、注册号或组织机构代码。",
        "应为 18 位、15 位（或 13 位）或 9 位代码。",
        "请对照营业执照核对。",
    ),
    "fee.amount_unclear": (
        "许可费原文中的金额不能直接作为总额（按年、按次、按件，或没有写单位）。",
        "应写明总额和单位。",
        "原文已保留，金额留空；请补填金额。",
    ),
    "fee.base_missing": (
        "提成没有写明计算基数。",
        "应写明按净销售额还是按利润额提成，例如 净销售额的 {rate}。",
        "原文已保留，提成比例留空；请补填基数。",
    ),
    "fee.several_amounts": (
        "许可费原文中有 {count} 个不同的金额。",
        "应写明总额。",
        "原文已保留，金额留空；请补填金额。",
    ),
    "fee.several_rates": (
        "提成比例不是一个确定的数：{rates}。",
        "应为一个百分比。",
        "原文已保留，比例留空；请补填比例。",
    ),
    "fee_base.unknown": ("“{word}”不是已知的提成基数。", "应为 {known} 之一。", "请改为其中之一。"),
    "fee_mode.unknown": ("“{word}”看不出支付方式。", "应为 {known} 之一。", "请改为其中之一。"),
    "integer.fraction": ("“{text}”带有小数。", "应为整数。", "请改为整数。"),
    "integer.unreadable": ("“{text}”不是整数。", "应为不超过 15 位的整数。", "请改为整数。"),
    "ipc.first_of_several": ("该格有 {count} 个 IPC 分类号。", "主分类号只有一个。", "已取第一个；请核对。"),
    "ipc.unreadable": ("“{text}”不是 IPC 分类号。", "如 A01K87/00 或 A01K。", "请核对分类号。"),
    "ipc_list.leftover": ("分类号之外的文字“{text}”未登记。", "应只有分类号。", "请核对该格。"),
    "ipc.leftover": ("分类号之外的文字“{text}”未登记。", "应只有分类号。", "请核对该格。"),
    "locarno.leftover": ("分类号之外的文字“{text}”未登记。", "应只有分类号。", "请核对该格。"),
    "locarno.unreadable": ("“{text}”不是洛迦诺分类号。", "如 01-01，共 32 个大类。", "请核对分类号。"),
    "legal_status.unknown": (
        "“{word}”不是已知的法律状态。",
        "可用的法律状态：{known}。",
        "原文已保留，法律状态记为{taken}；请核对。",
    ),
    "licence_kind.unknown": ("“{word}”不是已知的许可种类。", "应为 {known} 之一。", "请改为其中之一。"),
    "money.negative": ("金额“{text}”为负。", "金额不能为负。", "请对照来源核对。"),
    "money.range": ("“{text}”是一个区间。", "应为一个金额。", "请填写一个金额。"),
    "money.scientific_notation": (
        "金额已变成科学记数法，尾数可能已丢失。",
        "应为完整的数字。",
        "请把该列设为文本格式，从来源重新导出。",
    ),
    "money.too_large": ("金额“{text}”过大。", "应小于十亿亿元。", "请核对数字和单位。"),
    "money.unreadable": ("“{text}”不是金额。", "如 50000元、5万元、100(万美元)。", "请核对数字和单位。"),
    "name.unreadable": ("“{text}”不是名称。", "应为单位或个人的名称。", "请核对该格。"),
    "number.rounded": ("小数位数过多。", "保留 {places} 位小数。", "已四舍五入为 {fix}。"),
    "number.unreadable": ("“{text}”不是数字。", "应为数字。", "请改为数字。"),
    "offer_state.unknown": ("“{word}”不是已知的声明状态。", "应为 {known} 之一。", "请改为其中之一。"),
    "organisation_code.check_character": (
        "组织机构代码的校验码不符：现为 {given}。",
        "按 GB 11714，应为 {expected}。",
        "已保留原值；请核对。",
    ),
    "organisation_code.form": ("“{text}”不是组织机构代码。", "应为 9 位，如 70608777-7。", "请核对该代码。"),
    "owner_type.unknown": (
        "“{word}”不是已知的权利人类型。",
        "可用的类型：{known}。",
        "已记为{taken}；请核对。",
    ),
    "patent_type.unknown": (
        "“{word}”不是一种专利类型。",
        "应为 {known} 之一。",
        "请改为其中之一；一行有几种类型的，请拆成多行。",
    ),
    "percent.out_of_range": ("百分比“{text}”不在范围内。", "应在 0 至 100 之间。", "请核对该数。"),
    "percent.unreadable": ("“{text}”不是百分比。", "如 5%。", "请改为百分比。"),
    "project_state.unknown": ("“{word}”不是已知的项目状态。", "应为 {known} 之一。", "请改为其中之一。"),
    "project_type.unknown": (
        "“{word}”不是已知的导航类型。",
        "按 GB/T 39551，应为 {known} 之一。",
        "请改为其中之一。",
    ),
    "publication_number.application_number": (
        "{number} 是申请号，不是公开（公告）号。",
        "如 CN107966475B。",
        "请改填公开（公告）号，申请号填在自己的列。",
    ),
    "publication_number.foreign": (
        "这是 {office} 的公开号，不是中国公开（公告）号。",
        "应以 CN 开头，如 CN107966475B。",
        "请填写对应的中国公开（公告）号。",
    ),
    "publication_number.kind_code": (
        "没有 {kind_code} 这一文献种类代码。",
        "应为 A、B、C、U、Y、S 或 D。",
        "请核对号码末尾的字母。",
    ),
    "publication_number.kind_conflict": (
        "首位 {digit} 与文献种类代码 {kind_code} 不符。",
        "首位为 {digit} 时应为 {expected}。",
        "请对照公告文本核对号码。",
    ),
    "publication_number.leading_digit": (
        "公开（公告）号首位为 {digit}。",
        "首位应为 1（发明）、2（实用新型）或 3（外观设计）。",
        "请对照公告文本核对号码。",
    ),
    "publication_number.scientific_notation": (
        "号码已变成科学记数法，后面的数字已丢失。",
        "应为完整的公开（公告）号。",
        "请把该列设为文本格式，从来源重新导出。",
    ),
    "publication_number.several": (
        "一格内有几个公开（公告）号：{text}。",
        "一格一个号码。",
        "请保留一个，或拆成多行。",
    ),
    "publication_number.unreadable": (
        "“{text}”不是公开（公告）号。",
        "应为 CN、7 或 9 位数字和文献种类代码，如 CN107966475B。",
        "请核对是否填错了列。",
    ),
    "registration_number.scientific_notation": (
        "注册号已变成科学记数法，后面的数字已丢失。",
        "应为完整的注册号。",
        "请把该列设为文本格式，从来源重新导出。",
    ),
    "registration_number.unusual": (
        "注册号“{number}”的写法不常见。",
        "通常为 15 位或 13 位数字。",
        "已保留原值；请核对。",
    ),
    "text.broken_characters": (
        "文字中有无法辨认的字符（�）。",
        "文件编码应为 UTF-8 或 GB 18030。",
        "已保留原值；请用正确的编码重新导出。",
    ),
    "text.unreadable": ("该格只有不可见字符。", "应为文字。", "请核对该格。"),
    "title_kind.unknown": (
        "“{word}”不是已知的称号类别。",
        "可用的类别：{known}。",
        "已记为{taken}；请核对。",
    ),
    "title_level.unknown": ("“{word}”不是已知的级别。", "应为 {known} 之一。", "请改为其中之一。"),
}

UNKNOWN = ("内容需要核对（{code}）。", "", "请对照来源文件核对该格。")
MISSING_DETAIL = "（未记录）"
WORDS = {"valid": "相符", "invalid": "不符"}
