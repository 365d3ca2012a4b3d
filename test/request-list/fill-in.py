"""Fills the request list in with two other programs, openpyxl and LibreOffice, as a seller's people would, mishaps included.

From the root of the repository, with python3-openpyxl and libreoffice-calc installed:
    node bin/assay.mjs ask --framework ./test/request-list/framework --out /tmp/sent.xlsx
    python3 test/request-list/fill-in.py /tmp/sent.xlsx test/request-list/filled
"""
import datetime
import os
import shutil
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.comments import Comment

sent, folder = sys.argv[1:]
titles = ["Answer", "In your words", "Document", "Words to look for in it", "Answered by", "On", "Note"]


def sheet_of(book):
    sheet = book["Requests"]
    return sheet, {cell.value: cell.column for cell in sheet[1]}


def answer(sheet, columns, row, *values):
    for title, value in zip(titles, values):
        if value is not None:
            sheet.cell(row, columns[title]).value = value


def filled():
    book = openpyxl.load_workbook(sent)
    sheet, columns = sheet_of(book)
    answer(sheet, columns, 2, "yes", "About 50 ms at the 95th percentile.\n<b>Really</b> & truly", None, None, "Ana Ruiz", datetime.date(2026, 11, 2))
    answer(sheet, columns, 3, "Partly", "Only our own staff \u202esee it first", None, None, "Ben", "2026-11-03", "ask again")
    answer(sheet, columns, 4, "no", "'=1+1 is no formula", None, None, "Ana Ruiz")
    answer(sheet, columns, 5, "yes", None, None, None, None, "2026-11-03")
    answer(sheet, columns, 6, None, "All of ours", None, None, "Ben", "2026-11-03")
    answer(sheet, columns, 7, "perhaps", None, None, None, "Ben", datetime.datetime(2026, 11, 3, 15, 30))
    answer(sheet, columns, 8, "yes", None, None, None, "Ben", "3/11/2026")
    answer(sheet, columns, 9, "yes", "=1+1", None, None, "Ben", "2026-11-03")
    sheet.cell(10, columns["Question"]).value = "Are there rules?"
    answer(sheet, columns, 10, "yes", None, None, None, "Ben", "2026-11-03")
    sheet.cell(4, columns["Note"]).comment = Comment("see my mail", "Ana")
    sheet.delete_rows(11)
    # A second person answers the first question in a copied row.
    for column in range(1, len(columns) + 1):
        sheet.cell(11, column).value = sheet.cell(2, column).value
    answer(sheet, columns, 11, "no", "Nobody has measured it", None, None, "Cleo", datetime.date(2026, 11, 4), "")
    return book


def moved():
    """Sorted the other way round, columns in another order and one of their own among them, below a heading of their own."""
    book = openpyxl.load_workbook(sent)
    sheet, columns = sheet_of(book)
    for row in (2, 5, 9, 11):
        answer(sheet, columns, row, "yes", f"row {row}", None, None, "Ana Ruiz", datetime.date(2026, 11, 2))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    order = [14, 11, 7, 8, 12, 2, 0, 13, 9, 10, 1, 3, 4, 5, 6]
    target = book.create_sheet("Ours")
    target.append(["Parcel Post, our answers"])
    target.append([])
    target.append([rows[0][at] for at in order] + ["Owner"])
    for row in reversed(rows[1:]):
        target.append([row[at] for at in order] + ["legal"])
    book.remove(sheet)
    return book


def through_office(source, target, kind):
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", place, source], check=True, capture_output=True)
        name = os.path.splitext(os.path.basename(source))[0] + "." + kind.split(":")[0]
        shutil.copy(os.path.join(place, name), target)


os.makedirs(folder, exist_ok=True)
filled().save(os.path.join(folder, "openpyxl.xlsx"))
moved().save(os.path.join(folder, "moved.xlsx"))
through_office(os.path.join(folder, "openpyxl.xlsx"), os.path.join(folder, "libreoffice.xlsx"), "xlsx:Calc MS Excel 2007 XML")
through_office(sent, os.path.join(folder, "open-document.ods"), "ods")
through_office(sent, os.path.join(folder, "old-excel.xls"), "xls")
