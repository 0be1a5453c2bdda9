"""Draws the sample's receipts: invented slips of paper, photographed a little askew."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

from cps_desktop.domain.dates import say_short_date
from cps_desktop.domain.money import say_money
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.sample_content import ReceiptSample

_TABLE = (126, 104, 84)
_PAPER = (250, 248, 242)
_INK = (44, 44, 52)
_WIDTH, _HEIGHT = 620, 820


def draw_receipt(receipt: ReceiptSample, day: dt.date, pence: int) -> PreparedPicture:
    """A picture of a receipt for this amount on this day."""
    from PIL import Image, ImageDraw, ImageFont

    paper = Image.new("RGB", (_WIDTH - 140, _HEIGHT - 140), _PAPER)
    pen = ImageDraw.Draw(paper)
    # Like a till, with letters only: the font that comes with the picture library has no pound.
    amount = say_money(pence).replace("£", "GBP ")
    lines = (
        (receipt.shop, 30),
        ("Invented for the sample", 20),
        ("", 20),
        (say_short_date(day), 24),
        (receipt.what, 24),
        ("", 20),
        (f"Total   {amount}", 38),
        ("Paid. Thank you.", 22),
    )
    top = 60
    for text, size in lines:
        pen.text((36, top), text, fill=_INK, font=ImageFont.load_default(size))
        top += size + 26
    pen.line((36, top + 10, paper.width - 36, top + 10), fill=_INK, width=3)
    for place, bar in enumerate(hashlib.sha256(receipt.shop.encode()).digest()):
        left = 36 + place * 12
        pen.rectangle((left, top + 40, left + 2 + bar % 8, top + 120), fill=_INK)
    photo = Image.new("RGB", (_WIDTH, _HEIGHT), _TABLE)
    askew = (pence % 7 - 3) * 1.2
    turned = paper.convert("RGBA").rotate(
        askew, Image.Resampling.BICUBIC, expand=True, fillcolor=(0, 0, 0, 0)
    )
    photo.paste(turned, ((_WIDTH - turned.width) // 2, (_HEIGHT - turned.height) // 2), turned)
    kept = io.BytesIO()
    photo.save(kept, "JPEG", quality=70)
    jpeg = kept.getvalue()
    name = f"Receipt {receipt.shop}.jpg"
    return PreparedPicture(jpeg, _WIDTH, _HEIGHT, hashlib.sha256(jpeg).hexdigest(), name)
