"""The console: one file a verb, the options, and the contract of JSON lines in and out."""
