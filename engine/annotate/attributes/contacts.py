"""Ways to reach someone: e-mail addresses, web addresses, phone numbers; and addresses of machines."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

import phonenumbers

from engine.annotate.attributes.found import Found

_LOCAL = re.compile(r"[A-Za-z0-9](?<![A-Za-z0-9._%+-].)[A-Za-z0-9._%+-]{0,63}\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}(?![A-Za-z0-9@_-])")
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "css", "py", "json", "html", "service"}
)
_URL = re.compile(
    r"(?:(?P<scheme>https?|ftp)://|www\.)[^\s<>\"`|\\^{}\u2e80-\U0003ffff“”‘’，。；！？、（）《》「」【】]{1,2000}"
)
_TRAILING = ".,;:!?'*_~&#"
_PAIRS = {")": "(", "]": "["}

_PHONE = re.compile(
    r"(?P<intl>\+[1-9](?:[ .()-]{0,2}[0-9]){6,14})"
    r"|(?P<cn>(?:1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[1-9][0-9]{1,2}-[0-9]{3,4}[ -]?[0-9]{4}"
    r"|\(0[1-9][0-9]{1,2}\)[ ]?[0-9]{3,4}[ -]?[0-9]{4}|[48]00-[0-9]{3}-[0-9]{4}|[48]00-[0-9]{4}-[0-9]{3}))"
    r"|(?P<us>(?:1[ -])?(?:\([2-9][0-9]{2}\)[ ]?[2-9][0-9]{2}-[0-9]{4}"
    r"|[2-9][0-9]{2}(?P<mark>[.-])[2-9][0-9]{2}(?P=mark)[0-9]{4}))"
)
_PHONE_STARTS = re.compile(r"[+(0-9](?<![0-9A-Za-z_./+=&#@-][+(0-9])(?<![0-9A-Za-z][-,:].)")
_EXTENSION = re.compile(r"[ ]?(?:ext\.?|x|转|分机:?)[ ]?([0-9]{1,6})(?![0-9])|-([0-9]{1,4})(?![0-9-])")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_NO_MORE = re.compile(r"(?![0-9A-Za-z_]|[-.][0-9])")

_IP4 = re.compile(r"[0-9](?<![0-9A-Za-z_.-][0-9])[0-9]{0,2}(?:\.[0-9]{1,3}){3}(?![0-9A-Za-z_-]|\.[0-9])")
_IP6 = re.compile(
    r"[0-9A-Fa-f:](?<![0-9A-Za-z_.:].)[0-9A-Fa-f]{0,4}(?::{1,2}[0-9A-Fa-f]{1,4}){1,7}(?:::)?(?![0-9A-Za-z_:.])"
)
_HOST_BEFORE = re.compile(r"(?:\bIPs?|[Hh]ost|[Ss]erver|DNS|地址|-h|ping|@)[ :=`]*\Z")
_HOST_AFTER = re.compile(r":[0-9]{2,5}(?![0-9])|/[0-9]{1,2}(?![0-9])")
_VERSION_BEFORE = re.compile(r"(?:version|[Vv]er\.?|版本号?|[Rr]elease|build|[Vv]|==|§|[Ss]ection)[ :]*\Z")


def emails(text: str) -> Iterator[Found]:
    """Find e-mail addresses."""
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text, max(0, at - 64), at)
        domain = _DOMAIN.match(text, at + 1)
        if local and domain and ".." not in local[0] and local[0][-1] != ".":
            is_remote = local[0] == "git" or text[local.start() - 1 : local.start()] == "/"
            if domain[0].rsplit(".", 1)[1].lower() not in _FILES and not is_remote:
                yield Found("email", f"{local[0]}@{domain[0]}".lower(), local.start(), domain.end(), 0.98)
        at = text.find("@", at + 1)


def urls(text: str) -> Iterator[Found]:
    """Find web addresses, without the punctuation that follows them."""
    for match in _URL.finditer(text):
        if text[match.start() - 1 : match.start()].isalnum() and text[match.start() - 1].isascii():
            continue
        address = _trimmed(match[0])
        scheme, mark, rest = address.partition("://") if match["scheme"] else ("", "", address)
        host, slash, path = rest.partition("/")
        if "." not in host.strip(".") and not host.startswith("localhost"):
            continue
        value = scheme.lower() + mark + host.lower() + (slash + path if path else "")
        yield Found("url", value, match.start(), match.start() + len(address), 0.98)


def phones(text: str) -> Iterator[Found]:
    """Find phone numbers that exist in their country's plan (libphonenumber)."""
    position = 0
    while (begin := _PHONE_STARTS.search(text, position)) is not None:
        match = _PHONE.match(text, begin.start())
        position = begin.end()
        if match is None:
            continue
        number = _number(text, match)
        if number is None:
            continue
        end = match.end()
        extension = _EXTENSION.match(text, end)
        value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if extension:
            value += ";ext=" + (extension[1] or extension[2])
            end = extension.end()
        yield Found("phone", value, match.start(), end, 0.95 if match["intl"] else 0.9)
        position = end


def addresses(text: str) -> Iterator[Found]:
    """Find IP addresses; four numbers behind a word for "version" are none."""
    for match in _IP4.finditer(text):
        octets = match[0].split(".")
        before = text[max(0, match.start() - 12) : match.start()]
        is_number = max(map(int, octets)) < 32 and octets[0] not in {"10", "127"}  # of a heading or a version
        is_said = _HOST_BEFORE.search(before) or _HOST_AFTER.match(text, match.end())
        if (
            not _VERSION_BEFORE.search(before)
            and (is_said or not is_number)
            and all(int(octet) < 256 and str(int(octet)) == octet for octet in octets)
        ):
            yield Found("ip", match[0], match.start(), match.end(), 0.9)
    for match in _IP6.finditer(text):
        if ("::" not in match[0] and match[0].count(":") < 7) or not re.search("[0-9]", match[0]):
            continue  # ``abc::def`` names something in a program
        try:
            value = str(ipaddress.IPv6Address(match[0]))
        except ValueError:
            continue
        yield Found("ip", value, match.start(), match.end(), 0.9)


def _trimmed(address: str) -> str:
    """Return a web address without closing punctuation, and without brackets that open outside it."""
    while address:
        last = address[-1]
        is_closing = last in _PAIRS and address.count(last) > address.count(_PAIRS[last])
        if last not in _TRAILING and last not in "([" and not is_closing:
            break
        address = address[:-1]
    return address


def _number(text: str, match: re.Match[str]) -> phonenumbers.PhoneNumber | None:
    """Return the number that was written, None where there is none like it."""
    if not (_NO_MORE.match(text, match.end()) or _EXTENSION.match(text, match.end())):
        return None
    is_chinese = match["cn"] and (
        match[0][:4] not in {"400-", "800-"}  # these are free of charge in North America too
        or _CHINESE.search(text, max(0, match.start() - 40), match.end() + 20)
    )
    region = None if match["intl"] else "CN" if is_chinese else "US"
    try:
        number = phonenumbers.parse(match[0], region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
