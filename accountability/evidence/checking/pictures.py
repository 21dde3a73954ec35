"""Pictures are drawn anew: what they show stays, the right way up; where, when, by whom and with what they were taken goes."""

import io
import struct
import warnings

from PIL import ExifTags, Image, ImageCms, ImageOps

from accountability.evidence.domain.kinds import Fault, FileIsRefused, Found, Kind
from accountability.evidence.domain.values import Checked

MOST_PIXELS = 50_000_000  # as many as a good phone takes
MOST_SIDE = 30_000
QUALITY = 90
FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.WEBP: "WEBP"}
Image.MAX_IMAGE_PIXELS = None  # our own limit is lower, and looked at before anything is decoded
TAGS: dict[int, Found] = {
    ExifTags.Base.Artist: Found.AUTHOR,
    ExifTags.Base.XPAuthor: Found.AUTHOR,
    ExifTags.Base.Copyright: Found.AUTHOR,
    ExifTags.Base.Make: Found.DEVICE,
    ExifTags.Base.Model: Found.DEVICE,
    ExifTags.Base.HostComputer: Found.DEVICE,
    ExifTags.Base.BodySerialNumber: Found.DEVICE,
    ExifTags.Base.CameraOwnerName: Found.AUTHOR,
    ExifTags.Base.DateTime: Found.TIME,
    ExifTags.Base.DateTimeOriginal: Found.TIME,
    ExifTags.Base.ImageDescription: Found.WORDS,
    ExifTags.Base.UserComment: Found.WORDS,
    ExifTags.Base.XPComment: Found.WORDS,
    ExifTags.Base.XPTitle: Found.WORDS,
    ExifTags.Base.Software: Found.PROGRAM,
}
# What libraries put beside the pixels: its name in an opened picture.
BESIDE = {"comment": Found.WORDS, "xmp": Found.WORDS, "photoshop": Found.WORDS, "XML:com.adobe.xmp": Found.WORDS}
WORDED = {"author": Found.AUTHOR, "artist": Found.AUTHOR, "software": Found.PROGRAM, "creation time": Found.TIME}
TECHNICAL = {
    *("dpi", "gamma", "srgb", "chromaticity", "transparency", "interlace", "aspect", "icc_profile", "exif", "adobe"),
    *("adobe_transform", "jfif", "jfif_version", "jfif_unit", "jfif_density", "progression", "progressive", "loop"),
    *("background", "timestamp", "duration", "default_image", "mp", "mpoffset", "bbox", "flashpix"),
}
BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, LookupError, TypeError, AttributeError, ArithmeticError)


def clean_picture(content: bytes, kind: Kind) -> Checked:
    """The picture without what hid in it. Raises FileIsRefused."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as picture:
            warnings.simplefilter("ignore")
            _check_size(picture)
            found = _look(picture)
            return Checked(kind=kind, content=_draw(picture, kind), found=tuple(sorted(found)))
    except BROKEN as error:
        raise FileIsRefused(Fault.DAMAGED) from error


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise FileIsRefused(Fault.TOO_MANY_PIXELS)
    # A telephone keeps a second picture in a JPEG; only the first is shown. Moving pictures would lose what they show.
    if picture.format in {"PNG", "WEBP"} and getattr(picture, "n_frames", 1) > 1:
        raise FileIsRefused(Fault.NOT_TAKEN)


def _look(picture: Image.Image) -> set[Found]:
    """What the picture holds beside what it shows."""
    exif = picture.getexif()
    tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    found = {TAGS[tag] for tag, value in tags.items() if tag in TAGS and value}
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        found.add(Found.PLACE)
    for name, value in picture.info.items():
        word = str(name).lower()
        if value and word not in TECHNICAL:
            found.add(BESIDE.get(str(name)) or WORDED.get(word, Found.WORDS))
    if b"exif:GPSLatitude" in _xmp(picture):
        found.add(Found.PLACE)
    return found


def _xmp(picture: Image.Image) -> bytes:
    found = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return found.encode() if isinstance(found, str) else bytes(found)


def _draw(picture: Image.Image, kind: Kind) -> bytes:
    """The pixels alone, in a new file."""
    drawn = _in_plain_colours(ImageOps.exif_transpose(picture), kind)
    drawn.info.clear()
    options = {Kind.JPEG: {"quality": QUALITY, "optimize": True}, Kind.WEBP: {"quality": QUALITY}}.get(kind, {})
    written = io.BytesIO()
    drawn.save(written, FORMATS[kind], **options)
    return written.getvalue()


def _in_plain_colours(picture: Image.Image, kind: Kind) -> Image.Image:
    """In colours that need no profile: a profile may name the device, and without it colours of wide screens would be wrong."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = changed or picture
        except (ImageCms.PyCMSError, *BROKEN):
            pass
    if picture.mode in {"P", "PA"}:
        return picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
    if kind is Kind.JPEG:
        return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    return picture
