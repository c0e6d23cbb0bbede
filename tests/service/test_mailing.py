"""Mail handed to a real server on this machine: what arrives, what is refused, and what is never said."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import OutputError
from digest.service import mailing

controllers = pytest.importorskip("aiosmtpd.controller", reason="aiosmtpd is the mail server of these tests")
from aiosmtpd.smtp import AuthResult  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

AT = datetime(2031, 5, 1, 4, 30, tzinfo=UTC)
SECRET = "s3cret-Ünd-long"
LETTER = mailing.Letter(
    sender="Digest <digest@home.example>",
    recipients=("ann@home.example", "Jon Vik <jon@home.example>"),
    subject="Thursday 1 May 2031 – 3 stories",
    text="Ström i hamnen.\n" + "long " * 400 + "\n.\n..dots\n",
    html="<p>Ström i hamnen.</p>",
)


class Inbox:
    """Keeps what arrives; "nobody@…" is no recipient."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if address.startswith("nobody@"):
            return f"550 no \x1b[31msuch user {SECRET}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.raw.append(envelope.content)
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 kept"


def _accept(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    accepted = (data.login, data.password) == (b"ann", SECRET.encode())
    return AuthResult(success=accepted, handled=accepted)


@contextmanager
def _serving(inbox: Inbox, **options: Any) -> Iterator[mailing.Server]:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    controller = controllers.Controller(inbox, hostname="127.0.0.1", port=port, ready_timeout=20, **options)
    controller.start()
    try:
        yield mailing.Server(host="127.0.0.1", port=port, tls="none", seconds=20)
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("openssl"):
        pytest.skip("the openssl command makes the certificate")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


def test_a_digest_arrives_as_text_and_html() -> None:
    inbox = Inbox()
    with _serving(inbox) as server:
        assert mailing.send(LETTER, server, at=AT) == ()
    (message,) = inbox.messages
    assert inbox.recipients == [["ann@home.example", "jon@home.example"]]
    assert message["Subject"] == LETTER.subject
    assert message["From"] == "Digest <digest@home.example>"
    assert message["To"] == "ann@home.example, Jon Vik <jon@home.example>"
    assert message["Date"] == "Thu, 01 May 2031 04:30:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().strip() == LETTER.html
    assert inbox.raw[0].isascii()
    assert max(map(len, inbox.raw[0].split(b"\r\n"))) <= 998


def test_the_same_letter_has_the_same_message_id() -> None:
    one, again = mailing.compose(LETTER, at=AT), mailing.compose(LETTER, at=AT)
    other = mailing.compose(LETTER.__replace__(text="x"), at=AT)
    assert one["Message-ID"] == again["Message-ID"] != other["Message-ID"]


def test_a_letter_without_html_is_plain_text() -> None:
    assert mailing.compose(LETTER.__replace__(html=""), at=AT).get_content_type() == "text/plain"


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("how", ["environment", "command"])
def test_it_logs_in_over_tls_with_a_password_from_outside(
    tls: str, how: str, certificate: Path, server_tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    monkeypatch.setenv("MAIL_PASSWORD", SECRET)
    printing = (sys.executable, "-c", "import os, sys; sys.stdout.buffer.write(os.environb[b'MAIL_PASSWORD'] + b'\\n')")
    inbox = Inbox()
    options: dict[str, Any] = {"authenticator": _accept, "auth_required": True}
    if tls == "starttls":
        options |= {"tls_context": server_tls, "require_starttls": True}
    else:
        options |= {"ssl_context": server_tls, "auth_require_tls": False}
    with _serving(inbox, **options) as server:
        password = "$MAIL_PASSWORD" if how == "environment" else printing
        mailing.send(LETTER, server.__replace__(tls=tls, user="ann", password=password), at=AT)
    assert len(inbox.messages) == 1


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    certificate: Path, server_tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PW", SECRET)
    inbox = Inbox()
    with (
        _serving(inbox, tls_context=server_tls, authenticator=_accept) as server,
        pytest.raises(OutputError, match=r"(?i)certificate"),
    ):
        mailing.send(LETTER, server.__replace__(tls="starttls", user="ann", password="$PW"), at=AT)
    assert inbox.messages == []


def test_a_server_without_starttls_gets_nothing() -> None:
    inbox = Inbox()
    with _serving(inbox) as server, pytest.raises(OutputError, match="STARTTLS"):
        mailing.send(LETTER, server.__replace__(tls="starttls"), at=AT)
    assert inbox.messages == []


def test_a_wrong_password_is_one_line_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "wrong-" + SECRET)
    with (
        _serving(Inbox(), authenticator=_accept, auth_require_tls=False) as server,
        pytest.raises(OutputError, match="user or password not accepted") as caught,
    ):
        mailing.send(LETTER, server.__replace__(user="ann", password="$PW"), at=AT)
    _is_one_clean_line(caught.value)


def test_a_recipient_who_is_refused_does_not_keep_it_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", SECRET)
    inbox = Inbox()
    letter = LETTER.__replace__(recipients=("nobody@home.example", "ann@home.example"))
    with _serving(inbox, authenticator=_accept, auth_require_tls=False) as server:
        (problem,) = mailing.send(letter, server.__replace__(user="ann", password="$PW"), at=AT)
    assert inbox.recipients == [["ann@home.example"]]
    assert problem.where == "nobody@home.example"
    assert "550 no such user …" in problem.what  # the server repeated the password and sent a colour


def test_when_every_recipient_is_refused_it_says_so() -> None:
    letter = LETTER.__replace__(recipients=("nobody@home.example",))
    with _serving(Inbox()) as server, pytest.raises(OutputError, match="every recipient refused") as caught:
        mailing.send(letter, server, at=AT)
    _is_one_clean_line(caught.value, secret="\x1b")


def test_no_server_is_one_line() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    server = mailing.Server(host="127.0.0.1", port=port, tls="none")
    with pytest.raises(OutputError, match=rf"mail: 127\.0\.0\.1:{port}: Connection refused"):
        mailing.send(LETTER, server, at=AT)


@pytest.mark.parametrize("greeting", [b"", b"220-more\r\n" * 40])
def test_a_server_that_never_answers_is_left(greeting: bytes) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        held: list[socket.socket] = []

        def hold() -> None:
            held.append(listening.accept()[0])
            held[0].sendall(greeting)

        thread = Thread(target=hold, daemon=True)
        thread.start()
        server = mailing.Server(host="127.0.0.1", port=listening.getsockname()[1], tls="none", seconds=0.2)
        with pytest.raises(OutputError, match="no answer in time"):
            mailing.send(LETTER, server, at=AT)
        with pytest.raises(OutputError, match=r"not done within 0\.1 seconds"):
            mailing.send(LETTER, server.__replace__(seconds=20.0, seconds_in_all=0.1), at=AT)
        thread.join()
        for one in held:
            one.close()


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("$NOT_SET_ANYWHERE", "NOT_SET_ANYWHERE, which is not set"),
        (SECRET, "expected a password as"),
        ("", "expected a password as"),
        ((), "expected a password as"),
        (("no-such-program-anywhere",), "can't be run"),
        ((sys.executable, "-c", f"print({SECRET!r}); raise SystemExit(3)"), "exit status 3"),
        ((sys.executable, "-c", ""), "printed no password"),
    ],
)
def test_a_password_that_cannot_be_had_is_said_without_it(password: str | tuple[str, ...], said: str) -> None:
    server = mailing.Server(host="127.0.0.1", port=9, tls="none", user="ann", password=password)
    with pytest.raises(OutputError, match=said) as caught:
        mailing.send(LETTER, server, at=AT)
    _is_one_clean_line(caught.value)


def test_a_password_does_not_leave_this_machine_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", SECRET)
    server = mailing.Server(host="mail.example", tls="none", user="ann", password="$PW")
    with pytest.raises(OutputError, match="not sent without TLS"):
        mailing.send(LETTER, server, at=AT)


def test_an_unknown_kind_of_tls_is_refused() -> None:
    with pytest.raises(OutputError, match="expected one of starttls, tls, none"):
        mailing.send(LETTER, mailing.Server(host="127.0.0.1", tls="ssl3"), at=AT)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b\r\nBcc: c@d",
        "a@b, c@d",
        "a@b\nX: y",
        "@home.example",
        "a b@home.example",
        "a@",
        "\x00@b",
        "=?utf-8?q?=0ABcc:_c@d?= <a@b>",
    ],
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    for letter in (LETTER.__replace__(sender=address), LETTER.__replace__(recipients=(address,))):
        with pytest.raises(OutputError, match="is not one mail address"):
            mailing.compose(letter, at=AT)


def test_nobody_to_send_to_is_said() -> None:
    with pytest.raises(OutputError, match="nobody to send to"):
        mailing.compose(LETTER.__replace__(recipients=()), at=AT)


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=200)
    | st.sampled_from(["a\r\nBcc: x@y.example", "\n\n<html>", "\r", "\udc80", "=?utf-8?q?=0ABcc:?="]),
    st.text(max_size=200) | st.just("\ud800 \r\n.\r\n"),
)
def test_no_text_makes_another_header_or_part(subject: str, body: str) -> None:
    message = mailing.compose(LETTER.__replace__(subject=subject, text=body, html=body), at=AT)
    again = message_from_bytes(message.as_bytes(), policy=policy.default)
    names = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    assert sorted(again.keys()) == sorted(names) or not body
    assert not {"Bcc", "Cc"} & set(again.keys())
    assert len(list(again.walk())) == (3 if body else 1)


def _is_one_clean_line(error: OutputError, secret: str = SECRET) -> None:
    said = str(error)
    assert said.isprintable()
    assert secret not in said
    assert error.__cause__ is None or secret not in str(error.__cause__)
