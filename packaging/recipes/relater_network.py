"""The network of a relater and how it learns: one body, one reading of a pair, several heads.

Input:  marked sentences (see ``engine.annotate.marking``) with labelled pairs.
Output: logits of each pair for our predicates and for the labels of each corpus. A corpus trains its own
        head and ours with what it annotates; the rest is masked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from relation_data import FINRE, REDOCRED, Sentence
from torch import nn
from torch.nn import functional
from transformers import BertConfig, BertForTokenClassification

from engine.annotate.marking import ORGANISATION, UNKNOWN, Markers, find_markers, mark
from engine.annotate.predicates import PREDICATES, allowed
from engine.language.lexicon import N_CASES
from engine.language.runtime import N_SPECIAL
from engine.language.tokens import Tokenise
from engine.training.network.plan import Plan

OURS = "ours"
N_HIDDEN, N_PRODUCT = 192, 96
_IGNORED = -100
_UNKNOWN_RATE = 0.1
"""Share of mentions whose kind is hidden while learning."""
_MULTI_WEIGHT = 3.0
"""Most pairs of most labels are plain; their loss is small beside that of a choice among classes."""
_RARE = -4.0
"""Where the logit of a label begins that seldom holds."""
_MEANINGS = (
    ("person", "people"),
    ("organization", "company"),
    ("place", "country"),
    ("work", "thing"),
    ("date", "year"),
    ("something", "name"),
)
"""A word for the first and the last marker of each kind."""
_CHUNK = 1024

Batch = tuple[NDArray[Any], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A marked sentence; ``targets`` is ``[n_pairs, width]``, see ``Space.columns``."""

    ids: list[int]
    types: list[int]
    places: NDArray[np.int64]
    targets: NDArray[np.int8]
    classes: NDArray[np.int64]
    source: str


class Space:
    """All labels: those of corpora that give a pair one class, and those any number of which may hold."""

    def __init__(self, classes: Mapping[str, Sequence[str]], relations: Sequence[str]) -> None:
        self.classes = {source: tuple(labels) for source, labels in classes.items()}
        self.relations = tuple(relations)
        self.predicates = tuple(PREDICATES)

    @property
    def widths(self) -> dict[str, int]:
        """How many labels each head has, ours first."""
        sizes = {OURS: len(self.predicates), REDOCRED: len(self.relations)}
        return sizes | {source: len(labels) for source, labels in self.classes.items()}

    @property
    def sources(self) -> tuple[str, ...]:
        """The corpora with classes, by the number that ``Batch`` gives them."""
        return tuple(self.classes)


class PairHead(nn.Module):
    """Logits of pairs from the states of their first markers and of the start token.

    A pair is ``relu(L s + R o + W c + b)`` beside ``tanh(P s) * tanh(Q o)``; each corpus reads it with
    a matrix of its own.
    """

    def __init__(self, n_states: int, widths: Mapping[str, int]) -> None:
        super().__init__()
        self.left = nn.Linear(n_states, N_HIDDEN)
        self.right = nn.Linear(n_states, N_HIDDEN, bias=False)
        self.whole = nn.Linear(n_states, N_HIDDEN, bias=False)
        self.subject = nn.Linear(n_states, N_PRODUCT, bias=False)
        self.object = nn.Linear(n_states, N_PRODUCT, bias=False)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(N_HIDDEN + N_PRODUCT, width) for name, width in widths.items()}
        )
        for name in (OURS, REDOCRED):
            nn.init.constant_(self.heads[name].bias, _RARE)

    def forward(self, subject: Any, object_: Any, whole: Any) -> Any:
        """Return what the heads read, ``[n_pairs, N_HIDDEN + N_PRODUCT]``."""
        sum_ = functional.relu(self.left(subject) + self.right(object_) + self.whole(whole))
        product = torch.tanh(self.subject(subject)) * torch.tanh(self.object(object_))
        return self.dropout(torch.cat([sum_, product], dim=-1))


class RelaterNetwork(nn.Module):
    """A BERT body and a head for pairs, called ``classifier`` so that it may learn at its own pace."""

    def __init__(self, body: Any, space: Space) -> None:
        super().__init__()
        self.body = body
        self.config = body.config
        self.classifier = PairHead(body.config.hidden_size, space.widths)

    def forward(self, ids: Any, types: Any, mask: Any, pairs: Any) -> Any:
        """Return what the heads read of ``pairs``, ``[n, 3]``: row, place of the subject, of the object."""
        states = self.body(input_ids=ids, attention_mask=mask, token_type_ids=types)[0]
        row, subject, object_ = pairs.unbind(1)
        return self.classifier(states[row, subject], states[row, object_], states[row, 0])


def make_sample(
    sentence: Sentence,
    tokenise: Tokenise,
    markers: Markers,
    space: Space,
    *,
    max_tokens: int,
    hide: random.Random | None = None,
) -> Sample | None:
    """Return a sentence as the network reads it, None where it is too long; ``hide`` forgets some kinds."""
    kinds = [known_kind(sentence.source, kind) for *_, kind in sentence.mentions]
    seen = [UNKNOWN if hide is not None and hide.random() < _UNKNOWN_RATE else kind for kind in kinds]
    spans = [(start, end, kind) for (start, end, _), kind in zip(sentence.mentions, seen, strict=True)]
    marked = mark(tokenise([sentence.text])[0], spans, markers)
    if len(marked.ids) > max_tokens or not sentence.pairs:
        return None
    n_ours, n_relations = len(space.predicates), len(space.relations)
    targets = np.full((len(sentence.pairs), n_ours + n_relations), -1, dtype=np.int8)
    classes = np.full(len(sentence.pairs), _IGNORED, dtype=np.int64)
    for row, pair in enumerate(sentence.pairs):
        for name in allowed(kinds[pair.subject], kinds[pair.object]):
            if name in pair.ours:
                targets[row, space.predicates.index(name)] = pair.ours[name]
        if sentence.source == REDOCRED and pair.is_stated:
            targets[row, n_ours:] = 0
            for name in pair.labels & set(space.relations):
                targets[row, n_ours + space.relations.index(name)] = 1
        elif pair.label is not None:
            classes[row] = space.classes[sentence.source].index(pair.label)
    at = [(marked.places[pair.subject] + 1, marked.places[pair.object] + 1) for pair in sentence.pairs]
    return Sample(marked.ids, marked.types, np.array(at, dtype=np.int64), targets, classes, sentence.source)


def known_kind(source: str, kind: str) -> str:
    """Return the kind of a mention: news of finance names companies where the tagger sees nothing."""
    return ORGANISATION if source == FINRE and kind == UNKNOWN else kind


def make_batches(samples: Sequence[Sample], space: Space, plan: Plan) -> Iterator[Batch]:
    """Yield padded batches of like length without end; the order follows from the plan's seed."""
    order = random.Random(plan.seed)
    while True:
        mixed = list(samples)
        order.shuffle(mixed)
        groups: list[list[Sample]] = []
        for first in range(0, len(mixed), _CHUNK):
            group: list[Sample] = []
            for item in sorted(mixed[first : first + _CHUNK], key=lambda item: len(item.ids)):
                if group and (len(group) + 1) * (len(item.ids) + N_SPECIAL) > plan.batch_tokens:
                    groups.append(group)
                    group = []
                group.append(item)
            groups.append(group)
        order.shuffle(groups)
        for group in groups:
            yield pad(group, space, plan.special)


def pad(group: Sequence[Sample], space: Space, special: tuple[int, int, int]) -> Batch:
    """Return ids, types and mask ``[n, length]``, pairs ``[n, 3]``, targets, source and class of each."""
    padding, start, end = special
    width = max(len(item.ids) for item in group) + N_SPECIAL
    ids = np.full((len(group), width), padding, dtype=np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    for row, item in enumerate(group):
        stop = len(item.ids) + 1
        ids[row, 0], ids[row, 1:stop], ids[row, stop] = start, item.ids, end
        types[row, 1:stop] = item.types
        mask[row, : stop + 1] = 1
    rows = np.concatenate([np.full(len(item.places), row) for row, item in enumerate(group)])
    pairs = np.column_stack([rows, np.concatenate([item.places for item in group])]).astype(np.int64)
    sources = [space.sources.index(item.source) if item.source in space.sources else -1 for item in group]
    return (
        ids,
        types,
        mask,
        pairs,
        np.concatenate([item.targets for item in group]),
        np.array(sources, dtype=np.int64)[rows],
        np.concatenate([item.classes for item in group]),
    )


def loss_of(space: Space) -> Any:
    """Return the function from network and batch to the loss: a mean for each corpus, added."""

    def loss(network: RelaterNetwork, tensors: tuple[Any, ...]) -> Any:
        ids, types, mask, pairs, targets, sources, classes = tensors
        read = network(ids, types, mask, pairs)
        heads = network.classifier.heads
        n_ours = len(space.predicates)
        total = _multi(heads[OURS](read), targets[:, :n_ours])
        total = total + _multi(heads[REDOCRED](read), targets[:, n_ours:])
        for number, source in enumerate(space.sources):
            chosen = (sources == number) & (classes != _IGNORED)
            if chosen.any():
                logits = heads[source](read[chosen]).float()
                total = total + functional.cross_entropy(logits, classes[chosen])
        return total

    return loss


def _multi(logits: Any, targets: Any) -> Any:
    """Return the loss of labels any number of which may hold, a mean over pairs; -1 is masked."""
    known = (targets >= 0).float()
    each = functional.binary_cross_entropy_with_logits(
        logits.float(), targets.clamp(min=0).float(), reduction="none"
    )
    n_pairs = known.amax(dim=1).sum().clamp(min=1.0)
    return _MULTI_WEIGHT * (each * known).sum() / n_pairs


def start_network(body: Any, space: Space, tokenizer: Any, *, n_layers: int) -> RelaterNetwork:
    """Return a relater on the first ``n_layers`` of a body, whose word table is frozen.

    A marker begins as, and for all its reader knows is, a word that says what it stands for: the rows of
    entries that no text holds are all alike.
    """
    body.encoder.layer = body.encoder.layer[:n_layers]
    body.config.num_hidden_layers = n_layers
    types = body.embeddings.token_type_embeddings.weight.detach()
    types = types[:N_CASES] if len(types) >= N_CASES else types[:1].repeat(N_CASES, 1)
    body.embeddings.token_type_embeddings = nn.Embedding.from_pretrained(types.clone(), freeze=False)
    body.config.type_vocab_size = N_CASES
    words = body.get_input_embeddings().weight.requires_grad_(False)
    for ids, meanings in zip(find_markers(tokenizer).values(), _MEANINGS, strict=True):
        for number, word in zip(ids, meanings, strict=True):
            known = tokenizer.token_to_id(word)
            if known is not None:
                words[number] = words[known]
    return RelaterNetwork(body, space)


def as_tokens(network: RelaterNetwork) -> Any:
    """Return what the graph computes: for each token its row, see ``engine.annotate.pair_head``.

    The body is shared with ``network``.
    """
    head = network.classifier
    parts = [part.weight.detach() for part in (head.left, head.right, head.whole, head.subject, head.object)]
    with torch.no_grad():
        rows = torch.cat(parts)
        bias = torch.zeros(len(rows))
        bias[:N_HIDDEN] = head.left.bias
        shape = network.body.config.to_dict() | {
            "id2label": dict.fromkeys(range(len(rows)), ""),
            "label2id": {},
        }
        config = BertConfig.from_dict(shape)
        result = BertForTokenClassification(config)
        result.bert = network.body
        result.classifier.weight.copy_(rows)
        result.classifier.bias.copy_(bias)
    return result.eval()
