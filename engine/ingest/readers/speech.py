"""What is said in half a minute of a recording, written down by a Whisper model in a reader process.

Output: lines without boxes; see ``engine.pages.OcrLine``. The model is a local folder that was
looked at before (``engine.ingest.speech_model``); nothing is fetched, and no code of the folder runs.
"""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.errors import FileUnreadable
from engine.ingest.readers.audio import RATE_HZ, Samples, window
from engine.ingest.source import Source
from engine.pages import OcrLine

if TYPE_CHECKING:
    from pathlib import Path

_SILENT = 5e-4
"""Loudness (root of the mean square over half a second, 1 = all there is) below which nobody speaks.
A Whisper model makes up words for silence."""
_LEAST_S = 0.1


def transcribe(path: Source, *, page: int, model: Path) -> list[OcrLine]:
    """Return what is said in the half minute number ``page`` (from 1).

    Raises:
        FileUnreadable: The model cannot be loaded, for now.
        InputError: The recording cannot be decoded.
    """
    samples = window(path, page=page)
    if is_silent(samples):
        return []
    text = _heard(samples, model)
    return [OcrLine(text=line) for line in map(str.strip, text.splitlines()) if line]


def is_silent(samples: Samples) -> bool:
    """Tell whether there is nothing to be heard."""
    if len(samples) < _LEAST_S * RATE_HZ:
        return True
    halves = np.array_split(samples, max(1, len(samples) // (RATE_HZ // 2)))
    return max(float(np.sqrt(np.mean(np.square(half)))) for half in halves) < _SILENT


def _heard(samples: Samples, model: Path) -> str:
    try:
        network, tokenizer, extractor = _load(str(model))
    except MemoryError:
        raise
    except Exception as error:  # the libraries raise nothing more precise
        raise FileUnreadable(detail=f"the speech model cannot be loaded: {error}") from error
    import torch

    features = extractor(samples, sampling_rate=RATE_HZ, return_tensors="pt", return_attention_mask=True)
    options: dict[str, Any] = {"num_beams": 1, "do_sample": False, "return_timestamps": False}
    if getattr(network.generation_config, "is_multilingual", False):
        options["task"] = "transcribe"  # in its language, which the model finds out
    with torch.inference_mode():
        ids = network.generate(features.input_features, attention_mask=features.attention_mask, **options)
    return str(tokenizer.decode(ids[0], skip_special_tokens=True))


@lru_cache(maxsize=1)
def _load(model: str) -> tuple[Any, Any, Any]:
    # Nothing may be written here: torch only has to find folders where it would.
    tempfile.tempdir = model
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = model
    import torch
    from transformers import WhisperFeatureExtractor, WhisperForConditionalGeneration, WhisperTokenizerFast
    from transformers.utils import logging

    logging.set_verbosity_error()
    torch.set_num_threads(1)
    network = WhisperForConditionalGeneration.from_pretrained(
        model, local_files_only=True, use_safetensors=True, trust_remote_code=False, dtype=torch.float32
    ).eval()
    # Older models force a language, English in most of them.
    network.config.forced_decoder_ids = network.generation_config.forced_decoder_ids = None
    tokenizer = WhisperTokenizerFast.from_pretrained(model, local_files_only=True)
    extractor = WhisperFeatureExtractor.from_pretrained(model, local_files_only=True)
    return network, tokenizer, extractor
