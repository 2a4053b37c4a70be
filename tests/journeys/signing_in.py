"""Sessions of the people of the demonstration, for a browser to be given."""

from datetime import UTC, datetime

import httpx

from registry.accounts import totp
from registry.accounts.demonstration import PASSWORD, PEOPLE, SECRET
from registry.accounts.permissions import Role

LOGINS = {role: person.login for person in PEOPLE for role in person.roles}
OWN_PAGE = {"sec-fetch-site": "same-origin"}


class Signed:
    """Signs in as the person of a role where that has not been done yet."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._tokens: dict[Role, str] = {}

    def cookie(self, role: Role) -> dict[str, str]:
        """The cookie of this person's session."""
        if role not in self._tokens:
            self._tokens[role] = self._sign_in(role)
        return {"name": "session", "value": self._tokens[role], "url": self.address}

    def _sign_in(self, role: Role) -> str:
        with httpx.Client(base_url=self.address, headers=OWN_PAGE, trust_env=False, timeout=60) as client:
            answer = client.post("/sign-in", data={"login": LOGINS[role], "password": PASSWORD})
            if answer.headers["location"].startswith("/sign-in/code"):
                code = totp.code_at(SECRET, int(datetime.now(UTC).timestamp()) // totp.STEP_SECONDS)
                answer = client.post("/sign-in/code", data={"code": code})
            assert answer.status_code == 303, answer.text
            return client.cookies["session"]
