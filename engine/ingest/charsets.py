"""Scores by which an encoding is chosen: are these characters that people write?

Input:  bytes, or text decoded from them. Output: names of Python codecs, or None.

The most common characters of Chinese (both scripts), Japanese and Korean make up
most of any real text, and hardly any of the text that a wrong decoder makes up.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from engine.ingest.latin_charsets import settle

_CHINESE = frozenset(
    "的我在一了你用是不个有他这可会们以时要能和为中人行上到数件来应下作本如大使对定发法过她么生组开分入很多吗或于成出据加里务将后好果子更没点理工需"
    "去当新式程性常方面自做天提表进间文看事关想并问建请说同该那现得实前它通地器制什内都部些条所小就被其最道第代从量经置者合调等动意全题认给机信语重任"
    "学单家接例也相指十水知化选之解试处服保起计容度规配值把持存设车查与正次染版见而每明备项回只主高模民比油放样构完但户期国日变议改步让态具年还情何三"
    "码写包类参因必欢编区节端喜集业打管息复确种无由目功取公手员告已书支流外错级预结型政执始话路再名原别统注料门系标引体供此及然决字长位非候火布示直安"
    "导两库心物译产运优快则特测市算元求向钟二食吃整口记读场真份序义交操切状准着力哪约列少况照花电载白即依线根资源资考函感帮基收默架味助令证误响除英修几许"
    "段受难房听致案今跟孩须太晚消您诉命儿己推报划含验丽否控省王李张刘陈杨赵黄周吴徐孙胡朱林江海山京北南西东"
    "個這會們時爲為數來應對發過麼組開嗎於據裏裡務將後沒點當進間關並問請說該現實內條從經調動題認給機語學單選試處計規設車與見備項樣構戶國變議讓態還碼寫"
    "類參歡編區節業復複確種無員書錯級預結執話別統門標體決長導兩庫譯產運優則測鍾鐘記讀場義狀準約況電載線資幫證誤響幾許檢難聽須訴兒報劃驗雞遊麗張劉陳楊"
    "趙黃吳孫東灣臺台"
)
_JAPANESE = frozenset(
    "日本人年大一国会中出時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左"
    "休父雨部長社者員事業場新私思自分手内代合的用方度回目体最初気開動同問地対実表定現通力全理私立知発言作使何"
)
_KOREAN = frozenset(
    "이다는을의에가고하지를은한도로기어나사서리자아인시그니대스해정일라만부들전으과상있수보게주여제것구했장원공무면안오와유선조실전경관소비요위었우신동"
    "까거내성국음말생세문때연중저화물분개된습학미러방성적더모람없당두"
)
_NEUTRAL = re.compile("[\x00-\xbf\u2000-\u206f\u3000-\u303f\uff00-\uff65×÷]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HALF_KANA = re.compile("[\uff66-\uff9f]")
_WIDE_RUN = re.compile("[\u2e80-\uffef]{2,}")
_WIDE = re.compile("[\u2e80-\uffef]")
_WORD = re.compile(rb"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff]+")
# In Windows-1252 signs or Icelandic letters; in the code pages of the East, letters.
_EASTERN_IN_WORD = re.compile(
    rb"(?<=[A-Za-z\xe0-\xff])[\x8a\x8d-\x8f\x9a\x9d-\x9f\xa3\xa5\xaa\xaf\xb1\xb3\xb5\xb6\xb9\xba\xbc\xbe\xbf\xf0\xfd\xfe]"
    rb"(?=[A-Za-z\xe0-\xff])"
)

# For each codec: lead bytes of its everyday characters.
_EAST_ASIAN: dict[str, tuple[int, int]] = {
    "gb18030": (0xB0, 0xD7),
    "big5hkscs": (0xA4, 0xC6),
    "cp932": (0x88, 0x97),
    "euc_jp": (0xB0, 0xCF),
    "cp949": (0xB0, 0xC8),
    "johab": (1, 0),  # its syllables stand in the order of their letters, common beside rare
}
_SINGLE_BYTE = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2",
    "iso8859_5", "iso8859_7", "iso8859_8", "cp866", "cp855", "mac_cyrillic", "cp874", "tis_620", "mac_roman",
    "cp437",
]  # fmt: skip
_SCORED_CHARACTERS = 6000
_DAMAGE_SHARE = 0.02
_JAPANESE_KANA_SHARE = 0.2
_EVERYDAY_SCORE = 0.55


def best_east_asian(data: bytes, *, least: float) -> str | None:
    """Return the East Asian codec that makes the most sense of ``data``, if it scores ``least`` of 1."""
    scores = {codec: _score(data, codec) for codec in _EAST_ASIAN}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= least else None


def best_single_byte(data: bytes) -> str | None:
    """Return the single-byte codec under which ``data`` reads as words, or None."""
    if _is_western(data):
        return settle(data, "cp1252")
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=_SINGLE_BYTE, threshold=0.3, enable_fallback=False)
    best = matches.best()
    if best is None or not _reads_as_words(data.decode(best.encoding, "replace")):
        return None
    return settle(data, str(best.encoding))


def _is_western(data: bytes) -> bool:
    """Whether accents stand alone in words of ASCII letters, and none is one that only the East has.

    Short Western texts are what statistics of languages get wrong.
    """
    words = [word for word in _WORD.findall(data[: 8 * _SCORED_CHARACTERS]) if not word.isascii()]
    if not words or _EASTERN_IN_WORD.search(data) or (b"\xf5" in data and b"\xfb" in data):
        return not words
    mixed = sum(sum(byte < 0x80 for byte in word) * 2 >= len(word) for word in words)
    return bool(mixed * 10 >= len(words) * 7)


def is_plausible(text: str) -> bool:
    """Whether ``text`` has assigned characters only, few scripts, and no controls: a right decoding."""
    if not text:
        return False
    head = text[:_SCORED_CHARACTERS]
    if any(
        unicodedata.category(char) in ("Cn", "Co", "Cs") or (char < " " and char not in "\t\n\r\f\x1b")
        for char in head
    ):
        return False
    counts = Counter(ord(char) >> 8 for char in head)
    narrow = counts[0] + counts[0x30]
    # Han is wide by nature; any other text keeps to few blocks of 256.
    n_han = sum(n for block, n in counts.items() if 0x4E <= block <= 0x9F)
    if n_han * 2 > len(head):
        return sum(char in _CHINESE or char in _JAPANESE for char in head) * 5 >= n_han
    few = sum(n for _, n in counts.most_common(3))
    n_hangul = sum(n for block, n in counts.items() if 0xAC <= block <= 0xD7)
    return (max(few, narrow) + n_han + n_hangul) * 10 >= len(head) * 9 and (
        narrow * 20 > len(head) or n_han == 0
    )


def _score(data: bytes, codec: str) -> float:
    """Mean over the characters beyond ASCII: 1 for a common one, about half for an everyday one."""
    text = data.decode(codec, "replace")
    shown = [char for char in _NEUTRAL.sub("", text)[:_SCORED_CHARACTERS] if char != "\ufffd"]
    n_bad = text.count("\ufffd")
    if not shown or n_bad > max(1, len(text) - data.count(b"\n")) * _DAMAGE_SHARE:
        return 0.0
    total = sum(n * _worth(char, codec) for char, n in Counter(shown).items())
    score = total / len(shown)
    kana_share = sum(1 for char in shown if _KANA.match(char)) / len(shown)
    if codec not in ("cp932", "euc_jp"):
        score -= min(0.5, kana_share)
    elif kana_share > _JAPANESE_KANA_SHARE:
        score += 0.1
    # An accent and the letter after it also make a character, but never two in a row.
    n_wide = len(_WIDE.findall(text))
    n_in_runs = sum(len(run) for run in _WIDE_RUN.findall(text))
    return score if n_in_runs * 2 >= n_wide else score * 0.3


def _worth(char: str, codec: str) -> float:
    common = (
        _KOREAN if codec in ("cp949", "johab") else _JAPANESE if codec in ("cp932", "euc_jp") else _CHINESE
    )
    if char in common:
        return 1.0
    if codec in ("cp932", "euc_jp"):
        if _KANA.match(char):
            return 1.0
        if _HALF_KANA.match(char):
            return -0.2
    low, high = _EAST_ASIAN[codec]
    encoded = char.encode(codec, "replace")
    if len(encoded) != 2:
        return -0.5
    return (
        _EVERYDAY_SCORE
        if low <= encoded[0] <= high and encoded[1] >= 0xA1 - 0x61 * (codec[0] in "bc")
        else 0.0
    )


def _reads_as_words(text: str) -> bool:
    """Whether the words with letters beyond ASCII are of one script and cased as people case them."""
    words = [word for word in re.findall(r"[^\W\d_]+", text[: 4 * _SCORED_CHARACTERS]) if not word.isascii()]
    if not words:
        return False
    good = sum(
        word.islower() or word.istitle() or word.isupper() or not word[0].isalpha() or _is_caseless(word)
        for word in words
    )
    return bool(good * 10 >= len(words) * 8)


def _is_caseless(word: str) -> bool:
    return word.lower() == word.upper()
