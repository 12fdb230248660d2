"""The registration app as files: its pages, their data, the service worker and what makes it installable."""
