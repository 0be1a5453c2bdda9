"""Sheets full of what real sessions bring; every name and place in them is invented."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cps_desktop.domain.door_sheets import BadgeOnSheet, BadgeSheet, SignInSheet
from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.sheets import (
    ArrivalsSheet,
    BoxOnSheet,
    BundleOnSheet,
    ClaimLineOnSheet,
    ClaimSheet,
    CodeSheet,
    DayMark,
    Imprint,
    NoteOnSheet,
    PackSheet,
    PersonGroup,
    PersonOnRegister,
    PlannerPage,
    PlannerSheet,
    ReceiptOnSheet,
    RegisterSheet,
    SessionOnSheet,
    SignatureOnSheet,
    StageOnSheet,
)

PRINTED = date(2027, 3, 18)
DAYS = (date(2027, 3, 18), date(2027, 3, 19))

SESSION = SessionOnSheet(
    title="Making discharge letters clearer (invented)",
    kind="Co-production session",
    dates="Thursday 18 and Friday 19 March 2027",
    venue="Alston Village Hall",
    lead_agency="North Cumbria (sample)",
    community="Eden",
    facilitators="M. Thirlwall and J. Szczęsna",
)
IMPRINT = Imprint(PRINTED, "CPS Desktop 0.1.0", "Contains personal information", draft=True)
SIGNED_OFF = Imprint(PRINTED, "CPS Desktop 0.1.0", "Contains personal information")
LEGEND = (
    (NoteColour.YELLOW, "What people told us"),
    (NoteColour.BLUE, "A fact we can check"),
    (NoteColour.GREEN, "Yes, this can change"),
    (NoteColour.PINK, "No, this cannot change now"),
    (NoteColour.LILAC, "An idea to try"),
    (NoteColour.ORANGE, "A question still open"),
)
SAID = (
    ("The letter came after my follow-up visit", "R.", NoteColour.YELLOW, 0),
    ("Too many short forms I cannot read", "A carer", NoteColour.YELLOW, 4),
    ("GP gets a different letter from the one I get", "Ward clerk", NoteColour.BLUE, 0),
    ("Nobody said who to ring", "No name", NoteColour.YELLOW, 2),
    ("Wording and layout: yes → we can", "Sponsor", NoteColour.GREEN, 0),
    ("The computer system: not this year", "Sponsor", NoteColour.PINK, 0),
    ("One page, big print, plain words ✓", "Table 2", NoteColour.LILAC, 4),
    ("A phone number that is answered, ≥ 5 days a week", "M.", NoteColour.LILAC, 5),
    ("Mae’r llythyr yn ŵyl i’r llygad, ŷd a thŷ", "Siân", NoteColour.ORANGE, 1),
    ("Zażółć gęślą jaźń: list był niezrozumiały", "Łukasz", NoteColour.ORANGE, 0),
    ("الرسالة واضحة الآن", "سميرة", NoteColour.BLUE, 0),
    ("המכתב ברור (עמוד 2)", "נועה", NoteColour.BLUE, 3),
    ("👍 Better ❤ and ☎ on top 😀", "Young people’s group", NoteColour.GREEN, 9),
)


def notes(number: int, seed: int = 0) -> tuple[NoteOnSheet, ...]:
    """Notes of many lengths, colours and hands; each text ends with its own number."""
    dice = random.Random(seed)
    made = []
    for index in range(number):
        text, author, colour, dots = SAID[(index + seed) % len(SAID)]
        more = dice.choice(("", "", " Ask again in June.", " It took three weeks and two calls."))
        link = "→ A3 “One-page letter”" if dice.random() < 0.1 else ""
        made.append(NoteOnSheet(f"{text}{more} #{seed}.{index}", author, colour, dots, link))
    return tuple(made)


_BOXES = (
    ("Think", "now", "What is it like now?", 12, 52, 128, 84, 6),
    ("Think", "scope", "What can change here, and what cannot?", 12, 140, 128, 52, 4),
    ("Think", "who", "Who is involved, why, and what do they do?", 12, 196, 128, 45, 3),
    ("Think", "know", "What do people need to know, and when?", 12, 245, 128, 40, 2),
    ("Plan", "goal", "What will have been achieved, and by when?", 146, 52, 128, 44, 2),
    ("Plan", "mood", "How will people feel when it works?", 146, 100, 128, 40, 1),
    ("Plan", "try", "What will we try?", 146, 144, 128, 80, 5),
    ("Plan", "help", "Who will help, and what training do they need?", 146, 228, 128, 57, 0),
    ("Reflect", "done", "What has been achieved?", 280, 52, 128, 58, 0),
    ("Reflect", "feel", "How do people feel about it?", 280, 114, 128, 45, 2),
    ("Reflect", "said", "We said … we did …", 280, 163, 128, 70, 0),
    ("Reflect", "next", "When do we look again, and who asks?", 280, 237, 128, 48, 0),
)
_PROMPTS = {
    "Think": "How is it now, and what may change?",
    "Plan": "What will we try, and who helps?",
    "Reflect": "Come back after 3, 6 and 12 months.",
}


def planner(
    imprint: Imprint = IMPRINT, *, times: int = 1, page: PlannerPage = "A3"
) -> PlannerSheet:
    """A half-filled planner; ``times`` as many notes as usual in each box."""
    stages = []
    for stage, prompt in _PROMPTS.items():
        boxes = tuple(
            BoxOnSheet(
                key,
                words,
                x,
                y,
                w,
                h,
                help="Come back to this at the end of day 2. One word each is enough.",
                notes=notes(number * times, seed),
            )
            for seed, (of, key, words, x, y, w, h, number) in enumerate(_BOXES)
            if of == stage
        )
        stages.append(StageOnSheet(stage, boxes, prompt))
    return PlannerSheet(
        SESSION,
        imprint,
        "Think – Plan – Reflect",
        "1",
        tuple(stages),
        page,
        LEGEND,
    )


def register(
    imprint: Imprint = IMPRINT, people: int = 18, days: tuple[date, ...] = DAYS
) -> RegisterSheet:
    """A register with all states, times and groups in it."""
    groups: tuple[PersonGroup, ...] = ("lay", "lay", "staff", "")
    names = (
        "R. Hartley",
        "Siân Ŵyn-Jones",
        "Łukasz Wójcik",
        "سميرة حداد",
        "נועה כהן",
        "A. N. Other",
    )
    rows = []
    for index in range(people):
        marks = []
        for day in range(len(days)):
            turn = (index + day) % 5
            if turn < 3:
                marks.append(DayMark("here", "09:05" if turn else "", "16:00" if turn == 1 else ""))
            else:
                marks.append(DayMark("apologies") if turn == 3 else DayMark("not seen"))
        rows.append(
            PersonOnRegister(
                f"{names[index % len(names)]} {index + 1}",
                ("Patient", "Carer", "Ward clerk", "Facilitator")[index % 4],
                ("", "North Cumbria (sample)", "Eden Carers (invented)")[index % 3],
                groups[index % 4],
                tuple(marks),
                walk_in=index % 7 == 6,
                strokes=(((100, 300), (300, 100), (500, 320)), ((90, 340),)) * (index % 3 == 1),
            )
        )
    return RegisterSheet(SESSION, imprint, days, tuple(rows), blank_rows=4)


def photo(width: int = 600, height: int = 800, seed: int = 1, mode: str = "RGB") -> bytes:
    """A JPEG that looks like a crumpled till receipt from far away."""
    from PIL import Image, ImageDraw, ImageFilter

    dice = random.Random(seed)
    table = Image.frombytes("L", (60, 80), dice.randbytes(4800))
    picture = table.resize((width, height)).convert("RGB").filter(ImageFilter.BLUR)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 8, height // 12, width * 7 // 8, height * 11 // 12), fill="#fbfaf5")
    for line in range(14):
        top = height // 8 + line * height // 18
        draw.text((width // 6, top), f"Item {dice.randint(1, 99)}", fill="#333333")
        draw.text((width * 2 // 3, top), f"{dice.randint(100, 999) / 100:.2f}", fill="#333333")
    out = io.BytesIO()
    picture.convert(mode).save(out, "JPEG", quality=80)
    return out.getvalue()


def claim(
    imprint: Imprint = IMPRINT, receipts: int = 2, claimant: str = "R. Hartley"
) -> ClaimSheet:
    """A claim with a line of every kind."""
    on = DAYS[0]
    return ClaimSheet(
        SESSION,
        imprint,
        f"{claimant} (invented)",
        "North Cumbria (sample)",
        (
            ClaimLineOnSheet(
                on,
                "Car, Nenthead to Alston Village Hall and back",
                450,
                "9 miles · 1 passenger",
                "45p a mile and 5p for a passenger: HMRC approved amounts, in force on the day, "
                "checked November 2026",
                "None needed",
            ),
            ClaimLineOnSheet(on, "Parking, Townfoot", 280, receipt="Receipt 1"),
            ClaimLineOnSheet(
                on,
                "Taxi with wheelchair ramp, Alston to Penrith station",
                3800,
                "Transport for additional needs",
                "Agreed beforehand by the facilitator",
                "Still to come",
            ),
            ClaimLineOnSheet(DAYS[1], "Bus 680, day ticket", 620, receipt="Receipt 2"),
        ),
        "I spent this money to take part in the session above. I have not claimed it elsewhere, "
        "and nobody else has paid it for me.",
        (
            SignatureOnSheet(
                "Claimant",
                f"{claimant} (invented)",
                "on screen, Thursday 18 March 2027, 15:40",
                "100,400 140,300 200,480 260,310 330,470;420,380 700,390",
            ),
            SignatureOnSheet("Attendance confirmed by", "M. Thirlwall", "Thursday 18 March 2027"),
            SignatureOnSheet("Approved by"),
            SignatureOnSheet("Authorised by"),
        ),
        reference="2027-014",
        cost_code="",
        payment="By bank transfer; the details are sent separately",
        history=(
            f"Signed by {claimant} (invented), Thursday 18 March 2027, 15:40.",
            "Asked about by A. Bell (invented), Monday 22 March 2027, 09:10. Which bus was it?",
        ),
        send_by="Thursday 15 April 2027 (28 days)",
        missing=(
            "Taxi, £38.00. You can sign now and add it later; the claim waits until 15 April.",
        ),
        receipts=tuple(
            ReceiptOnSheet(
                f"Receipt {n + 1}: parking and fares on Thursday 18 March 2027",
                f"Photograph of a till receipt, number {n + 1}",
                photo(seed=n),
            )
            for n in range(receipts)
        ),
    )


def pack() -> PackSheet:
    """Every kind of document in one."""
    return PackSheet(
        SESSION,
        IMPRINT,
        (planner(), planner(times=4)),
        register(),
        (claim(), claim(receipts=0, claimant="Siân Ŵyn-Jones")),
    )


def code(rows: int = 28, columns: int = 4, squares: int = 57) -> CodeSheet:
    """A sheet with a code of so many squares (any pattern) and so many numbered words."""
    chance = random.Random(squares)
    names = ("valley", "glove", "arrow", "curlew", "whinberry", "gatepost", "ruler")
    return CodeSheet(
        title="Recovery sheet of Fellside Co-production (invented)",
        imprint=SIGNED_OFF,
        opening=("Whoever holds this sheet can open everything.", "Keep it in a locked place."),
        code=tuple("".join(chance.choice("01") for _ in range(squares)) for _ in range(squares)),
        code_words="QR code with the words of this sheet",
        heading=f"The {rows} words",
        how="Type them in this order.",
        rows=tuple(chance.choice(names) for _ in range(rows)),
        columns=columns,
        closing=(("When somebody lost a key", "Type these words."), ("And then", "Lock it away.")),
    )


def nasty_code(texts: Sequence[str]) -> CodeSheet:
    """Names and words that were never meant for paper."""
    some = [" ".join(one.split())[:60] for one in texts if one.strip()]
    return replace(
        code(len(some), 2),
        title=some[0],
        opening=tuple(some),
        rows=tuple(one[:20] for one in some),
        closing=tuple((one, one) for one in some),
    )


def one_note_planner(texts: Sequence[str], imprint: Imprint = SIGNED_OFF) -> PlannerSheet:
    """A planner of one box with a note for each text."""
    made = tuple(NoteOnSheet(text, "R.") for text in texts)
    box = BoxOnSheet("now", "What is it like now?", 12, 52, 128, 84, notes=made)
    stages = (StageOnSheet("Think", (box,)),)
    return PlannerSheet(SESSION, imprint, "Think – Plan – Reflect", "1", stages)


def nasty_planner(texts: Sequence[str]) -> PlannerSheet:
    """Nasty texts in every place of a planner: title, stage, prompt, help, note, author, link."""
    boxes = tuple(
        BoxOnSheet(
            f"box{index}",
            text,
            12 + index % 3 * 134,
            52 + index // 3 * 24,
            128,
            22,
            help=text,
            notes=(NoteOnSheet(text, text, NoteColour.PINK, index, text),) if index % 2 else (),
        )
        for index, text in enumerate(texts[:27])
    )
    session = replace(SESSION, title=texts[14], venue=texts[20], facilitators=texts[30])
    notes_box = BoxOnSheet(
        "all", "All of them", 280, 270, 128, 22, notes=tuple(NoteOnSheet(t, t[:40]) for t in texts)
    )
    stages = (
        StageOnSheet(texts[12], boxes, texts[18]),
        StageOnSheet("", (notes_box,), texts[40]),
        StageOnSheet("No boxes", ()),
    )
    legend = ((NoteColour.PINK, texts[13] * 5), (NoteColour.YELLOW, texts[33]))
    return PlannerSheet(session, IMPRINT, texts[11], texts[12], stages, "A3", legend)


def nasty_register(texts: Sequence[str]) -> RegisterSheet:
    """A person for each text, named by it."""
    people = tuple(
        PersonOnRegister(text, text[:3000], text[:50], "lay", (DayMark("here", text[:20]),))
        for text in texts
    )
    return RegisterSheet(replace(SESSION, title=texts[13]), IMPRINT, DAYS, people)


def sign_in(times: int = 1) -> SignInSheet:
    """A sheet to sign in on."""
    names = tuple(one.name for one in register().people) * times
    return SignInSheet(SESSION, SIGNED_OFF, DAYS[0], names)


def nasty_sign_in(texts: Sequence[str]) -> SignInSheet:
    """A name for each text."""
    session = replace(SESSION, title=texts[13], venue=texts[20])
    return SignInSheet(session, SIGNED_OFF, None, tuple(texts))


def badges() -> BadgeSheet:
    """Badges of everybody on the register, more than one sheet of them."""
    some = [BadgeOnSheet(one.name, "said so", one.role) for one in register().people]
    plain = [BadgeOnSheet(one.name) for one in register().people]
    return BadgeSheet(SESSION, SIGNED_OFF, (*some, *plain) * 3)


def nasty_badges(texts: Sequence[str]) -> BadgeSheet:
    """A badge for each text, of which it says nothing else."""
    made = tuple(BadgeOnSheet(text, text, text[:200]) for text in texts)
    return BadgeSheet(replace(SESSION, title=texts[13]), SIGNED_OFF, made)


def nasty_claim(texts: Sequence[str]) -> ClaimSheet:
    """A line for each text, and a claimant, reasons and receipts to match."""
    lines = tuple(
        ClaimLineOnSheet(DAYS[0], text, index, text[:200], text[:100], text[:60])
        for index, text in enumerate(texts)
    )
    return ClaimSheet(
        replace(SESSION, title=texts[14]),
        replace(IMPRINT, program=texts[16], classification=texts[24]),
        texts[19],
        texts[-1],
        lines,
        texts[-12],
        tuple(SignatureOnSheet(text, text, text) for text in texts[11:17]),
        texts[21],
        texts[22],
        texts[-11],
        texts[23],
        tuple(texts[11:40]),
        (
            ReceiptOnSheet(texts[14], texts[15], photo()),
            ReceiptOnSheet("Grey", "", photo(mode="L")),
            ReceiptOnSheet("Four inks", "x", photo(mode="CMYK")),
            ReceiptOnSheet("Cut off", "x", photo()[:2000]),
            ReceiptOnSheet("No picture", "x", b"not a picture"),
            ReceiptOnSheet("Nothing", "x", b""),
        ),
    )


def arrivals(times: int = 1) -> ArrivalsSheet:
    """A report of what came in, with everything there can be to say of a bundle."""
    some = (
        BundleOnSheet(
            "Penrith laptop 18 March 2027.cpsb",
            "Penrith laptop (invented)",
            "Thu 18 Mar 2027, 16:45",
            "Brought in",
            "37 new of 412",
            ("Making discharge letters clearer (invented)", "Shorter waits (new here)"),
            (
                "To be decided: 2.",
                "Pictures still to come: 1.",
                "Laptop B (invented): 120–180, 200 missing.",
                "Let in for the first time: Penrith laptop (invented).",
            ),
        ),
        BundleOnSheet(
            "from somebody.cpsb",
            "A laptop without a name",
            "Fri 19 Mar 2027, 09:02",
            "Kept to be looked at",
            "26 new of 26",
            ("A session not here",),
            ("Not known here: A laptop without a name.",),
        ),
        BundleOnSheet("half.cpsb", "Not known", "", "Not brought in", "–", (), ("It is cut off.",)),
    )
    return ArrivalsSheet(
        imprint=replace(IMPRINT, draft=False, classification="Contains personal information"),
        title="What came in",
        where="Office laptop (invented)",
        when="Friday 19 March 2027, 09:05",
        summary=("1 bundle brought in with 37 new changes, 1 bundle kept.", "2 things wait."),
        bundles=some * times,
        who="Anna Bell (invented)",
        organisation="North Cumbria (sample)",
    )


def nasty_arrivals(texts: Sequence[str]) -> ArrivalsSheet:
    """A report in which laptops, files and sessions bear any name there is."""
    some = tuple(
        BundleOnSheet(
            one, one, "Thu 18 Mar 2027, 16:45", "Brought in", "1 new of 1", (one,), (one,)
        )
        for one in texts
    )
    return replace(arrivals(), bundles=some)
