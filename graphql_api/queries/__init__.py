"""All SQL of the API: functions that take a connection and return plain rows."""
