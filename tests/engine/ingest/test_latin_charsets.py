"""Languages of the Latin script keep their letters, whichever of its code pages a short text is in."""

import pytest

from engine.ingest.encoding import decode

CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy. Šel k řece, žehral a štěkal; však už šumí jaro.\n"
SLOVAK = "Kŕdeľ šťastných ďatľov učí pri ústí Váhu mĺkveho koňa obhrýzať kôru a žrať čerstvé mäso.\n"
POLISH = "Zażółć gęślą jaźń. Są ludzie, którzy żyją z pracy rąk, i tacy, którzy łączą się z nimi.\n"
HUNGARIAN = "Árvíztűrő tükörfúrógép. Az őszi erdőben nagy a csönd, és jött egy hűvös szél is.\n"
TURKISH = "Bazı işçiler öğleden sonra gelmedi. İstanbul'da yağmur yağıyordu; kışın ısınmak güçtü.\n"
ICELANDIC = "Það er gott að vera í sveitinni. Þá kom hann með hestana og sagði: Þú ert góður, já.\n"
PORTUGUESE = "As eleições são amanhã; não há razões para as decisões já tomadas em Lisboa.\n"
FRENCH = "Il a dû goûter la crème brûlée; où est l'âme sœur? C'était sûr à Noël, dès août.\n"
GERMAN = "Fünf Mädchen übten schöne Größe; der Bär aß süße Brötchen für Österreich.\n"
ESTONIAN = "Õhtul sõitsime järve äärde; öö oli vaikne ja õues külm. Tõsi, võib-olla üsna väga.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CZECH, "iso8859_2"),
        (CZECH, "cp1250"),
        (SLOVAK, "iso8859_2"),
        (SLOVAK, "cp1250"),
        (POLISH, "iso8859_2"),
        (POLISH, "cp1250"),
        (HUNGARIAN, "iso8859_2"),
        (HUNGARIAN, "cp1250"),
        (TURKISH, "cp1254"),
        (TURKISH, "iso8859_9"),
        (ICELANDIC, "cp1252"),
        (PORTUGUESE, "cp1252"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (ESTONIAN, "cp1252"),
    ],
)
@pytest.mark.parametrize("times", [1, 8])
def test_letters_survive(text: str, encoding: str, times: int) -> None:
    text = "".join(char for char in text if char.encode(encoding, "ignore")) * times
    assert decode(text.encode(encoding))[0] == text


def test_korean_in_the_combining_code_is_read() -> None:
    text = "이 문서는 조합형 한글 코드로 되어 있습니다. 저작권 관련 유의 사항을 먼저 읽어 주십시오.\n"
    assert decode(text.encode("johab"))[0] == text
