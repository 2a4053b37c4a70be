"""The people of the demonstration belong to units of its district, one a role."""

from registry.accounts.demonstration import PEOPLE, offered
from registry.accounts.identity import now
from registry.accounts.permissions import Organisation, Role
from registry.demo.district import build_district
from registry.settings import Settings


def test_everybody_belongs_to_a_unit_that_is_there() -> None:
    district = build_district()
    known = {
        Organisation.BUREAU: {""},
        Organisation.TOWNSHIP: {enterprise.township for enterprise in district.enterprises},
        Organisation.ENTERPRISE: {enterprise.code for enterprise in district.enterprises},
        Organisation.AGENCY: {project.agency for project in district.projects},
    }
    assert [person.login for person in PEOPLE if person.unit not in known[person.organisation]] == []
    assert sorted(role for person in PEOPLE for role in person.roles) == sorted(Role)


def test_a_password_is_shown_in_a_demonstration_only() -> None:
    assert offered(Settings(), now()) == {}
    assert "demo_password" in offered(Settings(demo=True), now())
