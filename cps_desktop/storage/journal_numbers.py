"""What the numbers of the journal stand for: kinds and field names, sites and their laptops."""

from __future__ import annotations

from cps_desktop.storage.driver import Connection


class JournalNumbers:
    """Of one open workspace; what was looked up is remembered until it is to be forgotten."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._words: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        self._sites: dict[int, bytes] = {}
        self._site_numbers: dict[bytes, int] = {}
        self._devices: dict[bytes, bytes] = {}

    def forget(self) -> None:
        """Drop what was remembered (after a rollback or another writer)."""
        self._words.clear()
        self._numbers.clear()
        self._sites.clear()
        self._site_numbers.clear()
        self._devices.clear()

    def word(self, number: int) -> str:
        """The kind or field name behind a number."""
        if number not in self._words:
            self._words.update(self._connection.execute("SELECT n, word FROM journal_word"))
        return self._words[number]

    def number(self, word: str) -> int:
        """The number of a kind or field name, given one if it is new: for whoever writes."""
        found = self._numbers.get(word) or self.known_number(word)
        if not found:
            self._connection.execute("INSERT OR IGNORE INTO journal_word (word) VALUES (?)", [word])
            found = self.known_number(word)
        return found

    def known_number(self, word: str) -> int:
        """The number of a kind or field name; 0 for one that nobody wrote yet. Only reads: on a
        full disk, too, one can look."""
        found = self._numbers.get(word, 0)
        if not found:
            row = self._connection.execute(
                "SELECT n FROM journal_word WHERE word = ?", [word]
            ).fetchone()
            if row is not None:
                found = self._numbers[word] = int(row[0])
        return found

    def site(self, number: int) -> bytes:
        """The identity of a site behind its number here."""
        if number not in self._sites:
            self._sites.update(self._connection.execute("SELECT n, id FROM journal_site"))
            self._site_numbers = {site: n for n, site in self._sites.items()}
        return self._sites[number]

    def site_number(self, site: bytes) -> int:
        """The number here of a site that is known."""
        return self._site_numbers[site]

    def device(self, site: bytes) -> bytes:
        """The public key of the laptop a site belongs to; empty for a site that is not known."""
        if site not in self._devices:
            self._devices.update(
                self._connection.execute(
                    "SELECT id, key FROM journal_site"
                    " JOIN journal_device ON journal_device.n = journal_site.device"
                )
            )
        return self._devices.get(site, b"")
