"""Pages of text drawn as pictures, of which it is known where each word stands."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from engine.pages import Box

_CHINESE_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)


@dataclass(frozen=True)
class DrawnPage:
    """A picture and the box of each of its texts."""

    image: Image.Image
    boxes: dict[str, Box] = field(default_factory=dict)


def draw(
    texts: Sequence[tuple[int, int, str]],
    *,
    size: tuple[int, int] = (900, 300),
    letters: int = 30,
    ink: str = "black",
    paper: str = "white",
) -> DrawnPage:
    """Draw each text from its ``(left, top)`` on; Chinese needs a font that is on the computer."""
    image = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(image)
    boxes: dict[str, Box] = {}
    for left, top, text in texts:
        font = ImageFont.load_default(letters) if text.isascii() else _chinese(letters)
        pen.text((left, top), text, font=font, fill=ink)
        x0, y0, x1, y1 = pen.textbbox((left, top), text, font=font)
        boxes[text] = Box(x0 / size[0], y0 / size[1], x1 / size[0], y1 / size[1])
    return DrawnPage(image, boxes)


def as_file(path: Path, *images: Image.Image) -> Path:
    """Write pictures as the kind of file that the name says; PDF and TIFF hold several."""
    more = {"append_images": images[1:], "save_all": True} if len(images) > 1 else {}
    images[0].save(path, **more)
    return path


def with_hidden_text(image: Image.Image, hidden: bytes) -> bytes:
    """Return a PDF page that shows a picture and has ``hidden`` as text that nobody sees."""
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=95)
    width, height = image.size
    content = (
        f"q {width} 0 0 {height} 0 0 cm /I Do Q BT 3 Tr /F 12 Tf 50 50 Td <{hidden.hex()}> Tj ET".encode()
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>>>" % (width, height),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream"
        % (width, height, len(jpeg.getvalue()), jpeg.getvalue()),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)


def is_on(found: Box, wanted: Box, *, slack: float = 0.02) -> bool:
    """Whether a box lies about where it should."""
    pairs = zip(
        (found.left, found.top, found.right, found.bottom),
        (wanted.left, wanted.top, wanted.right, wanted.bottom),
        strict=True,
    )
    across = max(abs(a - b) for a, b in list(pairs)[::2])
    middle = (found.top + found.bottom) / 2
    return across <= slack and wanted.top <= middle <= wanted.bottom


def _chinese(letters: int) -> ImageFont.FreeTypeFont:
    for name in _CHINESE_FONTS:
        if Path(name).exists():
            return ImageFont.truetype(name, letters)
    pytest.skip("no Chinese font on this computer")
