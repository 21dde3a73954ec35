"""People: who somebody is, how they sign in, in which browsers. Not what they may do: that is organisation's."""
