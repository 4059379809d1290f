"""Django's PostgreSQL, with savepoints and a look at pooled connections that cost fewer trips. Named in `DATABASES["default"]["ENGINE"]`."""
