"""What Wian needs on a machine, part by part; used by `tools/setup.py`. For any Python from 3.9 on."""
