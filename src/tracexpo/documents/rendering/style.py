"""How documents look: on a screen a sheet of paper, on paper A4 with a foot on every page. Nothing is fetched."""

from typing import Final, Literal

__all__ = ["Orientation", "style_sheet"]

Orientation = Literal["portrait", "landscape"]


def style_sheet(orientation: Orientation, *, foot: str, head: str, page: str, of: str) -> str:
    """Return the style sheet of a document.

    Args:
        orientation: how the paper lies.
        foot: what stands at the foot of every page, on the left; lines are parted by line ends.
        head: what stands at the head of every page, and across a draft; empty for nothing.
        page: the word before the number of the page.
        of: the word between the number of the page and how many there are.
    """
    numbers = f"content:{_css(page)} counter(page) {_css(of)} counter(pages)"
    above = f"@top-center{{content:{_css(head)};color:#8a1010;font:bold 8pt {_FONTS}}}" if head else ""
    across = f".draft::before{{content:{_css(head)}}}" if head else ""
    paper = (
        f"@page{{size:A4 {orientation};margin:14mm 13mm 19mm;"
        f"@bottom-left{{content:{_css(foot)};white-space:pre-line;text-align:left;color:#444;"
        f"font:6.2pt/1.35 {_FONTS};width:80%}}"
        f"@bottom-right{{{numbers};color:#222;font:8pt {_FONTS}}}{above}}}"
    )
    width = "297mm" if orientation == "landscape" else "210mm"
    return f"{paper}{_RULES}{across}@media screen{{body{{max-width:{width}}}}}"


def _css(text: str) -> str:
    """Write a text as a string of CSS: what is no plain letter or figure is escaped, so that nothing ends it."""
    # a space too: behind an escape it would be part of that
    written = (c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return f'"{"".join(written)}"'


_FONTS: Final = 'Arial,"Liberation Sans","DejaVu Sans",Helvetica,sans-serif'

_RULES: Final = """
*{box-sizing:border-box}
html{background:#e9ebee}
body{font:9.5pt/1.4 FONTS;color:#1a1a1a;background:#fff;margin:0 auto}
h1{font-size:15pt;line-height:1.2;margin:0 0 1.5mm}
h2{font-size:11pt;margin:5mm 0 1.6mm;padding:0 0 .8mm;border-bottom:.4mm solid #1f3a5f;color:#1f3a5f}
h3{font-size:9.5pt;margin:3mm 0 1mm}
p{margin:1mm 0}
.top{border-bottom:.6mm solid #1f3a5f;padding-bottom:2.5mm;margin-bottom:3mm}
.articles,.quiet{color:#444;font-size:8.5pt}
.on{font-weight:bold}
.notice{border-left:1mm solid #8a1010;padding:1mm 2.5mm;color:#8a1010;font-weight:bold}
.facts{margin:1mm 0}
.facts div{display:inline-block;width:48.5%;margin:0 3% .4mm 0;vertical-align:top;break-inside:avoid}
.facts div:nth-child(2n){margin-right:0}
.facts.one div{width:100%;margin-right:0}
dt,dd{display:inline-block;vertical-align:top;width:42%}
dt{color:#444;padding-right:2mm}
dd{margin:0;width:58%;overflow-wrap:anywhere}
.one dt{width:30%}
.one dd{width:70%}
.blank{display:inline-block;width:100%;min-width:14mm;border-bottom:.3mm dotted #555;height:1.05em}
td .blank{width:85%}
table{border-collapse:collapse;width:100%;font-size:8pt;line-height:1.3;margin:1.5mm 0}
thead{display:table-header-group}
th,td{border:.2mm solid #8a8f98;padding:.9mm 1.3mm;text-align:left;vertical-align:top;overflow-wrap:break-word;
hyphens:auto;hyphenate-limit-chars:11 5 4}
thead th{hyphens:manual;background:#e8edf4;font-weight:bold}
tbody th{font-weight:normal}
tbody th strong,td strong{font-weight:bold}
.group th{background:#f4f6f9;font-size:8.8pt;break-after:avoid}
.gap th{background:#eee;font-style:italic}
tr{break-inside:avoid}
.number{text-align:right;white-space:nowrap}
.small{font-size:7.3pt;color:#3a3a3a}
strong,.small{unicode-bidi:isolate}
caption,.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
ul{margin:1mm 0;padding-left:5mm}
.signatures{margin-top:3mm}
.signature{display:inline-block;width:48.5%;margin-right:3%;vertical-align:top;
border:.25mm solid #555;padding:1.5mm 2.5mm 2mm;break-inside:avoid}
.signature:nth-child(2n){margin-right:0}
.signature h3{margin:0 0 1mm}
.signature dt{width:32%}
.signature dd{width:68%}
.wide .facts div{width:100%}
.wide dt,.wide dd{width:50%}
.stamp{height:15mm;color:#444;font-size:8pt}
.box{display:inline-block;width:3mm;height:3mm;border:.3mm solid #1a1a1a;margin-right:1.5mm;vertical-align:-.3mm}
.handed{margin-top:3mm;break-inside:avoid}
.handed .blank{width:40mm}
.foot{margin-top:3mm;padding-top:1.5mm;border-top:.2mm solid #8a8f98;color:#444;font-size:7pt;overflow-wrap:anywhere}
.foot p{margin:.3mm 0}
.draft{position:fixed;top:42%;left:0;right:0;text-align:center;transform:rotate(-32deg);font-size:27pt;font-weight:bold;
white-space:nowrap;color:rgba(138,16,16,.13);pointer-events:none;z-index:1}
h2,h3,.lead,thead,.group{break-after:avoid}
#signatures,section~p:last-child,.foot{break-before:avoid}
.short,.whole{break-inside:avoid}
@media screen{
body{padding:14mm 13mm;box-shadow:0 0 4mm #b8bcc2}
.scroll{overflow-x:auto}
.annex{margin-top:12mm;border-top:.6mm dashed #555;padding-top:3mm}
}
@media print{html{background:#fff}.annex{display:none}.foot{break-inside:avoid}}
""".replace("\n", "").replace("FONTS", _FONTS)
