"""Entries of the log of what people did beside changing records."""

from collections.abc import Mapping
from typing import Any

from litestar.connection import ASGIConnection

from registry.accounts.caller import Caller
from registry.accounts.names import network_of
from registry.database.engine import transaction
from registry.site.texts import marked
from schemas.vocabulary import Term

NOBODY = "-"
"""Actor of an entry where nobody is known."""
LONGEST = 200
"""Characters that are kept of what a stranger may write."""


class Event(Term):
    """What happened, as `subject:action`."""

    SESSION_BEGIN = "session:begin", marked("登录")
    SESSION_FAIL = "session:fail", marked("登录失败")
    SESSION_BLOCK = "session:block", marked("登录被限制")
    SESSION_END = "session:end", marked("退出登录")
    REQUEST_DENY = "request:deny", marked("请求被拒绝")
    PASSWORD_SET = "password:set", marked("设置密码")
    SECOND_FACTOR_SET = "second_factor:set", marked("设置第二步验证")
    SECOND_FACTOR_RESET = "second_factor:reset", marked("重置第二步验证")
    RECOVERY_USE = "recovery:use", marked("使用备用验证码")
    LINK_MAKE = "link:make", marked("发出一次性链接")
    TOKEN_MAKE = "token:make", marked("新建接口令牌")
    TOKEN_REVOKE = "token:revoke", marked("停用接口令牌")
    ROLES_SET = "roles:set", marked("更改角色")
    ACCOUNT_MAKE = "account:make", marked("新建账户")
    EMAIL_SET = "email:set", marked("更改邮箱")
    ACCOUNT_DISABLE = "account:disable", marked("停用账户")
    ACCOUNT_ENABLE = "account:enable", marked("启用账户")
    EXPORT = "export:make", marked("导出")
    IMPORT_UPLOAD = "import:upload", marked("交来导入的文件")
    IMPORT_REMAP = "import:remap", marked("改动导入的列匹配")
    IMPORT_CORRECT = "import:correct", marked("更正导入的格")
    IMPORT_AGREE = "import:agree", marked("同意写入导入的文件")
    IMPORT_UNDO = "import:undo", marked("要求撤销或重新应用一批导入")
    PROFILE_SAVE = "profile:save", marked("保存导入模板")
    PROFILE_REMOVE = "profile:remove", marked("移除导入模板")
    IMPORT_DISCARD = "import:discard", marked("放弃导入的文件")


async def note(
    event: Event,
    actor: str,
    *,
    account: int | None = None,
    network: str = "",
    subject: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write an entry, in the transaction going on if there is one."""
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO audit_event (event, actor, account_id, network, subject, details)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            event.value,
            (actor or NOBODY)[:LONGEST],
            account,
            network,
            subject.replace("\0", "")[:LONGEST],
            dict(details or {}),
        )


async def note_denied(
    connection: ASGIConnection[Any, Any, Any, Any], caller: Caller | None, lacking: str
) -> None:
    """A request of somebody signed in was refused; `lacking` is the permission, or `cross-site`.

    Of requests of strangers there is no entry: anybody could fill the log with them.
    """
    if caller is not None:
        await note(
            Event.REQUEST_DENY,
            caller.login,
            account=caller.account,
            network=network_of(connection.client.host if connection.client else ""),
            subject=connection.scope["path"],
            details={"permission": lacking},
        )


async def note_export(
    connection: ASGIConnection[Any, Any, Any, Any],
    caller: Caller | None,
    subject: str,
    details: Mapping[str, Any],
) -> None:
    """Somebody signed in took a file of records away. What strangers take is public, and there is no entry of it."""
    if caller is not None:
        network = network_of(connection.client.host if connection.client else "")
        await note(
            Event.EXPORT,
            caller.login,
            account=caller.account,
            network=network,
            subject=subject,
            details=details,
        )
