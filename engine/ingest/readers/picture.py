"""Pictures: what the file says about itself; each frame is a page whose text is read by OCR.

Everything goes through Pillow, which is asked for the size before a pixel is unpacked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from engine.errors import FileDamaged, TooManyPixels
from engine.ingest.readers.pieces import Head, Limits, OcrPage, Piece
from engine.ingest.source import Source
from engine.records import Reason

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_PIXELS = 60_000_000
"""Unpacked at once; a JPEG may have more, as it can be unpacked smaller."""
_LEAST_SIDE = 12
"""Pixels; less is no letter but an icon."""
_LEAST_LONG_SIDE = 40
_MANY_PAGES = frozenset(("TIFF",))
"""Formats whose frames are pages; elsewhere they are an animation."""
_KINDS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")
_EXIF = {0x010E: "description", 0x013B: "author", 0x8298: "copyright"}
_EXIF_TIME = 0x0132
_EXIF_TAKEN = 0x9003
_EXIF_SUB = 0x8769


def read_picture(path: Source, *, limits: Limits) -> Iterator[Piece]:
    """Yield head and, for each page, no text and that it is a picture.

    Raises:
        FileDamaged: It is no picture that can be opened.
        TooManyPixels: As it says.
    """
    with opened(path) as image:
        yield Head(is_paged=True, is_typeset=True, attributes=_stated(image))
        n_frames = getattr(image, "n_frames", 1) if image.format in _MANY_PAGES else 1
        for number in range(1, min(n_frames, limits.max_pages) + 1):
            yield ""
            if number > 1 or (min(image.size) >= _LEAST_SIDE and max(image.size) >= _LEAST_LONG_SIDE):
                yield OcrPage(number)
        if n_frames > limits.max_pages:
            yield Reason(
                code="partial.page_limit", params={"limit_pages": limits.max_pages, "n_pages": n_frames}
            )


@contextmanager
def opened(path: Source, *, page: int = 1, least_side: int = 0) -> Iterator[Picture]:
    """Open one page of a picture; a JPEG is unpacked smaller as long as its sides keep ``least_side`` pixels.

    Raises:
        FileDamaged, TooManyPixels: As for ``read_picture``.
        OSError: It cannot be opened.
    """
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # its limit warns, ours refuses
    with path.open("rb") as stream:
        try:
            with Image.open(stream, formats=_KINDS) as image:
                if page > 1:
                    image.seek(page - 1)
                if image.format in ("JPEG", "MPO"):
                    side = least_side if image.width * image.height <= MOST_PIXELS else 1000
                    image.draft("RGB", (side, side)) if side else None
                n_pixels = image.width * image.height
                if n_pixels > MOST_PIXELS:
                    raise TooManyPixels(n_pixels=n_pixels, limit_pixels=MOST_PIXELS)
                yield image
        except UnidentifiedImageError as error:
            raise FileDamaged(detail="no picture") from error
        except (SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError) as error:
            raise FileDamaged(detail=str(error) or type(error).__name__) from error


def upright(image: Picture) -> Picture:
    """Return a picture as it is meant to be seen, in RGB, on white where it is transparent.

    Raises:
        FileDamaged: Its pixels cannot be unpacked.
    """
    from PIL import Image, ImageOps

    try:
        seen = ImageOps.exif_transpose(image)
        if seen.has_transparency_data:
            white = Image.new("RGBA", seen.size, "white")
            seen = Image.alpha_composite(white, seen.convert("RGBA"))
        return seen.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise FileDamaged(detail=str(error) or type(error).__name__) from error


def render(path: Source, *, page: int, width: int) -> bytes:
    """Return a page as PNG, no more than ``width`` pixels wide; errors as for ``read_picture``."""
    with opened(path, page=page, least_side=width) as image:
        seen = upright(image)
        if seen.width > width:
            seen = seen.resize((width, max(1, round(seen.height * width / seen.width))))
        png = io.BytesIO()
        seen.save(png, "PNG", compress_level=1)
        return png.getvalue()


def _stated(image: Picture) -> dict[str, str]:
    attributes = {"size": f"{image.width} × {image.height}"}
    if image.format == "PNG" and "exif" not in image.info:
        return attributes  # to look for more, Pillow would unpack the whole picture
    try:
        exif = image.getexif()
        taken = exif.get_ifd(_EXIF_SUB).get(_EXIF_TAKEN) or exif.get(_EXIF_TIME)
        stated = {name: exif.get(tag) for tag, name in _EXIF.items()}
    except Exception:  # noqa: BLE001 - whatever is wrong in there, the picture is what counts
        return attributes
    attributes |= {name: value for name, value in stated.items() if isinstance(value, str)}
    with suppress(ValueError):
        attributes["created"] = datetime.strptime(str(taken), "%Y:%m:%d %H:%M:%S").isoformat()
    return attributes
