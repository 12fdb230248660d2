"""Registrations that Netlify Forms received, brought into the store."""
