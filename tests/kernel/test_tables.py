"""Tables that people send, as rows of plain text."""

import pytest

from kernel.tables import FaultyRows, rows_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_in_either_encoding(encoding):
    data = "name,kind\n浙江省,省\n\n杭州市,\n".encode(encoding)

    rows = rows_of(data, columns=["name", "kind"], required=["name"])

    assert rows == [(2, {"name": "浙江省", "kind": "省"}), (4, {"name": "杭州市", "kind": ""})]


def test_a_column_may_have_another_name():
    def read(data: bytes):
        return rows_of(data, columns=["Name", "Kind"], required=["Kind"], other_names={"name": "Name", "kind": "Kind"})

    assert read(b"name,Kind\nx,y\n") == [(2, {"Name": "x", "Kind": "y"})]
    with pytest.raises(FaultyRows) as refused:
        read(b"name,Name,size\n1,2,3\n")
    assert [(fault.column, str(fault.reason)) for fault in refused.value.faults] == [
        ("Kind", "This column is missing."),
        ("Name", "This column occurs twice."),
        ("size", "This column is not known."),
    ]
