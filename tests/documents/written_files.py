"""Files of every format with one article in them, made here for the tests."""

from __future__ import annotations

import io
import zlib
from email.message import EmailMessage

ARTICLE = (
    "Ministers of three countries met in Lisbon on Tuesday and agreed to reopen the ferry line across the strait. "
    "The talks lasted two days, and the first ship is to leave the harbour of Setúbal in the spring, a spokeswoman said."
)
PLAIN_ARTICLE = ARTICLE.replace("ú", "u")


def pdf(pages: list[list[str]], *, title: str | None = None) -> bytes:
    """A PDF 1.4 file with these lines on its pages (ASCII), in Helvetica."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        text = b"BT /F1 11 Tf 14 TL 50 780 Td " + b" ".join(b"(%s) Tj T*" % _escaped(line) for line in lines) + b" ET"
        packed = zlib.compress(text)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    objects.append(b"<< /Title (%s) /CreationDate (D:20010101000000Z) >>" % _escaped(title or ""))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects)))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def _escaped(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("ascii")


def docx(paragraphs: list[str], *, title: str = "", table: list[list[str]] | None = None) -> bytes:
    """A Word document."""
    import docx as library

    document = library.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def message(*, plain: str | None = ARTICLE, html: str | None = None, attachment: bytes | None = None) -> bytes:
    """A message with a subject, a sender and a day."""
    mail = EmailMessage()
    mail["Subject"] = "Ferry line to reopen"
    mail["From"] = "The Strait Courier <desk@courier.example>"
    mail["Date"] = "Wed, 06 Sep 2023 08:15:00 +0100"
    if plain is not None:
        mail.set_content(plain)
    if html is not None:
        mail.add_alternative(html, subtype="html") if plain is not None else mail.set_content(html, subtype="html")
    if attachment is not None:
        mail.add_attachment(attachment, maintype="application", subtype="pdf", filename="minutes.pdf")
    return mail.as_bytes()


PAGE = (
    '<html><head><title>Ferry line to reopen</title><meta property="article:published_time" content="2023-09-06"></head>'
    f"<body><article><h1>Ferry line to reopen</h1><p>{ARTICLE}</p><p>The mayor welcomed it. "
    "Fishermen of the town had asked for the line for many years, and the port is to be dredged first.</p>"
    "</article></body></html>"
)


def saved_page(url: str = "https://courier.example/2023/09/06/ferry") -> bytes:
    """A page as Chromium saves it (MHTML)."""
    import quopri

    body = quopri.encodestring(PAGE.encode()).decode("ascii")
    return (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {url}\r\n"
        "Subject: Ferry line to reopen\r\nDate: Mon, 4 Mar 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----B"\r\n\r\n\r\n'
        "------B\r\nContent-Type: text/html\r\nContent-ID: <frame@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {url}\r\n\r\n"
        f"{body}\r\n------B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------B--\r\n"
    ).encode()


def rss(items: str) -> bytes:
    """A feed with these items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>The Strait Courier</title><link>https://courier.example</link>{items}</channel></rss>"
    ).encode()


ITEM = (
    "<item><title>Ferry line to reopen</title><link>https://courier.example/ferry</link>"
    "<pubDate>Wed, 06 Sep 2023 08:15:00 GMT</pubDate><description>Ministers met.</description>"
    f"<content:encoded><![CDATA[<p>{ARTICLE}</p><p>The mayor &amp; the <b>harbour master</b> welcomed it in a statement that was "
    "read out in the town hall.</p><script>alert(1)</script>]]></content:encoded></item>"
)

ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Strait Courier</title>'
    '<entry><title>Ferry line to reopen</title><link href="https://courier.example/ferry"/>'
    "<published>2023-09-06T08:15:00Z</published><updated>2024-01-01T00:00:00Z</updated>"
    f'<content type="html">&lt;p&gt;{ARTICLE} {ARTICLE[:120]}&lt;/p&gt;</content></entry></feed>'
).encode()
