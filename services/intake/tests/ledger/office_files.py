"""The same small ledger as office programs and reporting systems write it."""

import io
import zipfile
from collections.abc import Callable
from html import escape
from typing import Any

from good_files import ods, repacked, xls, xlsx
from ledger_books import HEAD, a_row, text

ROWS = (HEAD, *(a_row(n) for n in range(1, 9)))
"""Eight cases."""

_EXCEL_PAGE = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset={charset}">
<meta name=ProgId content=Excel.Sheet>
<style><!--table {{mso-displayed-decimal-separator:"\\.";}} td {{mso-number-format:"\\@";}} --></style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet>
<x:Name>台账</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->
</head><body link=blue><table border=0 cellpadding=0 x:str><col width=72>
{rows}
<![if supportMisalignedColumns]><tr height=0 style='display:none'></tr><![endif]>
</table></body></html>"""


def excel_page(charset: str = "gb2312") -> bytes:
    """As Excel itself saves a sheet as a web page."""
    lines = ["<tr height=19>" + "".join(
        f"<td class=xl24 style='mso-number-format:\"\\@\"'>{escape(str(x))}</td>" for x in row
    ) + "</tr>" for row in ROWS]  # fmt: skip
    return _EXCEL_PAGE.format(charset=charset, rows="\n".join(lines)).encode(charset)


def system_page(encoding: str = "utf-8", before: str = "") -> bytes:
    """As a web system answers an export: a bare table with a title over all columns."""
    lines = [f"<TR><TD colspan={len(HEAD)} align='center'><b>重复信访台账</b></TD></TR>"]
    lines += [
        "<TR>" + "".join(f"<TD nowrap>&nbsp;{escape(str(x))}<br></TD>" for x in row) + "\n"
        for row in ROWS
    ]
    return f"{before}<TABLE border='1'>{''.join(lines)}</TABLE>".encode(encoding)


def portal_page() -> bytes:
    """A page whose ledger stands in a cell of a layout table, beside a menu and a script."""
    inner = "".join(
        "<tr>" + "".join(f"<td><div>{escape(str(x))}</div></td>" for x in row) + "</tr>"
        for row in ROWS
    )
    return (
        "<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>a</title><script>var t = '<table>';</script>"
        "</head><body><table><tr><td>首页</td><td>统计</td></tr><tr><td>"
        f"<table><thead>{inner}</thead></table></td></tr></table></body></html>"
    ).encode()


_XML_BOOK = """<?xml version="1.0"{declared}?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">
 <Styles><Style ss:ID="s1"><NumberFormat ss:Format="@"/></Style></Styles>
 <Worksheet ss:Name="说明"><Table><Row><Cell><Data ss:Type="String">填表说明</Data></Cell></Row></Table>
  <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
 </Worksheet>
 <Worksheet ss:Name="台账"><Table ss:ExpandedColumnCount="12"><Column ss:Width="60"/>{rows}</Table></Worksheet>
</Workbook>"""


def xml_book(encoding: str = "utf-8", declared: str = "", rows: str | None = None) -> bytes:
    """As Excel 2003 and reporting tools save a workbook as XML."""
    shown = f' encoding="{declared}"' if declared else ""
    return _XML_BOOK.format(declared=shown, rows=xml_rows(ROWS) if rows is None else rows).encode(
        encoding
    )


def xml_rows(rows: Any) -> str:
    return "".join("<Row>" + "".join(map(xml_cell, row)) + "</Row>\n" for row in rows)


def xml_cell(value: object, attributes: str = "", kind: str = "String") -> str:
    return f'<Cell{attributes}><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'


def xlsm() -> bytes:
    """A workbook with macros, which are never looked at."""
    with zipfile.ZipFile(io.BytesIO(xlsx())) as z:
        types = z.read("[Content_Types].xml").decode()
    macros = "application/vnd.ms-office.vbaProject"
    types = types.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ).replace("<Default", f'<Default Extension="bin" ContentType="{macros}"/><Default', 1)
    return repacked(
        xlsx(),
        {
            "[Content_Types].xml": types.encode(),
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600),
        },
    )


KINDS: dict[str, Callable[[], bytes]] = {
    "a.xlsx": xlsx, "macros.xlsm": xlsm, "open.ods": ods, "excel-page.xls": excel_page,
    "excel-page-utf8.xls": lambda: excel_page("utf-8"), "system-page.xls": system_page,
    "system-page-gbk.xls": lambda: system_page("gbk", "<meta charset=gbk>"),
    "system-page-gbk-unnamed.xls": lambda: system_page("gbk"),
    "system-page-bom.xls": lambda: system_page("utf-8-sig"),
    "system-page-utf16.xls": lambda: system_page("utf-16"),
    "page-in-page.html": portal_page,
    "page-as-xml.xls": lambda: system_page(before='<?xml version="1.0"?>\n<html xmlns="x">'),
    "book.xml": xml_book, "book-named.xls": lambda: xml_book(declared="UTF-8"),
    "book-gb2312.xls": lambda: xml_book("gb2312", "gb2312"), "book-bom.xls": lambda: xml_book("utf-8-sig"),
    "book-utf16.xls": lambda: xml_book("utf-16", "utf-16"),
    "text-utf8.csv": lambda: text(ROWS), "text-bom.csv": lambda: text(ROWS, encoding="utf-8-sig"),
    "text-gbk.csv": lambda: text(ROWS, encoding="gbk"), "text-gb18030.csv": lambda: text(ROWS, encoding="gb18030"),
    "text-utf16le.csv": lambda: text(ROWS, encoding="utf-16-le"), "text-utf16be.csv": lambda: text(ROWS, encoding="utf-16-be"),
    "text-utf16.txt": lambda: text(ROWS, "\t", "utf-16"), "text-tab.xls": lambda: text(ROWS, "\t", "gbk"),
    "text-tab.txt": lambda: text(ROWS, "\t"), "text-semicolon.csv": lambda: text(ROWS, ";", "gbk"),
}  # fmt: skip
"""Every kind by a file name as it is met; each holds ROWS."""
OLD = xls
"""A workbook of Excel 97 to 2003; WPS writes the same and calls it .et."""
