"""The project's own measurements, as ratios within one run; run by hand, but for the smallest size of `faults`."""
