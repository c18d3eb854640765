"""Mail and what is packed like it: messages (.eml), mailboxes (.mbox), and web pages that a browser saved whole (.mhtml).

A message is an article with a subject, a sender and a day; its text is the plain part, else the page of the HTML part. What is
attached is not read but said. In a saved page the day of the message is the day of saving, so it says nothing of publication.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, BinaryIO, cast

from geomap.documents import pages
from geomap.documents.decoding import decode
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.documents.limits import limits as shipped_limits
from geomap.errors import DocumentError
from geomap.model import PublishedBasis, Skip

_FROM = b"From "
#: How the parser of messages fails on messages that were made to break it.
_TROUBLE = (MessageError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class _Policy(email.policy.EmailPolicy):
    """The policy of the library for messages as they are sent today, which refuses headers that would take seconds to read."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The header, parsed when it is asked for."""
        most = shipped_limits().max_header_chars
        if len(value) > most:
            raise _HeaderError(f"the header {name[:40]} has {len(value):,} characters; the limit is {most:,}")
        return super().header_fetch_parse(name, value)


class _HeaderError(MessageError):
    """A header is over the limit."""


def read_message(data: bytes, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The article of one message, and a Skip for each attachment. Raises DocumentError when it has no text."""
    message = _parsed(data)
    yield from _message(message, path, limits)


def read_mailbox(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The messages of a mailbox in turn, with their numbers; one that can't be used is a Skip."""
    for number, data in enumerate(_split(stream, limits), start=1):
        where = f"{path}:{number}"
        if data is None:
            yield Skip(where, f"the message is longer than {limits.max_bytes:,} bytes, the limit for one document")
            continue
        try:
            yield from _message(_parsed(data), where, limits)
        except DocumentError as error:
            yield Skip(where, str(error))


def read_page(data: bytes, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The article of a saved page. Raises DocumentError when there is no page in it."""
    message = _parsed(data)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            url = _header(part, "Content-Location") or _header(message, "Snapshot-Content-Location")
            for found in _page(part, path, limits):
                if isinstance(found, Draft) and url and url.startswith(("http://", "https://")):
                    yield replace(found, url=found.url or url)
                else:
                    yield found
            return
    raise DocumentError("there is no web page in the file; save the page again, or its article as text")


def _parsed(data: bytes) -> EmailMessage:
    # Some programs put an empty line or a mailbox's own line before the headers.
    head = data.lstrip()
    if head.startswith(_FROM):
        head = head.split(b"\n", 1)[-1]
    try:
        message = cast(EmailMessage, email.message_from_bytes(head, policy=_Policy()))
    except _HeaderError as error:
        raise DocumentError(str(error)) from error
    except _TROUBLE as error:
        raise DocumentError(f"the message can't be taken apart ({type(error).__name__})") from error
    if not message.keys():
        raise DocumentError("this is no message: it has no headers such as 'Subject:' and 'Date:'")
    return message


def _message(message: EmailMessage, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    try:
        body = message.get_body(("plain", "html"))
        attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    except _TROUBLE as error:
        raise DocumentError(f"the message can't be taken apart ({type(error).__name__})") from error
    if not isinstance(body, EmailMessage):
        raise DocumentError("there is no text in the message")
    for found in _page(body, path, limits) if body.get_content_type() == "text/html" else _text(body, path):
        yield _headed(found, message) if isinstance(found, Draft) else found
    for name in attached:
        yield Skip(f"{path}!{name}", "an attachment is not read; save it as a file beside the message")


def _headed(draft: Draft, message: EmailMessage) -> Draft:
    """The draft with what the message's headers say: subject, sender, day."""
    name, address = parseaddr(_header(message, "From") or "")
    try:
        sent = parsedate_to_datetime(_header(message, "Date") or "").date()
    except (TypeError, ValueError, OverflowError):
        sent = None
    return replace(
        draft,
        title=_header(message, "Subject") or draft.title,
        source=name or address or draft.source,
        published=sent or draft.published,
        basis=PublishedBasis.METADATA if sent else draft.basis,
    )


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message.get(name)
        return (" ".join(str(value).split()) or None) if value is not None else None
    except _TROUBLE:  # the parser reads a header when it is asked for: one that it can't read says nothing
        return None


def _text(part: EmailMessage, path: str) -> Iterator[Draft | Skip]:
    yield Draft(path=path, text=decode(_payload(part), declared=_charset(part)))


def _page(part: EmailMessage, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    data = _payload(part)
    if len(data) > limits.max_page_bytes:
        raise DocumentError(f"the page has {len(data):,} bytes; the limit is {limits.max_page_bytes:,}; save its article as text")
    return pages.read(data, path, limits, charset=_charset(part))


def _payload(part: EmailMessage) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except _TROUBLE as error:
        raise DocumentError(f"the message's text can't be decoded ({type(error).__name__})") from error
    if not isinstance(data, bytes):
        raise DocumentError("there is no text in the message")
    return data


def _charset(part: EmailMessage) -> str | None:
    try:
        return part.get_content_charset()
    except _TROUBLE:  # as above: a charset that can't be read is none
        return None


def _split(stream: BinaryIO, limits: Limits) -> Iterator[bytes | None]:
    """The messages of a mailbox: each begins with a line ``From ...`` after an empty one; None for one beyond the limit."""
    lines: list[bytes] = []
    size, begun, after_empty = 0, False, True
    while line := stream.readline(limits.max_bytes + 1):
        if line.startswith(_FROM) and after_empty:
            if begun:
                yield b"".join(lines) if size <= limits.max_bytes else None
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= limits.max_bytes:
                # The writer of a mailbox put a mark before such a line of the text.
                lines.append(line[1:] if line.lstrip(b">").startswith(_FROM) else line)
        after_empty = line in (b"\n", b"\r\n")
    if begun:
        yield b"".join(lines) if size <= limits.max_bytes else None
    else:
        raise DocumentError("this is no mailbox: no line in it begins with 'From '")
