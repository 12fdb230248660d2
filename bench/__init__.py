"""The project's own measurements, as ratios within one run; run by hand and never part of the tests."""
