"""Every pair of a text, or an edge that must be seen, and what is behind it, in all states.

One table: palettes are derived from it, themes are judged by it, the preview shows it, and tests
hold it against the stylesheets and against what a browser draws. A new pair in a stylesheet is a
new entry here. Contrast is
the same both ways: text in the colour of the surface on an error's is the pair (error, surface).
Ratios are WCAG 2.2's: 1.4.3 for text, 1.4.11 for edges and
focus. What can't be pressed (disabled) is exempt there and only faded.
"""

TEXT = 4.5
EDGE = 3.0

GROUNDS = ("surface", "raised")
STATES = ("hover", "chosen")  # of a row, a choice or a quiet button: pointed at, selected
NOTICES = ("error-surface", "success-surface", "warning-surface")

PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("on-brand", ("brand", "brand-hover"), TEXT),
    ("on-surface", (*GROUNDS, *NOTICES, *STATES), TEXT),
    ("brand-text", (*GROUNDS, *STATES, "warning-surface"), TEXT),
    ("muted", (*GROUNDS, *STATES, "warning-surface"), TEXT),
    ("error", (*GROUNDS, *STATES, "error-surface"), TEXT),
    ("success", (*GROUNDS, "success-surface"), TEXT),
    ("error-hover", ("surface",), TEXT),
    ("control", GROUNDS, EDGE),
    ("focus", (*GROUNDS, *STATES, *NOTICES), EDGE),
)
