"""People: who somebody is, how they sign in, which browsers they are signed in with. Not what they may do: that is organisation's."""
