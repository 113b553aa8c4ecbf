"""Vectors: of length 1, the same however texts are batched, whole however long the text."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ModelCorrupt
from engine.language.catalog import ModelCard, find_model
from engine.language.encoder import Encoder, load_encoder
from engine.language.tokens import load_tokenizer, tokenise
from engine.training.forms.quantize import seal

TEXTS = ["the cat sat", "", "知识图谱", "a much longer text about the work of many people " * 3, "Paris"]
SAME = 1e-3
"""Dynamic quantization scales each batch by its own range."""


@pytest.fixture(scope="module")
def encoder(tiny_models: Path) -> Encoder:
    return load_encoder(find_model("minilm", root=tiny_models), device="cpu", n_threads=1)


def test_every_text_has_a_vector_of_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_text_has_no_vector(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_company_changes_no_vector(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in reversed(TEXTS)])[::-1]

    assert np.sum(together * alone, axis=1).min() > 1 - SAME


def test_traditional_and_simplified_are_one(encoder: Encoder) -> None:
    traditional, simplified = encoder.encode(["機器學習與知識圖譜", "机器学习与知识图谱"])

    np.testing.assert_array_equal(traditional, simplified)


def test_the_end_of_a_long_text_counts(encoder: Encoder) -> None:
    begin = "the report was read by many people " * 30
    plain, ended = encoder.encode([begin, begin + "知识图谱" * 60])

    assert float(plain @ ended) < 0.999


def test_windows_weigh_by_their_subwords(encoder: Encoder, tiny_models: Path) -> None:
    card = find_model("minilm", root=tiny_models)
    size = card.max_tokens - 2
    first, second = "work " * size, "paris " * (size // 2)
    (tokens,) = tokenise(load_tokenizer(card.tokenizer), [first + second])
    assert len(tokens) == size + size // 2

    whole, left, right = encoder.encode([first + second, first, second])
    # Directions add up in the plane of the parts, the longer part pulling harder.
    np.testing.assert_allclose(whole, _project(whole, left, right), atol=0.05)
    assert float(whole @ left) > float(whole @ right)


def _project(vector: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    basis = np.stack([left, right], axis=1)
    weights, *_ = np.linalg.lstsq(basis, vector, rcond=None)
    return np.asarray(basis @ weights)


def test_calls_are_counted(encoder: Encoder) -> None:
    before = encoder.n_calls
    encoder.encode(["one", "two"])
    assert encoder.n_calls > before


def test_a_vector_depends_on_its_text_alone(encoder: Encoder) -> None:
    texts = ["short", "知识图谱", "a much longer text than the others " * 8]
    together = encoder.encode(texts)
    assert np.array_equal(together, np.vstack([encoder.encode([text]) for text in texts]))


def test_two_threads_get_the_vectors_that_one_gets(encoder: Encoder) -> None:
    expected = encoder.encode(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(encoder.encode, [TEXTS] * 12):
            np.testing.assert_array_equal(found, expected)


def test_a_broken_graph_is_a_known_fault(tiny_models: Path, tmp_path: Path) -> None:
    good = find_model("minilm", root=tiny_models)
    (tmp_path / "model.int8.onnx").write_bytes(b"no graph")
    (tmp_path / "tokenizer.json").write_bytes(good.tokenizer.read_bytes())
    bad = seal(_moved(good, tmp_path), ("model.int8.onnx", "tokenizer.json"))

    with pytest.raises(ModelCorrupt):
        load_encoder(bad, device="cpu")


def _moved(card: ModelCard, folder: Path) -> ModelCard:
    from dataclasses import replace

    return replace(card, folder=folder)


def test_shipped_encoder_knows_what_is_alike() -> None:
    shipped = load_encoder(find_model("minilm"), device="cpu", n_threads=1)
    texts = [
        "How do I cook rice?",
        "A recipe for boiled rice",
        "The central bank raised interest rates",
        "怎样煮米饭",
        "银行提高利率",
    ]
    likeness = (vectors := shipped.encode(texts)) @ vectors.T

    assert likeness[0, 1] > 0.6 > likeness[0, 2]
    assert likeness[3, 0] > likeness[3, 2]
    assert likeness[4, 2] > likeness[4, 0]


@pytest.mark.gpu
@pytest.mark.parametrize(
    "text", ["The central bank raised interest rates", "银行提高利率", "long text " * 400]
)
def test_gpu_and_cpu_agree(text: str) -> None:
    card = find_model("minilm")
    on_cpu = load_encoder(card, device="cpu").encode([text])
    on_gpu = load_encoder(card, device="cuda").encode([text])

    assert float(np.sum(on_cpu * on_gpu)) > 0.94
