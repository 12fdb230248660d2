"""Messages to registrants: from "this person is to be told this" to bytes at a server or in a file."""
