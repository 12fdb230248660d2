"""What Wian costs a cheap phone on a slow line, beside plain HTML, mkdocs-material and stock Pyodide."""
