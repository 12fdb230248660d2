"""What `make mutants` found; used by `tools/mutants.py`."""
