"""Pictures in a workspace: each content once, found by its SHA-256."""

from __future__ import annotations

import hashlib

from cps_desktop.domain.faults import InputRefused
from cps_desktop.storage.driver import Connection, atomic, in_words, larger_cache

LARGEST_ATTACHMENT = 25 * 1024 * 1024


class Attachments:
    """The part of a workspace that keeps pictures."""

    _connection: Connection

    def put_attachment(self, content: bytes) -> str:
        """Keep a picture's content; returns its SHA-256 (64 hexadecimal digits)."""
        if len(content) > LARGEST_ATTACHMENT:
            raise InputRefused("This file is larger than 25 MB. Nothing was changed.")
        digest = hashlib.sha256(content).hexdigest()
        with larger_cache(self._connection), atomic(self._connection):
            self._connection.execute(
                "INSERT OR IGNORE INTO attachment_content (digest, size, content) VALUES (?, ?, ?)",
                [digest, len(content), content],
            )
        return digest

    @in_words
    def attachment(self, digest: str) -> bytes | None:
        """A picture's content, or None while it is still to come."""
        row = self._connection.execute(
            "SELECT content FROM attachment_content WHERE digest = ?", [digest]
        ).fetchone()
        return bytes(row[0]) if row else None

    @in_words
    def attachment_sizes(self) -> dict[str, int]:
        """The digest and size in bytes of every content here."""
        return dict(self._connection.execute("SELECT digest, size FROM attachment_content"))

    @in_words
    def attachment_digests(self) -> set[str]:
        """The digests of every content here."""
        return {row[0] for row in self._connection.execute("SELECT digest FROM attachment_content")}
