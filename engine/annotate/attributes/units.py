"""Tables of currencies (ISO 4217) and of units with their factor to the canonical one (SI brochure, 9th)."""

# ruff: noqa: E501 -- a row of the table is read whole

from __future__ import annotations

from decimal import Decimal

_SIGNS = {
    "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "HK$": "HKD", "NT$": "TWD", "NZ$": "NZD",
    "S$": "SGD", "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₹": "INR", "₩": "KRW",
}  # fmt: skip
_CODES = (
    "USD",
    "EUR",
    "GBP",
    "CNY",
    "JPY",
    "HKD",
    "CHF",
    "AUD",
    "CAD",
    "SGD",
    "TWD",
    "KRW",
    "INR",
    "NZD",
    "SEK",
)
_NAMES = {
    "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
    "日圆": "JPY", "新台币": "TWD", "台币": "TWD", "韩元": "KRW", "加元": "CAD", "澳元": "AUD", "瑞士法郎": "CHF",
    "新加坡元": "SGD", "卢布": "RUB", "人民币": "CNY",
}  # fmt: skip
CURRENCIES = _SIGNS | {code: code for code in _CODES} | {"RMB": "CNY"} | _NAMES
"""What stands before an amount."""

CURRENCY_WORDS = (
    {code: code for code in _CODES}
    | {"RMB": "CNY", "€": "EUR"}
    | _NAMES
    | {"元": "CNY", "元人民币": "CNY", "块钱": "CNY", "圆整": "CNY"}
    | {
        "yuan": "CNY",
        "renminbi": "CNY",
        "dollars": "USD",
        "US dollars": "USD",
        "U.S. dollars": "USD",
        "euros": "EUR",
    }
    | {
        "Hong Kong dollars": "HKD",
        "Canadian dollars": "CAD",
        "Australian dollars": "AUD",
        "pounds sterling": "GBP",
    }
    | {"yen": "JPY", "Swiss francs": "CHF", "rupees": "INR"}
)
"""What stands after an amount."""

_BY_UNIT: dict[str, dict[str, str]] = {
    "m": {
        "1": "m metres meters metre meter 米", "1000": "km kilometres kilometers kilometre kilometer 公里 千米",
        "0.01": "cm centimetres centimeters 厘米 公分", "0.001": "mm millimetres millimeters 毫米",
        "0.000001": "µm μm 微米", "0.000000001": "nm 纳米", "1609.344": "miles mile 英里", "0.3048": "ft feet 英尺",
        "0.0254": "inches inch 英寸", "0.9144": "yards yard", "1852": "海里",
    },
    "m²": {
        "1": "m² m2 sqm 平方米 平米 ㎡", "1000000": "km² km2 平方公里 平方千米", "10000": "ha hectares hectare 公顷",
        "4046.8564224": "acres acre 英亩", "0.0001": "cm² cm2 平方厘米", "0.09290304": "sq_ft 平方英尺",
        "666.666666667": "亩",
    },
    "m³": {
        "1": "m³ m3 立方米", "0.001": "L litres liters litre liter 升 公升", "0.000001": "ml mL 毫升 cm³ cm3",
    },
    "kg": {
        "1": "kg kilograms kilogram kilogrammes 公斤 千克", "0.001": "g grams gram 克", "0.000001": "mg milligrams 毫克",
        "1000": "tonnes tonne t 吨", "0.45359237": "lb lbs 磅", "0.028349523125": "oz ounces 盎司", "0.5": "斤",
    },
    "°C": {"1": "°C ℃ 摄氏度", "0.555555555556": "°F ℉"},
    "m/s": {"1": "m/s 米/秒", "0.277777777778": "km/h 公里/小时 千米/小时", "0.44704": "mph"},
    "B": {
        "1": "bytes 字节", "1000": "KB kB", "1000000": "MB", "1000000000": "GB", "1000000000000": "TB",
        "1024": "KiB", "1048576": "MiB", "1073741824": "GiB",
    },
    "Hz": {"1": "Hz 赫兹", "1000": "kHz", "1000000": "MHz 兆赫", "1000000000": "GHz"},
    "W": {"1": "W watts 瓦特", "1000": "kW kilowatts 千瓦", "1000000": "MW megawatts 兆瓦", "1000000000": "GW gigawatts 吉瓦"},
    "J": {"3600000": "kWh 千瓦时", "3600000000": "MWh 兆瓦时", "1": "joules 焦耳"},
    "Pa": {"1": "Pa", "1000": "kPa 千帕", "1000000": "MPa 兆帕"},
    "V": {"1": "V volts 伏特", "1000": "kV 千伏"},
    "A": {"1": "A amperes 安培", "0.001": "mA 毫安"},
}  # fmt: skip
UNITS: dict[str, tuple[Decimal, str]] = {
    name.replace("_", " "): (Decimal(factor), unit)
    for unit, by_factor in _BY_UNIT.items()
    for factor, names in by_factor.items()
    for name in names.split()
}
"""Factor and canonical unit of each unit; for degrees Fahrenheit 32 is taken off first. A KB is 1000 bytes."""
