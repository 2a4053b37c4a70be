"""The words of each platform for the same fact: kinds, statuses, fees, and who is named as owner."""

from decimal import Decimal

from registry.demo.model import Enterprise, Fee, Patent, Standing

KINDS = {"1": "发明", "8": "发明", "2": "实用新型", "3": "外观设计"}
GRANT_KINDS = {"1": "发明授权", "8": "发明授权", "2": "实用新型", "3": "外观设计"}
PATSNAP_KINDS = {"1": "授权发明", "8": "授权发明", "2": "实用新型", "3": "外观设计"}

CNIPA = {
    Standing.IN_FORCE: "授权",
    Standing.GRACE: "授权",
    Standing.RECOVERABLE: "未缴年费专利权终止",
    Standing.LAPSED: "未缴年费专利权终止",
    Standing.EXPIRED: "专利权有效期届满",
    Standing.ABANDONED: "专利权的主动放弃",
    Standing.INVALID: "专利权全部无效",
    Standing.PARTLY_INVALID: "专利权部分无效",
    Standing.EXAMINATION: "实质审查的生效",
    Standing.PUBLISHED: "公布",
    Standing.REJECTED: "发明专利申请公布后的驳回",
    Standing.WITHDRAWN: "发明专利申请公布后的视为撤回",
}
CASE_FILE = {
    Standing.IN_FORCE: "专利权维持",
    Standing.GRACE: "等年费滞纳金",
    Standing.RECOVERABLE: "未缴年费专利权终止，等恢复",
    Standing.LAPSED: "未缴年费终止失效",
    Standing.EXPIRED: "届满终止失效",
    Standing.ABANDONED: "放弃专利权（重复授权）",
    Standing.INVALID: "无效宣告失效",
    Standing.PARTLY_INVALID: "专利权维持",
    Standing.EXAMINATION: "一通出案待答复",
    Standing.PUBLISHED: "等待实审提案",
    Standing.REJECTED: "驳回失效",
    Standing.WITHDRAWN: "实审请求视撤失效",
}
PATSNAP = {
    Standing.IN_FORCE: ("有效", "授权"),
    Standing.GRACE: ("有效", "授权"),
    Standing.RECOVERABLE: ("失效", "未缴年费"),
    Standing.LAPSED: ("失效", "未缴年费"),
    Standing.EXPIRED: ("失效", "期限届满"),
    Standing.ABANDONED: ("失效", "避免重复授权"),
    Standing.INVALID: ("失效", "全部撤销"),
    Standing.PARTLY_INVALID: ("有效", "部分无效"),
    Standing.EXAMINATION: ("审中", "实质审查"),
    Standing.PUBLISHED: ("审中", "公开"),
    Standing.REJECTED: ("失效", "驳回"),
    Standing.WITHDRAWN: ("失效", "撤回-视为撤回"),
}
MODES = {
    "free": "免费",
    "lump": "一次总付",
    "instalment": "分期支付",
    "sales": "按销售额提成",
    "profit": "按利润额提成",
    "entry": "入门费+提成费",
}


def owner_names(patent: Patent) -> list[str]:
    """Return the owners as they are called now."""
    return [holder.name for holder in patent.owners]


def applicant_names(patent: Patent) -> list[str]:
    """Return the names at filing: of firms that were renamed, the former name on filings before 2021."""
    return [
        holder.former_names[0]
        if isinstance(holder, Enterprise) and holder.former_names and patent.filed.year < 2021
        else holder.name
        for holder in patent.owners
    ]


def with_versions(patent: Patent) -> str:
    """Return the IPC classes as the gazette prints them, with version and position."""
    return "; ".join(f"{code}(2006.01)I" for code in patent.ipc)


def document(patent: Patent) -> tuple[str, str]:
    """Return number and ISO day of the last document: the grant, else the publication."""
    if patent.granted:
        return patent.grant, patent.granted.isoformat()
    return patent.publication, patent.published.isoformat() if patent.published else ""


def fee_standard(fee: Fee) -> str:
    """Return 许可使用费标准 in the words of a provincial list."""
    rate = f"{fee.rate.normalize():f}"
    return {
        "free": "免费许可",
        "lump": f"{fee.amount}元，合同生效后15日内一次性支付",
        "yearly": f"每年{fee.amount}元，按年支付",
        "instalment": f"总额{fee.amount}元，分{fee.parts}期支付",
        "sales": f"按净销售额的{rate}%提成，按季结算",
        "profit": f"按利润额的{rate}%提成，按年结算",
        "entry": f"入门费{fee.entry}元，另按净销售额的{rate}%提成",
    }[_way(fee)]


def fee_short(fee: Fee) -> str:
    """Return the fee as officers type it into the one fee cell of the operator platform."""
    rate = f"{fee.rate.normalize():f}"
    amount = _ten_thousands(fee.amount)
    return {
        "free": "免费",
        "lump": f"{amount}/一次性",
        "yearly": f"{amount.removesuffix('元')}/年",
        "instalment": f"{amount}，分{fee.parts}期",
        "sales": f"净销售额{rate}%",
        "profit": f"利润额{rate}%",
        "entry": f"入门费{_ten_thousands(fee.entry)}+净销售额{rate}%",
    }[_way(fee)]


def _way(fee: Fee) -> str:
    """Return the mode, with yearly payments told apart from instalments of a total."""
    return "yearly" if fee.mode == "instalment" and fee.parts == 1 else fee.mode


def _ten_thousands(amount: Decimal) -> str:
    return f"{(amount / 10_000).normalize():f}万元"
