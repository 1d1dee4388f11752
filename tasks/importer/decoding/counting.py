"""How the numbers of headings and lists are written: 一, （一）, 1, ①, A, iv, as Word names these forms."""

from collections.abc import Callable

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
IN_PARENTHESES = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
WITH_STOP = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
CIRCLED_CHINESE = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
IN_PARENTHESES_CHINESE = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
PLAIN, FORMAL, YEARS = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "〇一二三四五六七八九"


def chinese(number: int, digits: str = PLAIN, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """1 to 9999 as it is said."""
    said, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if not digit:
            gap = bool(said)
            continue
        said += (digits[0] if gap else "") + digits[digit] + units[power]
        gap = False
    return said.removeprefix("一") if said.startswith("一十") else said


def formal(number: int) -> str:
    return chinese(number, FORMAL, ("", "拾", "佰", "仟"))


def one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def digits_of(signs: str) -> Callable[[int], str]:
    return lambda number: "".join(signs[int(digit)] for digit in str(number))


def letters(number: int) -> str:
    """a to z, then aa to zz."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    said = ""
    for value, sign in ROMAN:
        said += sign * (number // value)
        number %= value
    return said


FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": digits_of("０１２３４５６７８９"),
    "decimalFullWidth2": digits_of("０１２３４５６７８９"),
    "decimalEnclosedCircle": one_of(CIRCLED),
    "decimalEnclosedCircleChinese": one_of(CIRCLED),
    "decimalEnclosedParen": one_of(IN_PARENTHESES),
    "decimalEnclosedFullstop": one_of(WITH_STOP),
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        chinese,
    ),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), formal),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), digits_of(YEARS)),
    "ideographEnclosedCircle": one_of(CIRCLED_CHINESE),
    "ideographParenthesized": one_of(IN_PARENTHESES_CHINESE),
    "ideographTraditional": one_of(STEMS),
    "ideographZodiac": one_of(BRANCHES),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
}


def written(number: int, form: str) -> str:
    """The number in that form, or "" where the form has none for it or is not known."""
    write = FORMS.get(form)
    return write(number) if write and 0 < number < 10_000 else ""
