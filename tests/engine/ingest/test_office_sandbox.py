"""Office files are read under the limits of a reader process, native libraries included."""

from pathlib import Path

from office_files import doc, number_cell, open_document, outline_text, ppt, pptx, shape, slide, xls, xlsx

from engine.ingest.clean import clean
from engine.ingest.sandbox import ReaderPool
from engine.settings import Indexing


def test_office_files_are_read_in_another_process(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>知识</t></is></c></row>'
    files = {
        "pptx": pptx(["a"], {"slides/a.xml": slide(shape("知识"))}),
        "ppt": ppt([(outline_text("知识", kind=1), b"")]),
        "xlsx": xlsx({"一": row}),
        "xls": xls("一", number_cell(0, 0, 7.0)),
        "odt": open_document("text", "<text:p>知识</text:p>"),
        "doc": doc("知识\r"),
    }
    pool = ReaderPool(Indexing(n_readers=1))
    try:
        texts = {}
        for form, content in files.items():
            path = tmp_path / f"文件.{form}"
            path.write_bytes(content)
            texts[form] = clean(pool.read(path, form)).text
        assert texts == dict.fromkeys(files, "知识") | {"xlsx": "一\n知识", "xls": "一\n7"}
        assert pool.n_restarts == 0
    finally:
        pool.close()
