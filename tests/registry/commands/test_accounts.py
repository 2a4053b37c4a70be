"""`registry user`."""

import re

from tests.registry.commands.conftest import Run, objects


def test_people_are_added_listed_and_given_other_roles(registry: Run) -> None:
    made = registry("user", "add", "Cheng", "程望舒", "--role", "administrator")
    assert made.exit_code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/set-password/[\w-]{43}\n", made.stdout)
    assert registry("user", "add", "lin", "林若川", "--role", "officer").exit_code == 0
    people = {one["login"]: one for one in objects(registry("user", "list", "--json"))}
    assert people["lin"] == {
        "login": "lin", "name": "林若川", "organisation": "bureau", "unit": "", "roles": ["officer"],
        "state": "invited", "second_step": False, "last_at": None,
    }  # fmt: skip
    assert registry("user", "roles", "lin", "officer", "reviewer").stdout == "lin：区局经办、区局审核\n"


def test_what_cannot_be_is_said_in_a_sentence_and_changes_nothing(registry: Run) -> None:
    registry("user", "add", "cheng", "程望舒", "--role", "administrator")
    for arguments, said in (
        (("user", "add", "cheng", "另一人", "--role", "officer"), "已有人使用"),
        (("user", "add", "x", "某人", "--role", "township_officer"), "角色与所属单位不符"),
        (("user", "add", "x", "某人", "--role", "officer", "--role", "auditor"), "不能兼任"),
        (("user", "disable", "cheng"), "至少要留一位管理员"),
        (("user", "roles", "cheng", "officer"), "至少要留一位管理员"),
        (("user", "enable", "cheng"), "没有停用"),
        (("user", "reset", "nobody"), "没有登录名"),
    ):
        told = registry(*arguments)
        assert told.exit_code == 2
        assert said in told.output
    (only,) = objects(registry("user", "list", "--json"))
    assert (only["roles"], only["state"]) == (["administrator"], "invited")


def test_a_disabled_account_is_enabled_and_reset(registry: Run) -> None:
    registry("user", "add", "cheng", "程望舒", "--role", "administrator")
    registry("user", "add", "lin", "林若川", "--role", "officer")
    assert registry("user", "disable", "lin", "--reason", "离职").exit_code == 0
    assert "已停用" in registry("user", "list").stdout
    assert registry("user", "reset", "lin").exit_code == 2
    assert registry("user", "enable", "lin").exit_code == 0
    assert "/set-password/" in registry("user", "reset", "lin", "--second-step").stdout
