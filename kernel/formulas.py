"""Where the cells of a workbook hold formulas: who reads a sheet gets only what they last gave, or nothing at all."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kernel.tables import WORKBOOK, column_number, pieces

LINKS = "xl/_rels/workbook.xml.rels"
FORMULA = "="  # what is read in place of one
FOUND = re.compile(
    rb"""<(?:[\w.-]+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*>\s*<(?:[\w.-]+:)?f[\s/>]"""
)


def formulas_of(path: Path, sheet: str) -> Iterator[tuple[int, int]]:
    """(row, column) of each formula of a sheet, each from 0, in the order of the file, which is not kept in memory."""
    with zipfile.ZipFile(path) as archive:
        return _places(path, _part_of(archive, sheet))


def _places(path: Path, member: str) -> Iterator[tuple[int, int]]:
    with zipfile.ZipFile(path) as archive, archive.open(member) as part:
        for piece in pieces(part, cut=b"</"):  # nothing is closed between a cell and its formula
            is_there = b"<f" in piece or b":f" in piece  # soon said of most
            for letters, digits in FOUND.findall(piece) if is_there else ():
                yield int(digits) - 1, column_number(letters) - 1


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The member of the archive that is the sheet; KeyError where there is none."""
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    links = {link.get("Id"): link.get("Target", "") for link in _xml(archive, LINKS)}
    for element in _xml(archive, WORKBOOK).iter("{*}sheet"):
        if element.get("name") == sheet:
            key = next(value for name, value in element.attrib.items() if name.endswith("}id"))
            return names["xl/" + links[key].lstrip("/").removeprefix("xl/").lower()]
    raise KeyError(sheet)


def _xml(archive: zipfile.ZipFile, member: str) -> etree._Element:
    return etree.fromstring(archive.read(member), etree.XMLParser(resolve_entities=False, no_network=True))


def with_formulas(rows: Iterator[list[str]], formulas: Iterator[tuple[int, int]]) -> Iterator[list[str]]:
    """The rows of a sheet from its first, with FORMULA wherever one stands."""
    place, number = next(formulas, None), 0
    while (row := next(rows, None)) is not None or place:
        cells = row or []
        while place and place[0] <= number:
            if place[0] == number:
                cells += [""] * (place[1] + 1 - len(cells))
                cells[place[1]] = FORMULA
            place = next(formulas, None)
        yield cells
        number += 1
