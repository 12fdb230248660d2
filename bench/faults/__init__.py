"""The table of what the form backend guarantees, measured: `python -m bench.faults --help`."""
