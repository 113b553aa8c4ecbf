"""Control words of RTF that say where text goes, or stand for a character."""

from __future__ import annotations

# Destinations whose content is for the machine, or a second copy.
SKIPPED = frozenset({
    "atnauthor", "atndate", "atnicn", "atnid", "atnparent", "atnref", "atntime", "atrfend", "atrfstart",
    "background",
    "bkmkend", "bkmkstart", "blipuid", "colorschememapping", "colortbl", "datafield", "datastore", "defchp",
    "defpap", "docvar", "factoidname", "falt", "fchars", "ffdeftext", "ffentrymcr", "ffexitmcr", "ffformat",
    "ffhelptext", "ffl", "ffname", "ffstattext", "filetbl", "fldinst", "fldtype", "fontemb", "fontfile",
    "ftncn",
    "ftnsep", "ftnsepc", "aftncn", "aftnsep", "aftnsepc", "generator", "gridtbl", "hl", "hsv", "htmltag",
    "keycode",
    "latentstyles", "lchars", "levelnumbers", "leveltext", "list", "listlevel", "listname", "listoverride",
    "listoverridetable", "listpicture", "liststylename", "listtable", "mailmerge", "nesttableprops",
    "nonesttables",
    "nonshppict", "objalias", "objclass", "objdata", "objname", "objsect", "objtime", "oldcprops",
    "oldpprops",
    "oldsprops", "oldtprops", "oleclsid", "panose", "passwordhash", "pgptbl", "picprop", "pict",
    "pnseclvl", "pntxta",
    "pntxtb", "private", "propname", "protend", "protstart", "protusertbl", "revtbl", "rsidtbl", "rxe",
    "shprslt",
    "sn", "sp", "staticval", "stylesheet", "sv", "svb", "tc", "template", "themedata", "userprops",
    "wgrffmtfilter",
    "windowcaption", "writereservation", "writereservhash", "xe", "xmlattrname", "xmlattrvalue",
    "xmlclose", "xmlname",
    "xmlnstbl", "xmlopen", "mmathPr", "xform",
})  # fmt: skip
# Shown behind the text.
BESIDE = frozenset({
    "header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr", "footnote",
    "annotation",
})  # fmt: skip
# Text, though marked as something that a reader may leave out.
SHOWN = frozenset(
    {"shppict", "shpinst", "shptxt", "fldrslt", "result", "pntext", "listtext", "ud", "dptxbxtext"}
)
INFO = {
    "title": "title", "author": "author", "subject": "subject", "keywords": "keywords",
    "doccomm": "description",
}  # fmt: skip
DATES = {"creatim": "created", "revtim": "modified"}
CHARACTERS = {
    "line": "\n", "tab": "\t", "emdash": "\u2014", "endash": "\u2013", "emspace": " ", "enspace": " ",
    "qmspace": " ",
    "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d",
    "sect": "\n\n", "page": "\n\n", "column": "\n\n",
}  # fmt: skip
SIGNS = {b"~": "\u00a0", b"_": "-", b"-": ""}
