"""What an embed is sent instead of HTML."""

from aldaba.pages.sheet import compact
from aldaba.pages.tree import tree


def test_elements_texts_and_attributes_are_lines():
    html = '<div class="a b"><p hidden>One <b>two</b> three</p></div><i></i>'
    assert tree(html).split("\n") == [
        "div\tclass=a b",
        "p\thidden",
        "'One ",
        "b",
        "'two",
        "<' three",
        "<<i",
    ]


def test_the_template_s_own_blanks_are_left_out_and_a_text_s_line_breaks_kept():
    html = "<p>\n   Water\n   and   gas\n</p>\n<p>One.\nTwo.</p>"
    assert tree(html).split("\n") == ["p", "'Water and gas", "<p", "'One.", '"Two.']


def test_a_field_s_name_is_told_once():
    html = '<div data-field="unit"><p id="unit-message">in the unit</p><i id="a-units"></i></div>'
    assert tree(html).split("\n") == [
        "div\tdata-field=unit",
        "p\tid=^-message",
        "'in the unit",
        "<i\tid=a-units",
    ]


def test_a_label_after_its_control_needs_no_id():
    html = '<input id="x" name="y"><label for="x">Yes</label><label for="z">No</label>'
    assert tree(html).split("\n") == ["input\tname=y", "<label", "'Yes", "<label\tfor=z", "'No"]


def test_characters_are_themselves():
    assert tree("<p title='a &amp; \"b\"'>&lt;b&gt; ção</p>") == 'p\ttitle=a & "b"\n\'<b> ção'


def test_a_stylesheet_loses_blanks_and_the_root_but_no_meaning():
    css = ".aldaba .a > :is(.b, .c) :hover {\n  margin: 0 1em; color: red;\n}\n.aldaba { top: 0; }"
    assert compact(css) == ".a>:is(.b,.c) :hover{margin:0 1em;color:red}.aldaba{top:0}"
