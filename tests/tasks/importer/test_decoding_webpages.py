"""Pages of the web: the document, not the site around it."""

import pytest

from tasks.importer.decoding import NotAPlan
from tests.tasks.importer.files import codes, read, tables

MENU = "".join(
    f'<li><a href="/{name}">{name}</a></li>' for name in ("首页", "政务公开", "政务服务", "互动交流", "数据")
)
PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>站点</title><style>p {{ color: red }}</style></head><body>
<nav>导航</nav><div class="menu"><ul>{MENU}</ul></div>
<script>var a = "<p>脚本</p>";</script><div style="display: none">隐藏</div><p hidden>隐藏</p>
<h1>河东市重点
  任务清单</h1>
<p>&emsp;&emsp;一、提高<ruby>质<rp>(</rp><rt>zhi</rt><rp>)</rp></ruby>量，<b>落实</b>责任&mdash;<br>（市教育局牵头）</p>
<ol start="3"><li>甲</li><li>乙 <a href="/">附件</a></li></ol>
<footer>版权所有</footer></body></html>"""


def test_what_a_reader_sees_of_the_document_is_read():
    source = read(PAGE)

    assert source.text.split("\n") == [
        "河东市重点任务清单",
        "\u2003\u2003一、提高质量，落实责任—",
        "（市教育局牵头）",
        "3. 甲",
        "4. 乙 附件",
        "",
    ]
    assert codes(source) == ["menus"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("big5", "big5"), ("", "gb18030"), ("", "utf-16"), ("utf-8", "gbk")],
)
def test_the_encoding_is_the_declared_one_where_that_reads_the_page(declared, encoding):
    page = f'<html><head><meta charset="{declared}"></head><body><p>醫療衛生監管，市教育局。</p></body></html>'

    assert read(page.encode(encoding)).text == "醫療衛生監管，市教育局。\n"


def test_a_table_is_laid_out_with_what_its_cells_cover():
    page = """<html><table><caption>附表</caption>
    <tr><th rowspan=2>序号<th colspan=2>单位<tr><th>牵头<th>配合
    <tr><td>1<td>市教育局<td rowspan=0>各<br>部门<tr><td>2<td>市公安局
    <tr hidden><td></table></html>"""

    source = read(page)

    assert source.text.startswith("附表\n序号\t单位\t\n\t牵头\t配合\n1\t市教育局\t各\n部门\n")
    assert tables(source)[0][:4] == [
        ["序号", "单位", "单位"],
        ["序号", "牵头", "配合"],
        ["1", "市教育局", "各\n部门"],
        ["2", "市公安局", "各\n部门"],
    ]


def test_tables_that_only_place_others_are_none():
    page = "<html><table><tr><td>左<td><table><tr><td>1<td>甲</table><p>后</table><table><tr><td>框</table></html>"

    source = read(page)

    assert source.text == "左\n1\t甲\n后\n框\n"
    assert tables(source) == [[["1", "甲"]]]


def test_a_part_of_a_page_is_known_by_its_name():
    part = "<div>一、落实责任</div><p>市教育局</p>"

    assert read(part, "plan.htm").text == "一、落实责任\n市教育局\n"
    assert read(part, "plan.txt").text == part


@pytest.mark.parametrize("page", ["<html></html>", "<html><script>1</script>", "<!doctype html>", "<html><!--"])
def test_an_empty_page_is_refused(page):
    with pytest.raises(NotAPlan):
        read(page)
