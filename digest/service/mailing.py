"""Sends a digest by mail, as text with an HTML alternative; only home of smtplib.

Passwords come from the environment or a command, never from a settings file, and never reach a message.
"""

from __future__ import annotations

import os

from digest.errors import OutputError
from digest.model import Problem
from digest.text.clean import clean
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from email.headerregistry import Address
    from email.message import EmailMessage
    from smtplib import SMTP

TLS = ("starttls", "tls", "none")
_ASKING_SECONDS = 60.0  # for a password: the command may ask the user's keyring
_LONGEST_ANSWER = 200
_LOGGED_IN = 235
_HERE = ("localhost", "::1", "127.")


class Server(Value, kw_only=True):
    """Where mail is handed in; `password` is "$NAME" or the arguments of a command that prints it.

    `seconds` is the longest wait for one answer, `seconds_in_all` for the whole exchange.
    """

    host: str
    port: int = 587
    tls: str = "starttls"
    user: str = ""
    password: str | tuple[str, ...] = ""
    seconds: float = 20.0
    seconds_in_all: float = 120.0


class Letter(Value, kw_only=True):
    """What is sent, from whom, to whom; `html` may be ""."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str = ""


def send(letter: Letter, server: Server, *, at: datetime) -> tuple[Problem, ...]:
    """Hand a letter to the server; OutputError when nobody gets it, a problem for each recipient who was refused."""
    message = compose(letter, at=at)
    secret = _password(server)
    if secret and server.tls == "none" and not server.host.startswith(_HERE):
        raise OutputError(f"mail: {server.host}: a password is not sent without TLS; set tls to starttls or tls")
    return _within(server, message, secret)


def compose(letter: Letter, *, at: datetime) -> EmailMessage:
    """Make the message; the same letter has the same Message-ID, so that sent twice it is shown once."""
    from email.message import EmailMessage
    from email.policy import SMTP as POLICY
    from email.utils import format_datetime

    from digest.text.fingerprint import sha256

    sender, *recipients = (_address(text) for text in (letter.sender, *letter.recipients))
    if not recipients:
        raise OutputError("mail: nobody to send to")
    message = EmailMessage(POLICY.clone(cte_type="7bit"))
    message["From"] = sender
    message["To"] = recipients
    message["Subject"] = _subject(letter.subject)
    message["Date"] = format_datetime(at)
    parts = (letter.sender, *letter.recipients, letter.subject, letter.text, letter.html)
    message["Message-ID"] = f"<{sha256(chr(0).join(map(_sound, parts)))[:32]}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"  # keeps holiday replies away
    message.set_content(_sound(letter.text))
    if letter.html:
        message.add_alternative(_sound(letter.html), subtype="html")
    return message


def _subject(text: str) -> str:
    """Return a subject as one line; what looks like an encoded word is broken up, since it would be decoded."""
    return _sound(clean(text, one_line=True)).replace("=?", "= ?")


def _address(text: str) -> Address:
    from email.errors import MessageError
    from email.headerregistry import Address
    from email.utils import getaddresses

    shown = clean(text, one_line=True)[:100]
    try:
        if text.isprintable() and "=?" not in text:  # a line break, encoded or not, would begin another header
            ((name, address),) = getaddresses([text])
            found = Address(name, addr_spec=address)
            if found.username and found.domain:
                return found
    except (ValueError, IndexError, MessageError):
        pass
    raise OutputError(f"mail: {shown!r} is not one mail address")


def _domain(address: Address) -> str:
    try:
        return address.domain.encode("idna").decode("ascii")
    except UnicodeError:
        return "localhost"


def _sound(text: str) -> str:
    """Return text that can be encoded: a lone surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _password(server: Server) -> str:
    if not server.user:
        return ""
    source = server.password
    if isinstance(source, str) and source.startswith("$") and source[1:].isidentifier():
        found = os.environ.get(source[1:])
        if not found:
            raise OutputError(f"mail: the password is to come from {source}, which is not set")
        return found
    if isinstance(source, str) or not source:
        raise OutputError('mail: expected a password as "$NAME" or as the list of a command that prints it')
    return _printed_by(source)


def _printed_by(command: tuple[str, ...]) -> str:
    import subprocess

    name = command[0]
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command, without a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may hold what it should not
            timeout=_ASKING_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OutputError(f"mail: {name} printed no password within {_ASKING_SECONDS:g} seconds") from error
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"mail: no password, since {name} can't be run ({what.lower()})") from error
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode or not lines or not lines[0]:
        raise OutputError(f"mail: {name} printed no password (exit status {done.returncode})")
    return lines[0]


def _within(server: Server, message: EmailMessage, secret: str) -> tuple[Problem, ...]:
    """Send in a thread: neither a lookup of a name nor an endless greeting has a time limit of its own."""
    from threading import Thread

    ended: list[tuple[Problem, ...] | OutputError] = []

    def work() -> None:
        try:
            ended.append(_hand_in(server, message, secret))
        except OutputError as error:
            ended.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(server.seconds_in_all)
    if not ended:
        raise OutputError(f"mail: {server.host}:{server.port}: not done within {server.seconds_in_all:g} seconds")
    if isinstance(ended[0], OutputError):
        raise ended[0]
    return ended[0]


def _hand_in(server: Server, message: EmailMessage, secret: str) -> tuple[Problem, ...]:
    from contextlib import suppress
    from smtplib import SMTPException

    place = f"{server.host}:{server.port}"
    client: SMTP | None = None
    try:
        client = _connected(server)
        if server.user:
            _log_in(client, server.user, secret)
        refused = client.send_message(message)
    except (SMTPException, OSError, ValueError) as error:  # ValueError: what can't stand in a command or name
        raise OutputError(f"mail: {place}: {_reason(error, secret)}") from None  # the error may hold the secret
    finally:
        if client:
            with suppress(SMTPException, OSError):  # what was accepted is sent, however they part
                client.quit()
    return tuple(
        Problem(clean(who, one_line=True), f"refused by {place} ({_answer(code, text, secret)})", "mail")
        for who, (code, text) in refused.items()
    )


def _connected(server: Server) -> SMTP:
    from smtplib import SMTP, SMTP_SSL

    if server.tls not in TLS:
        raise OutputError(f"mail: tls is {server.tls[:20]!r}; expected one of {', '.join(TLS)}")
    if server.tls == "none":
        return SMTP(server.host, server.port, timeout=server.seconds)
    from ssl import create_default_context

    context = create_default_context()
    if server.tls == "tls":
        return SMTP_SSL(server.host, server.port, timeout=server.seconds, context=context)
    client = SMTP(server.host, server.port, timeout=server.seconds)
    try:
        client.starttls(context=context)
    except BaseException:
        client.close()
        raise
    return client


def _log_in(client: SMTP, user: str, secret: str) -> None:
    """Log in; smtplib itself knows no password beyond ASCII."""
    if (user + secret).isascii():
        client.login(user, secret)
        return
    from base64 import b64encode
    from smtplib import SMTPAuthenticationError

    client.ehlo_or_helo_if_needed()
    code, text = client.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{secret}".encode()).decode("ascii"))
    if code != _LOGGED_IN:
        raise SMTPAuthenticationError(code, text)


def _reason(error: Exception, secret: str) -> str:
    from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException

    if isinstance(error, SMTPAuthenticationError):
        return f"user or password not accepted ({_answer(error.smtp_code, error.smtp_error, secret)})"
    if isinstance(error, SMTPResponseException):
        return f"refused ({_answer(error.smtp_code, error.smtp_error, secret)})"
    if isinstance(error, SMTPRecipientsRefused):
        who, (code, text) = next(iter(error.recipients.items()))
        return f"every recipient refused ({clean(who, one_line=True)}: {_answer(code, text, secret)})"
    if isinstance(error, TimeoutError) or str(error).endswith("timed out"):
        return "no answer in time"
    what = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return clean(_without(what, secret), one_line=True)[:_LONGEST_ANSWER]


def _answer(code: int, text: bytes | str, secret: str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return clean(_without(f"{code} {said}", secret), one_line=True)[:_LONGEST_ANSWER]


def _without(text: str, secret: str) -> str:
    """Return what a server said without the password, which it may repeat plainly or as it was sent."""
    from base64 import b64encode

    if not secret:
        return text
    for form in (secret, b64encode(secret.encode("utf-8", "replace")).decode("ascii")):
        text = text.replace(form, "…")
    return text
