"""HTTP: requests read, answers and pages made, connections held."""
