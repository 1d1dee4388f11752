"""Names that may be two printed forms of one agency."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

# Words that many names have: without them 数据管理 and 数据资源 are the same.
GENERIC = re.compile("监督管理|管理|监管|监督|资源|发展|事务|服务|行政|工作")


def similar_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that may be two printed forms of one agency, in the order in which the names are given."""
    alike: dict[tuple[str, str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for name in dict.fromkeys(names):
        level = name[0] if name[0] in "国省市区县" else ""
        core = name[len(level) : -1]
        if len(core) < 2:
            continue
        bare = GENERIC.sub("", core)
        fellows = alike[level, core[0], name[-1]]
        for other, its_core, its_bare in fellows:
            if is_short_for(core, its_core) or is_short_for(its_core, core) or (len(bare) > 1 and bare == its_bare):
                yield other, name
        fellows.append((name, core, bare))


def is_short_for(short: str, long: str) -> bool:
    """发改 for 发展改革: its characters in the same order."""
    rest = iter(long)
    return len(short) < len(long) and all(character in rest for character in short)
