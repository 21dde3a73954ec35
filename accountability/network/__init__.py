"""Networks of organisations: who belongs, the rounds they run together, consent and progress. Never a member's scores."""
