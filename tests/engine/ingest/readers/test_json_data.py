"""JSON reads as lines of keys and values, whatever its size, depth and soundness."""

import json
from pathlib import Path

import pytest

from engine.ingest.readers.pieces import Limits
from engine.ingest.readers.registry import read
from engine.records import RawText, Reason


def _read(tmp_path: Path, text: str) -> RawText:
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return read(path, "json", limits=Limits())


def _text(tmp_path: Path, text: str) -> str:
    return _read(tmp_path, text).pages[0].strip("\n")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('{"name":"Ada","born":1815,"home":{"city":"London","zip":null},"ok":true}',
         "name: Ada\nborn: 1815\nhome.city: London\nok: true"),
        ('{"people":[{"name":"钱学森","at":{"city":"上海"}},{"name":"Ada"}],"n":2}',
         "people:\nname: 钱学森\nat.city: 上海\n\nname: Ada\n\nn: 2"),
        ('{"a":1,"a":2}', "a: 1\na: 2"),
        ('{"tags":["x","y"],"long":["' + "w" * 61 + '","z"]}', "tags: x, y\nlong: " + "w" * 61 + "\nlong: z"),
        ('{"at":[[1,2],[3.5,-4e2]]}', "at: 1, 2; 3.5, -4e2"),
        ('[1,"\\u4e2d\\n\\"q\\""]', '1\n中\n"q"'),
        ('{"a":1}\n{"a":2}\n', "a: 1\n\na: 2"),
        ('"alone"', "alone"),
        ('{"": "no key", "e": ""}', "no key"),
        ('{"type":"Feature","properties":{"name":"Bund"},"geometry":{"coordinates":[121.4,31.2]}}',
         "type: Feature\nproperties.name: Bund\ngeometry.coordinates: 121.4, 31.2"),
    ],
)  # fmt: skip
def test_values_with_their_keys(tmp_path: Path, source: str, shown: str) -> None:
    assert _text(tmp_path, source) == shown


def test_pretty_and_minified_read_the_same(tmp_path: Path) -> None:
    value = {"a": [{"b": [1, 2, {"c": "d"}]}, "x"], "e": {"f": {"g": "h"}}}
    minified, pretty = json.dumps(value, separators=(",", ":")), json.dumps(value, indent=2)
    assert _text(tmp_path, minified) == _text(tmp_path, pretty)


@pytest.mark.parametrize("text", ["// a comment\n{}", "var x = 1;", "plain words", "{'a': 1}"])
def test_what_is_no_json_stays_as_it_is(tmp_path: Path, text: str) -> None:
    assert text.lstrip("{") in _text(tmp_path, text)


@pytest.mark.parametrize("cut", ['{"a": "first", "b": "sec', '{"a": "first", oops}', '{"a": "first"}}} tail'])
def test_broken_json_keeps_the_rest_as_text(tmp_path: Path, cut: str) -> None:
    text = _text(tmp_path, cut)
    assert text.startswith("a: first\n")
    assert any(word in text for word in ("sec", "oops", "tail"))


def test_depth_is_bounded_and_said(tmp_path: Path) -> None:
    depth = 100_000
    raw = _read(tmp_path, '{"a":' * depth + '"deep"' + "}" * depth)
    assert raw.partial == Reason(code="partial.too_deep", params={"limit_levels": 1000})
    raw = _read(
        tmp_path, '{"top": "kept", "x": ' + "[" * depth + '"deep"' + "]" * depth + ', "after": "kept too"}'
    )
    assert raw.pages[0] == "top: kept\nafter: kept too\n\n"


def test_a_large_file_is_read_as_plain_text(tmp_path: Path) -> None:
    text = '{"a":1}' * 5_000_000
    assert _read(tmp_path, text).pages == (text,)
