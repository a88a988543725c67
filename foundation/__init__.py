"""The ground floor: settings, errors, extras, the brief, events and provenance. Knows nothing of any other room."""
