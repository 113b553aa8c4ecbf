"""A tiny random Whisper model in Hugging Face layout: it says nonsense, and always the same."""

from __future__ import annotations

from pathlib import Path

LANGUAGES = ("en", "zh")


def make_tiny_whisper(folder: Path, *, model_type: str = "whisper") -> Path:
    """Write the model to ``folder`` and return it."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import (
        GenerationConfig,
        WhisperConfig,
        WhisperFeatureExtractor,
        WhisperForConditionalGeneration,
        WhisperTokenizerFast,
    )

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = {letter: number for number, letter in enumerate(letters)}
    marks = [
        "<|endoftext|>", "<|startoftranscript|>", *[f"<|{name}|>" for name in LANGUAGES],
        "<|translate|>", "<|transcribe|>", "<|nospeech|>", "<|notimestamps|>",
    ]  # fmt: skip
    inner = Tokenizer(models.BPE(vocab=words, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens(marks)
    unsaid = [number for letter, number in words.items() if not (letter.isalpha() and letter.isascii())]
    ids = {mark: inner.token_to_id(mark) for mark in marks}
    end, start, no_times = ids[marks[0]], ids[marks[1]], ids[marks[-1]]
    torch.manual_seed(5)
    config = WhisperConfig(
        vocab_size=len(letters) + len(marks), num_mel_bins=80, d_model=16,
        encoder_layers=1, decoder_layers=1, encoder_attention_heads=1, decoder_attention_heads=1,
        encoder_ffn_dim=16, decoder_ffn_dim=16, max_target_positions=24,
        pad_token_id=end, bos_token_id=end, eos_token_id=end, decoder_start_token_id=start,
        begin_suppress_tokens=None, suppress_tokens=None, init_std=1.0,
    )  # fmt: skip
    network = WhisperForConditionalGeneration(config)
    network.generation_config = GenerationConfig(
        is_multilingual=True, lang_to_id={f"<|{name}|>": ids[f"<|{name}|>"] for name in LANGUAGES},
        task_to_id={"transcribe": ids["<|transcribe|>"], "translate": ids["<|translate|>"]},
        no_timestamps_token_id=no_times, decoder_start_token_id=start, eos_token_id=end, pad_token_id=end,
        max_length=20, suppress_tokens=[*ids.values(), *unsaid],
    )  # fmt: skip
    network.save_pretrained(folder)
    WhisperFeatureExtractor(feature_size=80).save_pretrained(folder)
    WhisperTokenizerFast(
        tokenizer_object=inner, unk_token=marks[0], bos_token=marks[0], eos_token=marks[0], pad_token=marks[0]
    ).save_pretrained(folder)
    if model_type != "whisper":
        path = folder / "config.json"
        path.write_text(path.read_text("utf-8").replace('"whisper"', f'"{model_type}"'), "utf-8")
    return folder
