"""Where the content of pictures is kept: the workspace file, by SHA-256."""

from __future__ import annotations

from typing import Protocol


class Attachments(Protocol):
    """Content by its SHA-256, in 64 hexadecimal digits. Content that is there is never altered."""

    def put_attachment(self, content: bytes) -> str:
        """Keep content durably and give its digest; keeping the same again changes nothing."""

    def attachment(self, digest: str) -> bytes | None:
        """The content, or None while it is still to come from another laptop."""
