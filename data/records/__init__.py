"""Records: what a document's spans and relations say of people and events."""
