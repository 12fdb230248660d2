"""The author's preview: `make serve` builds a site of its own, serves it, and brings every change to the open pages."""
