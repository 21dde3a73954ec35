"""What people type about surveys: staff in `authoring` and `questions`, constituents in `answering`; fixed words in `words`."""
