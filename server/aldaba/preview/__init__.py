"""A company's theme before its customers see it: every page, form and mail, played on a stage."""
