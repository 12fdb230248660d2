"""Python for the browser: Pyodide and the wheel of the rules."""
