"""The words both parties share: clauses, scopes, measures, school calendars. Pure Python, no Django."""
