"""A real keyring for tests: it keeps its passwords in a file of the test's own.

The tests' environment names it in PYTHON_KEYRING_BACKEND, so programs a test starts from the top
folder use it too. A test of a laptop without a keyring sets ``keyring.backends.fail.Keyring``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Keeps what it is given in the JSON file that CPS_TEST_KEYRING names."""

    priority = 1

    def _kept(self) -> dict[str, dict[str, str]]:
        place = Path(os.environ["CPS_TEST_KEYRING"])
        if not place.exists():
            return {}
        kept: dict[str, dict[str, str]] = json.loads(place.read_text(encoding="utf-8"))
        return kept

    def _keep(self, kept: dict[str, dict[str, str]]) -> None:
        Path(os.environ["CPS_TEST_KEYRING"]).write_text(json.dumps(kept), encoding="utf-8")

    def get_password(self, service: str, username: str) -> str | None:
        """Return what was kept, or None."""
        return self._kept().get(service, {}).get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        kept = self._kept()
        kept.setdefault(service, {})[username] = password
        self._keep(kept)

    def delete_password(self, service: str, username: str) -> None:
        """Forget a password; raises PasswordDeleteError when there is none."""
        kept = self._kept()
        if username not in kept.get(service, {}):
            raise PasswordDeleteError("there is no such password")
        del kept[service][username]
        self._keep(kept)
