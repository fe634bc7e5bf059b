"""What can be wrong with an answer: a closed list of codes.

The words of each are the text `field_problem.<code>`, filled with the params named beside it. They
say what to write or do, so some kinds of field have one code for a missing and a wrong answer.
"""

from aldaba.forms.document_kinds import KINDS

CODES = frozenset(
    {
        "check_document",  # document: its name; right length, but the check digits don't agree
        "email_suspect",  # suggestion: an address at the domain that was probably meant
        "email_unusable",
        "in_future",
        "missing",
        "missing_choice",
        "missing_document",
        "missing_document_or_none",
        "missing_photo",
        "missing_rows",  # of a matrix
        "not_a_cpf_or_cnpj",
        "not_a_date",
        "not_a_document",
        "not_accepted",
        "phone_unusable",  # example: a number as people of that country write it
        "several",
        "too_long",  # max, given: characters
        "too_many_photos",  # max, given
        "too_short",  # min, given: characters
        "unknown_option",
        "unreadable",
        *(f"not_a_{kind}" for kind in KINDS),
    }
)

# Said by whoever takes a submission in: about photos, and the trap that a person never sees.
EDGE_CODES = frozenset(
    {
        "leave_empty",
        "not_a_photo",
        "photo_too_large",
        "photo_unknown",
        "photo_unreadable",
        "unknown_question",  # of a survey
        "too_many",
    }
)
