"""Files as people have them, and as attackers make them; all made here."""

import io
import zipfile
from collections.abc import Mapping

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

NAMED = "Mira Kovač"
TYPES = "application/vnd.openxmlformats-officedocument.{}.main+xml"
MAINS = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet", "pptx": "presentationml.presentation"}
OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{NAMED}</dc:creator>'
    f"<cp:lastModifiedBy>{NAMED}</cp:lastModifiedBy></cp:coreProperties>"
)
APP = f"<Properties><Company>{NAMED} Ltd</Company></Properties>"
CUSTOM = f"<Properties><property name='Checked by'>{NAMED}</property></Properties>"
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta>'
    f"<meta:initial-creator>{NAMED}</meta:initial-creator><dc:creator>{NAMED}</dc:creator></office:meta></office:document-meta>"
)
COMMENTED = f'<w:document xmlns:w="w"><w:ins w:author="{NAMED}" w:id="1">Text</w:ins></w:document>'
ANNOTATED = f'<office:document-content xmlns:office="o" xmlns:dc="d"><dc:creator>{NAMED}</dc:creator>Text</office:document-content>'


def photo(kind: str = "JPEG", *, turned: bool = True, size: tuple[int, int] = (40, 20)) -> bytes:
    """A photo that says where and with what it was taken, by whom, lying on its side."""
    picture = Image.new("RGB", size, (10, 120, 90))
    picture.paste((200, 10, 10), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Nokia", "3310", NAMED
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 0.0, 0.0), 3: "E", 4: (21.0, 26.0, 0.0)})
    written = io.BytesIO()
    options = {"pnginfo": _notes()} if kind == "PNG" else {}
    picture.save(written, kind, exif=exif, **options)
    return written.getvalue()


def _notes() -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", NAMED)
    return notes


def pdf(*, author: str = NAMED, script: bool = False, password: str = "", pages: int = 1, signed: bool = False) -> bytes:
    """A PDF with the name of its author."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": author})
    if script:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        )
        writer.root_object[NameObject("/OpenAction")] = action
    if signed:
        form = DictionaryObject({NameObject("/SigFlags"): NumberObject(3), NameObject("/Fields"): ArrayObject()})
        writer.root_object[NameObject("/AcroForm")] = form
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def pages_that_are_claimed(count: int) -> bytes:
    """A PDF that really has this many pages, all of them one object."""
    kids = " ".join(["3 0 R"] * count)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        body + f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF".encode()
    )


def packed(members: Mapping[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else None)
    return written.getvalue()


def office(kind: str = "docx", **more: bytes | str) -> bytes:
    """A Word, Excel or PowerPoint file with names in it; `more` adds members, with `__` for a slash and `_dot_` for a dot."""
    types = f'<Types><Override ContentType="{TYPES.format(MAINS[kind])}"/></Types>'
    extra = {name.replace("__", "/").replace("_dot_", "."): content for name, content in more.items()}
    return packed(
        {
            "[Content_Types].xml": types,
            "word/document.xml": COMMENTED,
            "docProps/core.xml": CORE,
            "docProps/app.xml": APP,
            "docProps/custom.xml": CUSTOM,
            **extra,
        }
    )


def open_document(kind: str = "odt", **more: bytes | str) -> bytes:
    """An OpenDocument file with names in it."""
    extra = {name.replace("__", "/").replace("_dot_", "."): content for name, content in more.items()}
    mimetype = f"application/vnd.oasis.opendocument.{OPEN[kind]}"
    return packed({"mimetype": mimetype, "content.xml": ANNOTATED, "meta.xml": META, **extra}, stored=("mimetype",))


def members(content: bytes) -> dict[str, bytes]:
    """What a zip holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_bomb(kind: str = "docx") -> bytes:
    """A document of some kilobytes that unpacks to hundreds of megabytes."""
    return office(kind, word__media__a_dot_bin=b"\0" * 59_000_000, word__media__b_dot_bin=b"\0" * 59_000_000)


def pixel_flood() -> bytes:
    """A PNG of some bytes that claims to be larger than any memory."""
    small = io.BytesIO()
    Image.new("1", (8, 8)).save(small, "PNG")
    content = bytearray(small.getvalue())
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)
