"""django-helpdesk as the public baseline: its own virtual environment, on the same PostgreSQL, in the same run."""
