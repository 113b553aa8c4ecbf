"""What joins names of one thing, what is only proposed, and what is neither."""

from __future__ import annotations

from itertools import combinations

import pytest

from engine.annotate.hooks import Form, hooks
from engine.annotate.keys import entity_key
from engine.annotate.same import MOST_ON_HOOK, SURE, Hooked, cluster, links


def judge(label: str, *names: str) -> dict[tuple[str, str], float]:
    """Return the best score of each two names, as if each stood in a document of its own."""
    on_hook: dict[str, list[Hooked]] = {}
    for number, name in enumerate(names):
        form = Form(label, entity_key(name, label), (name,))
        for hook in hooks(form):
            on_hook.setdefault(hook.key, []).append(Hooked(label, form.key, hook.role, number))
    best: dict[tuple[str, str], float] = {}
    for hook, hooked in on_hook.items():
        for link in links(hook, hooked):
            pair = (names[min(link.one.form, link.other.form)], names[max(link.one.form, link.other.form)])
            best[pair] = max(best.get(pair, 0.0), link.score)
    return best


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("LOC", "北京", "Beijing"),
        ("LOC", "北京", "Peking"),
        ("LOC", "北京", "北京市"),
        ("LOC", "東京", "Tokyo"),
        ("PER", "钱学森", "Qian Xuesen"),
        ("PER", "錢學森", "Xuesen Qian"),
        ("PER", "奥巴马", "Barack Obama"),
        ("PER", "约翰·史密斯", "John Smith"),
        ("PER", "J. R. R. Tolkien", "John Ronald Reuel Tolkien"),
        ("PER", "Donald Trump", "Donald John Trump"),
        ("PER", "Bill Gates", "William Gates"),
        ("PER", "Smith, John", "John Smith"),
        ("ORG", "World Health Organization", "世界卫生组织"),
        ("ORG", "World Health Organization", "世卫组织"),
        ("ORG", "Oxford University", "University of Oxford"),
        ("ORG", "European Union", "欧盟"),
    ],
)
def test_names_of_one_thing_are_joined(label: str, one: str, other: str) -> None:
    assert judge(label, one, other)[one, other] >= SURE


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("PER", ("J. Smith", "John Smith")),
        ("PER", ("Zhang Wei", "张伟")),
        ("PER", ("J. R. Smith", "John Robert Smith", "James Ronald Smith")),
        ("PER", ("George Bush", "George Walker Bush", "George Herbert Bush")),
        ("LOC", ("吉林", "吉林省", "吉林市")),
        ("ORG", ("WHO", "World Health Organization")),
        ("PER", ("Schwarzenegger Arnold", "Schwarzeneger Arnold")),
        ("PER", ("Trump", "Donald Trump")),
    ],
)
def test_what_is_in_doubt_is_proposed(label: str, names: tuple[str, ...]) -> None:
    found = judge(label, *names)
    assert found
    assert max(found.values()) < SURE


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("PER", ("John Smith", "Jane Smith")),
        ("PER", ("张伟", "章炜")),
        ("LOC", ("Paris", "London")),
        ("ORG", ("Bank of China", "Bank of Japan")),
        ("PER", ("Obama", "Osama")),
        ("DATE", ("2021", "2021年")),
    ],
)
def test_different_things_have_nothing_to_do_with_each_other(label: str, names: tuple[str, ...]) -> None:
    assert not judge(label, *names)


def test_a_crowded_hook_tells_nothing() -> None:
    crowd = [Hooked("LOC", f"place {n}", "en", n) for n in range(MOST_ON_HOOK)]
    assert not links("t:place", [*crowd, Hooked("LOC", "地", "zh 地", MOST_ON_HOOK)])


def test_what_people_keep_apart_no_link_joins() -> None:
    forms = [Hooked("PER", name, "", number) for number, name in enumerate("abcd")]
    sure = [(0.95, 0, 1), (0.93, 1, 2), (0.92, 2, 3)]
    apart = cluster(forms, sure, together=[], apart=[(0, 2)])
    assert sorted(sorted(one.key for one in group) for group in apart) == [["a", "b"], ["c", "d"]]
    whole = cluster(forms, sure, together=[(0, 2)], apart=[(0, 2)])
    assert [len(group) for group in whole] == [4], "of two contrary words the one that joins counts"


def test_clusters_do_not_depend_on_the_order_of_anything() -> None:
    forms = [Hooked("PER", name, "", number) for number, name in enumerate("abcde")]
    sure = [(0.9, a, b) for a, b in combinations(range(5), 2) if (a + b) % 2]
    first = cluster(forms, sure, together=[(0, 4)], apart=[(1, 2), (3, 4)])
    turned = [(score, b, a) for score, a, b in sure[::-1]]
    again = cluster(forms[::-1], turned, together=[(4, 0)], apart=[(2, 1), (4, 3)])
    assert sorted(map(repr, first)) == sorted(map(repr, again))
