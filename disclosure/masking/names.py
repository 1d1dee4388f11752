"""Names of natural persons: the surname stays."""

import re
from collections.abc import Iterable, Iterator

from disclosure.masking.signs import DASHES, folded, is_seen

_SURNAMES = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙
慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 榖梁 拓跋
夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 西门 东门 第五 南荣 东里 即墨 达奚 褚师 纳兰 完颜 耶律
贺兰 叶赫 爱新 那拉 哈剌 第二 淳于 单于 叱干 贺若 屋庐 相里 歐陽 東方 獨孤 南宮 聞人 諸葛 尉遲 澹臺 濮陽 申屠 公孫
仲孫 鍾離 長孫 鮮于 司馬 閭丘 樂正 穀梁 軒轅 東郭 南門 西門 東門 納蘭 完顏 賀蘭
"""
COMPOUND = frozenset(_SURNAMES.split())
_BETWEEN = rf"[\s·•・‧∙⋅.{DASHES}_]{{0,3}}"


def mask_name(name: str) -> str:
    """王小明 becomes 王*, 欧阳修远 becomes 欧阳*; of a name without a surname in front only its first sign stays."""
    signs = "".join(sign for sign in name if is_seen(sign) and not sign.isspace()).lstrip("*")
    kept = 2 if len(signs) > 2 and signs[:2] in COMPOUND else 1
    return f"{signs[:kept]}*" if name.strip() else ""


def find_names(plain: str, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where the names stand and what is shown of each; spaces, points and dashes between their signs are nothing."""
    for name in names:
        signs = [sign for sign in folded(name) if sign.isalnum()]
        if len(signs) > 1 and "*" not in name:
            words = _BETWEEN.join(map(re.escape, signs))
            pattern = rf"(?<![A-Za-z]){words}(?![A-Za-z])" if signs[0].isascii() else words
            shown = mask_name(name)
            yield from ((*match.span(), shown) for match in re.finditer(pattern, plain, re.IGNORECASE))
