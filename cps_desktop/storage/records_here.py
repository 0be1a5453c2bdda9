"""What a workspace shows of its records, with the driver's troubles said in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from cps_desktop.domain.records import Record, RecordId, Value
from cps_desktop.storage.driver import in_words
from cps_desktop.storage.reading import Found, Reader, SessionCounts, Version

R = TypeVar("R", bound=Record)


class RecordsHere:
    """The part of a workspace that is read."""

    reader: Reader

    @in_words
    def get(self, cls: type[R], record: RecordId) -> R | None:
        """One record, deleted ones too; None where there is no such record."""
        return self.reader.get(cls, record)

    @in_words
    def several(self, cls: type[R], records: Collection[RecordId]) -> dict[RecordId, R]:
        """These records by id, deleted ones too, in one look; those that are not here are not."""
        return self.reader.several(cls, records)

    @in_words
    def is_erased(self, cls: type[Record], record: RecordId, root: RecordId) -> bool:
        """Whether a record was erased for good, so that nothing can be written into it."""
        return self.reader.is_erased(cls, record, root)

    @in_words
    def erased_roots(self, cls: type[Record]) -> frozenset[RecordId]:
        """Those of a kind that is filed with itself that were erased for good."""
        return self.reader.erased_roots(cls)

    @in_words
    def find(self, cls: type[R], *, deleted: bool = False, **equals: Value) -> tuple[R, ...]:
        """All records of a kind whose fields equal these."""
        return self.reader.find(cls, deleted=deleted, **equals)

    @in_words
    def tally(
        self, cls: type[Record], fields: Sequence[str], within: str, values: Collection[str]
    ) -> dict[tuple[str, ...], int]:
        """How many records of a kind have each combination of these text fields."""
        return self.reader.tally(cls, fields, within, values)

    @in_words
    def search(self, text: str, limit: int = 50) -> tuple[Found, ...]:
        """Records that hold all the words."""
        return self.reader.search(text, limit)

    @in_words
    def changes(self) -> int:
        """How many changes the journal holds, from every laptop."""
        return self.reader.changes()

    @in_words
    def session_counts(self) -> dict[RecordId, SessionCounts]:
        """Counts for every session at once."""
        return self.reader.session_counts()

    @in_words
    def contested(self) -> tuple[Record, ...]:
        """Every record on which people's changes wait to be decided."""
        return self.reader.contested()

    @in_words
    def versions(self, record: Record, field: str) -> tuple[Version, ...]:
        """All values a contested field has, the shown one first."""
        return self.reader.versions(record, field)

    @in_words
    def devices_behind(
        self, records: Collection[Record], fields: Sequence[str]
    ) -> dict[RecordId, set[bytes]]:
        """The keys of the laptops that said what these fields of records say now, by record."""
        return self.reader.devices_behind(records, fields)

    @in_words
    def said_of(self, record: Record, field: str) -> frozenset[Value]:
        """Every value a field had that is not erased."""
        return self.reader.said_of(record, field)
