"""The form backend: receives registrations, keeps them in one store, and serves `site/` as built."""
