"""Official text: fetched politely, parsed by its legal numbering, staged for a person, and quoted once accepted."""
