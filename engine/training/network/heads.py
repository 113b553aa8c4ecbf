"""Give a tagger new labels without forgetting the ones it knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.annotate.schemes import read_scheme
from engine.training.network.examples import bio_tags

_HELD_BACK = 2.0
"""How far a new tag starts below the mean of the known ones, in nats: about a seventh as likely."""


def with_our_tags(network: Any, tags: Sequence[str]) -> Any:
    """Return ``network``, whose tags are another maker's, with a head for ours, changed in place.

    A tag of ours gets the mean of the rows that mean the same; a ``B-`` that has none gets that of its
    ``I-``, and the other way round. Labels come in the order that ``read_scheme`` gives them.
    """
    import torch

    scheme = read_scheme(tags)
    old = network.classifier
    new = torch.nn.Linear(old.in_features, 2 * len(scheme.labels) + 1).to(old.weight.device, old.weight.dtype)
    with torch.no_grad():
        for row in range(new.out_features):
            twin = row + (1 if row % 2 else -1) if row else 0
            same = [number for number, column in enumerate(scheme.columns) if column == row]
            same = same or [number for number, column in enumerate(scheme.columns) if column == twin]
            new.weight[row], new.bias[row] = old.weight[same].mean(dim=0), old.bias[same].mean()
    return _fit(network, new, bio_tags(scheme.labels))


def with_labels(network: Any, labels: Sequence[str]) -> Any:
    """Return ``network`` with a tag head for ``labels``, changed in place; everything else stays as it is.

    The rows of known tags are kept. A new ``B-`` row starts as the mean of the known ``B-`` rows, held
    back by ``_HELD_BACK``, and an ``I-`` row likewise: what those have in common is where a name of any
    kind begins and goes on. So a new tag is far below ``O`` where nothing is named and below the right
    tag where something is: the network answers as before. Where the new tag is taught, its gradient
    is its probability less one, hence as large as can be however low it starts: it rises fast.
    With no known label all rows are new and random.

    Args:
        network: A network with a tag head, as ``BertForTokenClassification``.
        labels: All labels, in the order of the new output; those it knows must be among them.

    Raises:
        ValueError: A label that the network knows is missing.
    """
    import torch

    old_tags = [network.config.id2label[number] for number in range(network.classifier.out_features)]
    known = {tag: number for number, tag in enumerate(old_tags) if tag == "O" or tag[:2] in ("B-", "I-")}
    tags = bio_tags(labels)
    if lost := known.keys() - set(tags):
        raise ValueError(f"labels would be lost: {sorted(lost)}")
    old = network.classifier
    new = torch.nn.Linear(old.in_features, len(tags)).to(old.weight.device, old.weight.dtype)
    torch.nn.init.normal_(new.weight, std=network.config.initializer_range)
    torch.nn.init.zeros_(new.bias)
    with torch.no_grad():
        for row, tag in enumerate(tags):
            like = [number for name, number in known.items() if name[:2] == tag[:2]]
            if tag in known:
                new.weight[row], new.bias[row] = old.weight[known[tag]], old.bias[known[tag]]
            elif like:
                new.weight[row] = old.weight[like].mean(dim=0)
                new.bias[row] = old.bias[like].mean() - _HELD_BACK
    return _fit(network, new, tags)


def _fit(network: Any, head: Any, tags: Sequence[str]) -> Any:
    network.classifier = head.train(network.classifier.training)
    network.config.id2label = dict(enumerate(tags))
    network.config.label2id = {tag: number for number, tag in enumerate(tags)}
    network.num_labels = len(tags)
    return network
