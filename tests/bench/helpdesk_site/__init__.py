"""A site that takes public tickets of django-helpdesk, in an environment of its own."""
