"""The site generator: content in, a bilingual static site with its registration app out."""
