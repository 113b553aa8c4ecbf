"""Documents of OpenOffice 1, drawings of OpenDocument: read like their successors."""

from pathlib import Path

import pytest
from sample_files import packed

from engine.ingest.formats import sniff
from engine.ingest.readers import registry
from engine.ingest.readers.pieces import Limits

LIMITS = Limits(max_file_bytes=1_000_000, max_text_chars=100_000, max_pages=10)
_NAMES = "".join(
    f' xmlns:{prefix}="http://openoffice.org/2000/{name}"'
    for prefix, name in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("table", "table"))
) + ' xmlns:presentation="http://openoffice.org/2000/presentation"'  # fmt: skip
_BODIES = {
    "sxw": "<text:h>Ada</text:h><text:p>met <text:span>Charles</text:span></text:p><text:p>在伦敦</text:p>",
    "sxc": '<table:table table:name="Sheet"><table:table-row><table:table-cell><text:p>菜名</text:p>'
    "</table:table-cell><table:table-cell><text:p>9</text:p></table:table-cell></table:table-row></table:table>",
    "sxi": '<draw:page><draw:text-box presentation:class="title"><text:p>Title</text:p></draw:text-box>'
    "<draw:text-box><text:p>One</text:p></draw:text-box>"
    '<presentation:notes><draw:text-box presentation:class="notes"><text:p>Aside</text:p></draw:text-box>'
    "</presentation:notes></draw:page><draw:page><draw:text-box><text:p>Two</text:p></draw:text-box></draw:page>",
}


@pytest.mark.parametrize(
    ("extension", "form", "pages"),
    [
        ("sxw", "odt", ("Ada\n\nmet Charles\n\n在伦敦",)),
        ("sxc", "ods", ("Sheet\n菜名\t9",)),
        ("sxi", "odp", ("Title\n\nOne\n\nNotes:\nAside", "Two")),
    ],
)
def test_openoffice_1_is_read(tmp_path: Path, extension: str, form: str, pages: tuple[str, ...]) -> None:
    path = tmp_path / f"file.{extension}"
    root = "office:document-content"
    content = f"<{root}{_NAMES}><office:body>{_BODIES[extension]}</office:body></{root}>"
    doctype = f'<!DOCTYPE {root} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd">'
    path.write_bytes(packed({"content.xml": f'<?xml version="1.0" encoding="UTF-8"?>{doctype}{content}'}))
    assert sniff(path) == form
    found = tuple(page.strip() for page in registry.read(path, form, limits=LIMITS).pages)
    assert found == pages
