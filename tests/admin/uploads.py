"""Tables, as a browser sends them to the admin."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile


def as_csv(*rows, encoding="utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*rows) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def upload(client, model: str, data: bytes, name="table.csv"):
    """The dry run."""
    return client.post(
        f"/admin/agencies/{model}/import/",
        {"import_file": SimpleUploadedFile(name, data), "format": "0", "resource": "0"},
    )


def confirm(client, model: str, page):
    form = page.context["confirm_form"]
    return client.post(f"/admin/agencies/{model}/process_import/", form.initial)


def faults(page) -> dict:
    """{row: {column: sentences}}"""
    return {row.number: row.error_dict for row in page.context["result"].invalid_rows}


def kinds(page) -> list[str]:
    return [row.import_type for row in page.context["result"].rows]
