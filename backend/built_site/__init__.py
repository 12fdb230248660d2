"""The built site as the backend reads it: files, headers, events, messages."""
