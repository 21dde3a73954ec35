"""Workbooks as strangers may make them: packed by hand, with any part as one likes."""

import io
import zipfile

BOOK = '<workbook xmlns:r="r"><sheets><sheet name="{name}" state="{state}" r:id="r1"/></sheets></workbook>'
RELATIONS = (
    '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/>'
    '<Relationship Id="r2" Type="x/sharedStrings" Target="ss.xml"/><Relationship Id="r3" Type="x/styles" Target="st.xml"/>'
    "</Relationships>"
)


def packed(sheet: str, *, name: str = "Sheet", state: str = "visible", **parts: str) -> bytes:
    """A workbook with one sheet of this XML; `parts` are further files of its folder: `ss="<sst>…"`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", BOOK.format(name=name, state=state))
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/s.xml", sheet)
        for part, text in parts.items():
            archive.writestr(f"xl/{part}.xml", text)
    return content.getvalue()


def rows_of(cells: str, *, after: str = "") -> str:
    """A sheet of these rows."""
    return f"<worksheet><sheetData>{cells}</sheetData>{after}</worksheet>"


def many_rows(number: int) -> bytes:
    """A workbook of so many rows, each with the same word."""
    return packed(rows_of('<row><c t="inlineStr"><is><t>word</t></is></c></row>' * number))
