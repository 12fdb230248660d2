"""What the generator and the form backend must agree about: locales, addresses and texts of the built site.

`site_src` writes the site and `backend` reads it; neither imports the other, so what both speak of stands here.
"""
