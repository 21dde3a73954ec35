"""A folder here is a capability, a file is machinery that every capability stands on."""
