"""The queries that the directory's search is judged by, and the rule they are judged by; see README.md."""
