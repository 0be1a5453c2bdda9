"""Texts that programs trip over, of our own choosing, with what is kept of each."""

from __future__ import annotations

_TEXTS = {
    "nothing": "",
    "a space": " ",
    "blank lines": "\n\n\r\n\t\n",
    "NUL": "before\x00after",
    "only NUL": "\x00",
    "control signs": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f",
    "right to left": "مرحبا بكم في الجلسة",
    "both ways": "the word שלום stands in the middle",
    "marks that turn the line": "\u202eunderneath\u202c \u2066apart\u2069",
    "no width": "a\u200bb\u200db\ufeffc\u2060d",
    "piled accents": "Z" + "\u0301\u0327\u0323" * 40,
    "not yet composed": "e\u0301 and \u00e9",
    "emoji": "👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🧑‍🤝‍🧑 ☕️ 1️⃣",
    "beyond the first plane": "𠜎𠜱 𝕳𝖊𝖑𝖑𝖔 🂡",
    "not characters": "\ufffe\uffff\U0010ffff\ufdd0",
    "quotes": "\"'`´‘’“”„«»",
    "search signs": '"a" AND NOT (b* OR c^2) NEAR/3 - + : {col}',
    "SQL": "Robin'); DROP TABLE note; --",
    "a format": "%s %d %n {0} {name} ${HOME} $(id) `id`",
    "markup": "<b>&amp;<script>alert(1)</script>]]><!--",
    "a path": "../../etc/passwd C:\\Windows\\con.txt file:///dev/null",
    "a spreadsheet": "=1+1 @SUM(A1) -2 +3",
    "truth": "null None undefined true NaN 0 -0 1e999 0x00",
    "dots": "....///...:::",
    "one long word": "x" * 10_000,
    "ten thousand signs": "ß語😀\n" * 2_500,
    "a Turkish i": "İstanbul ıI",
    "letters that grow": "ﬁ ﬃ ŉ ǰ ΐ",
    "private signs": "\ue000\uf8ff",
    "line signs": "a\u2028b\u2029c\x0bd\x0ce\x85f",
}

NAUGHTY: dict[str, tuple[str, str]] = {
    **{name: (text, text) for name, text in _TEXTS.items()},
    # Halves of characters are no text: the sign for a missing one stands in their place.
    "half a character": ("a\ud83d b\udc00", "a\ufffd b\ufffd"),
    "two halves apart": ("\ude00\ud83d", "\ufffd\ufffd"),
}
