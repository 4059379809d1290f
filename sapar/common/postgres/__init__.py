"""Django's PostgreSQL, with a look at pooled connections that costs no trip. Named in `DATABASES["default"]["ENGINE"]`."""
