"""What an embed is sent instead of HTML."""

from aldaba.pages.sheet import compact
from aldaba.pages.tree import tree


def test_elements_and_attributes_are_lines_and_texts_come_after():
    html = '<div class="a b"><p hidden>One <b>two</b> three</p></div><i></i>'
    assert tree(html).split("\n") == [
        "div\tclass=a b",
        "p\thidden",
        "'",
        "b",
        "'",
        "<'",
        "<<i",
        "",
        "",
        "",
        "One \ttwo\t three",
    ]


def test_the_template_s_own_blanks_are_left_out_and_a_text_s_line_breaks_kept():
    html = "<p>\n   Water\n   and   gas\n</p>\n<p>One.\nTwo.</p>"
    assert tree(html) == "p\n'\n<p\n'\n\n\n\nWater and gas\tOne.\nTwo."


def test_a_field_s_name_is_told_once():
    html = '<div data-field="unit"><p id="unit-message">in the unit</p><i id="a-units"></i></div>'
    assert tree(html).split("\n")[:4] == [
        "div\tdata-field=",
        "p\tid=^-message",
        "'",
        "<i\tid=a-units",
    ]


def test_a_label_after_its_control_needs_no_id():
    html = '<input id="x" name="y"><label for="x">Yes</label><label for="z">No</label>'
    assert tree(html).split("\n")[:5] == ["input\tname=y", "<label", "'", "<label\tfor=z", "'"]


def test_what_is_seldom_the_same_comes_after_the_lines():
    html = '<input value="tap" data-asks="room"><input value><input name="x" value="gas">'
    assert tree(html).split("\n\n") == [
        "input\tvalue=\tdata-asks=\n<input\tvalue\n<input\tname=x\tvalue=",
        "tap\troom\tgas",
        "",
    ]


def test_a_message_that_says_nothing_is_left_out_and_so_is_who_refers_to_it():
    empty = '<p id="x-message" data-message="x" hidden></p>'
    control = '<input name="x" aria-describedby="x-help x-message">'
    assert tree(empty + control).split("\n")[0] == "input\tname=x\taria-describedby=x-help"
    said = empty.replace(" hidden>", ">Say what")
    assert "aria-describedby=x-help x-message" in tree(said + control)


def test_our_own_addresses_are_found_from_another_site():
    html = '<a href="/f/x">x</a><form action="/l/y"></form><img src="https://other.example/z">'
    lines = tree(html, "https://care.example")
    assert "href=https://care.example/f/x" in lines
    assert "action=https://care.example/l/y" in lines
    assert "src=https://other.example/z" in lines


def test_characters_are_themselves():
    assert (
        tree("<p title='a &amp; \"b\"'>&lt;b&gt; ção</p>") == 'p\ttitle=a & "b"\n\'\n\n\n\n<b> ção'
    )


def test_a_stylesheet_loses_blanks_and_the_root_but_no_meaning():
    css = ".aldaba .a > :is(.b, .c) :hover {\n  margin: 0 1em; color: red;\n}\n.aldaba { top: 0; }"
    assert compact(css) == ".a>:is(.b,.c) :hover{margin:0 1em;color:red}.aldaba{top:0}"
