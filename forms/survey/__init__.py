"""What people type about surveys: staff in `authoring`, constituents in `answering`, fixed words in `words`."""
