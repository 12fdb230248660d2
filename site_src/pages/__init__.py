"""The pages of running text with their QR codes, posters and calendar files."""
