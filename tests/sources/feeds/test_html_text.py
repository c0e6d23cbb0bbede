"""The HTML of entries to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.feeds.html_text import tags, to_text
from digest.text.clean import clean


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<div>One.<div>Two.</div>Three.</div>", "One.\n\nTwo.\n\nThree."),
        ("One<br>two<br/><br />three", "One\ntwo\n\nthree"),
        ("<P>One.</P>tail<p>Two", "One.\n\ntail\n\nTwo"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>after", "- a\n- b\n- c\n\nafter"),
        ("<ol><li>a<li>b</ol>", "- a\n- b"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td><p>c</p></td><td>d</td></tr></table>e", "a | b\n\nc\n\nd\n\ne"),
        ("a<script>x()</script><style>p{}</style><nav>menu</nav>b", "ab"),
        ("<figure><img alt='words'><figcaption>caption</figcaption></figure>text", "text"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("<b>bo</b>ld <i>it</i>", "bold it"),
        ("a  \n b &amp;amp; &lt;b&gt; &eacute;", "a b &amp; <b> é"),
        ("<p>if 5 < 6 and <3</p>", "if 5 < 6 and <3"),
        ("<p>An Option<T> of Vec<u8></p>", "An Option<T> of Vec<u8>"),
        ("<custom>kept</custom> <o:p>too</o:p> <my-tag>three</my-tag>", "kept too three"),
        ("<p>a</p><iframe src='x' /><p>b<br/></p><script src='y'/>c", "a\n\nb\n\nc"),
        ("<!-- hidden -->shown", "shown"),
        ("<![CDATA[raw]]>shown", "shown"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert clean(to_text(html, "html")) == clean(text)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("I <3 you", "I <3 you"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("use <b> for bold", "use <b> for bold"),
        ("AT&amp;T &#8217;", "AT&T ’"),
        ("<b>bold</b>", "bold"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("First paragraph.\n\nSecond.", "First paragraph.\n\nSecond."),
    ],
)
def test_a_plain_text_is_read_as_html_only_when_it_plainly_is(written: str, text: str) -> None:
    assert to_text(written, "text") == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<b><i><a>" * 50_000,
        "<table><tr><td>" * 50_000,
        "<!--" * 200_000,
        "<script>" * 100_000,
        "<a " + "x=1 " * 200_000,
        "<" * 500_000,
        "&" * 500_000,
        "<ul><li>" * 50_000,
        "</p>" * 200_000,
        "<p>x</p>" * 100_000,
    ],
    ids=lambda html: html[:12],
)
def test_hostile_html_ends(html: str) -> None:
    """Each takes a second at most; in quadratic time it would be minutes."""
    assert isinstance(to_text(html, "html"), str)


@given(st.text(alphabet=st.sampled_from("<>/ab p&;#x1\n\x02!-")))
def test_no_text_breaks_it(html: str) -> None:
    for kind in ("html", "text", "xhtml"):
        assert isinstance(to_text(html, kind), str)


def test_elements_are_listed_with_their_attributes() -> None:
    assert list(tags('<link rel=a href="x"><base>', ("link", "base"))) == [
        ("link", {"rel": "a", "href": "x"}),
        ("base", {}),
    ]
