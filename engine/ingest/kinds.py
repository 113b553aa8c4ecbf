"""What a file that is not read is, in the closed list of kinds that sentences have words for.

Input:  the format that its content shows, if any, and its extension. Output: a kind
such as ``"video"``, or the extension where nobody knows more.
"""

from __future__ import annotations

from engine.errors import NoSpeechModel, RecordingUnread, UnsupportedFormat

RECORDINGS = frozenset(("wav", "flac", "ogg", "mp3"))
"""Formats of recordings that can be decoded; a speech model gives their text."""
RECORDING_ENCLOSED = "ignored.recording_enclosed"
"""The code for a recording in an archive, which no speech model is asked to write down."""
_FORMATS_OF = {
    "picture": "png jpeg gif tiff psd ico webp heic bmp",
    "audio": "mp3 ogg flac wav audio",
    "video": "video",
    "archive": "gzip bzip2 xz 7z rar zstd tar archive",
    "database": "sqlite access",
    "drawing": "dxf dwg",
    "pages": "ps djvu",
    "certificate": "key p7m",
    "font": "font",
    "program": "program",
    "form_data": "fdf",
    "help": "chm",
    "mailbox": "pst",
    "iwork": "iwork",
    "onenote": "onenote",
    "data": "parquet",
}
_EXTENSIONS_OF = {
    "picture": "ai icns jxl jp2 dcx pcx pct pict bpg emf wmf wmz emz tga xcf cr2 dng nef arw raw hdr fits",
    "audio": "mp3 m4a m4b aac ac3 aif aiff amr wma wav ogg oga opus flac mid midi ape au dsf",
    "video": "mp4 mov avi mkv wmv asf mpg mpeg webm flv 3gp m4v rm rmvb ts vob",
    "archive": "cab cpio ar lz4 lz lzma lzh arj sz z z01 zlib5 zlib br deb rpm dmg iso img vhd vmdk warc oxt "
    "asice asics p7z axx zip 7z rar tar gz tgz bz2 tbz2 xz zst",
    "database": "mdb accdb db dbf dbase3 myd frm ibd fdb nsf",
    "drawing": "dwg dwf dgn vsd vss vst sldprt sldasm slddrw prt cdr e57 stl step 3ds fbx",
    "document": "doc dot wpd wp wp5 wp6 wps wri hwp sdw vor lwp 602 pub indd idml qxd mif odf",
    "spreadsheet": "xls xlt wk1 wk3 wk4 wb1 wb2 wb3 wq1 wq2 qpw 123 sdc xlr",
    "presentation": "ppt pps sdd shw prz thmx",
    "iwork": "pages numbers key",
    "onenote": "one onetoc2 onepkg",
    "certificate": "pem der cer crt pfx p12 p7 p7c p7s p7m p7b tsd tsr asc gpg pgp kdbx",
    "mailbox": "pst ost dbx",
    "data": "npy npz mat sas7bdat xpt sav dta rds rdata h5 hdf hdf5 nc grib pkl mrc parquet feather",
    "program": "exe dll so dylib o obj a lib class pyc wasm bin jar apk msi",
    "font": "ttf otf woff woff2 pfb",
    "pages": "oxps djvu",
    "project": "mpp",
    "help": "chm hlp",
    "map": "kmz shp",
}
_BY_FORMAT = {form: kind for kind, forms in _FORMATS_OF.items() for form in forms.split()}
_BY_EXTENSION = {extension: kind for kind, names in _EXTENSIONS_OF.items() for extension in names.split()}
_WRAPPERS = {"zip": "archive", "ole": "compound"}
"""Formats that many kinds share: the name knows better."""


def kind_of(form: str | None, extension: str) -> str:
    """Return the kind of a file.

    Args:
        form: What its content shows, as ``engine.ingest.formats.sniff`` names it; None for nothing.
        extension: How its name ends, with or without the dot.
    """
    extension = extension.lstrip(".").lower()
    if form is None or form in _WRAPPERS:
        return _BY_EXTENSION.get(extension) or _WRAPPERS.get(form or "", extension)
    if form == "video" and _BY_EXTENSION.get(extension) == "audio":
        return "audio"  # the same container holds either
    return _BY_FORMAT.get(form, form)


def endings_of(kind: str) -> tuple[str, ...]:
    """Return what the names of files of a kind end with, as far as such files are not read."""
    return tuple(_EXTENSIONS_OF[kind].split())


def refusal(form: str | None, extension: str) -> UnsupportedFormat:
    """Return the error that says why such a file is not read; arguments as for ``kind_of``."""
    kind = kind_of(form, extension)
    if kind != "audio":
        return UnsupportedFormat(format=kind)
    return NoSpeechModel(format=kind) if form in RECORDINGS else RecordingUnread(format=kind)
