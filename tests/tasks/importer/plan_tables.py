"""Plans in the form of a flattened table, as office programs and web pages leave it: one cell per line."""

HEADER = ("项目", "序号", "工作任务", "牵头部门", "责任单位（参与部门）", "备注")
TITLE = "河东市重点任务清单"


def row(number, *, section="", title="", lead="市教育局", participants="市公安局", remark="长期"):
    return (section, str(number), f"{title or f'第{number}项工作'}。说明文字。", lead, participants, remark)


def flatten(*pages, title=TITLE, header=HEADER, gap=1, indent="\t", end="\n"):
    """The text of a plan: on each page the header, then its rows, `gap` empty lines between them."""
    lines = [title]
    for page in pages:
        for cells in (header, *page):
            lines += [indent + cell for cell in cells] + [""] * gap
    return end.join(lines) + end
