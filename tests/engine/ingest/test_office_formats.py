"""Office files are known by what is in them, a locked or cut one by its name."""

import struct
from pathlib import Path

import pytest
from office_files import compound, doc, open_document, ppt, pptx, shape, slide, xls, xlsx
from sample_files import packed

from engine.ingest.formats import sniff, supported_formats


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.bin", pptx(["a"], {"slides/a.xml": slide(shape("x"))}), "pptx"),
        ("a.bin", xlsx({"a": ""}), "xlsx"),
        ("a.xlsm", xlsx({"a": ""}), "xlsx"),
        ("a.xlsx", packed({"xl/workbook.bin": "x"}), "xlsb"),
        ("a.bin", open_document("text", ""), "odt"),
        ("a.bin", open_document("presentation", ""), "odp"),
        ("a.bin", open_document("spreadsheet", ""), "ods"),
        ("a.odt", packed({"content.xml": "x"}), "odt"),
        ("a.zip", packed({"content.xml": "x"}), "zip"),
        ("a.odp", open_document("presentation", "")[:20], "odp"),
        ("a.bin", doc("x"), "doc"),
        ("a.bin", ppt([]), "ppt"),
        ("a.bin", xls("a"), "xls"),
        ("a.bin", compound({"WORKBOOK": b""}), "xls"),
        ("a.xls", compound({"Workbook": b"", "WordDocument": b""}), "xls"),
        ("a.doc", compound({"Workbook": b"", "WordDocument": b""}), "doc"),
        ("a.pptx", compound({"EncryptedPackage": b""}), "pptx"),
        ("a.xlsb", compound({"EncryptedPackage": b""}), "xlsb"),
        ("a.msi", compound({"Other": b""}), "ole"),
    ],
)
def test_format_by_content(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert sniff(path) == expected


def test_a_directory_that_lies_elsewhere_is_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    content = bytearray(xls("a"))
    struct.pack_into("<H", content, 30, 16)
    struct.pack_into("<I", content, 48, 0xFFFFFFF0)
    path.write_bytes(bytes(content))
    assert sniff(path) == "ole"


def test_office_files_are_read() -> None:
    assert supported_formats() >= {"docx", "pptx", "xlsx", "xlsb", "odt", "odp", "ods", "doc", "ppt", "xls"}
