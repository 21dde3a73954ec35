"""The plain words that lie in every archive."""

README = """\
{name}: everything that this organisation keeps here
made on {day} by release {schema} of the service at {address}

WHAT IS IN IT
  manifest.json   what this archive is, how many rows each file has, and a fingerprint (SHA-256) of every file
  data/           one file per table, one row of JSON in each line: what a computer needs to bring the organisation in elsewhere
  csv/            the same rows as tables that any spreadsheet opens
  files/          the files that were stored; evidence lies under files/evidence/, each file under its own name

Texts in csv/ that a spreadsheet could take for a formula begin with an apostrophe. It is not part of the text; data/ has none.

WHAT IS NOT IN IT, AND WHY
  Single answers of constituents. You promised that nobody can read who said what, and a list of whole answers, or exact counts
  of small groups, would let somebody guess. So data/tally.jsonl holds the smallest counts that give the very figures on your
  pages: they are not the real counts and say nothing finer than those pages. Texts that people wrote are here from the tenth
  text to a question on, in random order.
  Answers that wait to be mixed, the traces that keep a form from counting twice, and receipts. They stay where they were given
  and are destroyed when the organisation is erased there. A receipt given out here does not open the reply elsewhere; the
  survey's own address does.
  Passwords, second factors, keys, sign-ins, links sent by mail, and the secrets of single sign-on. Members are asked by mail to
  confirm who they are where the organisation arrives; single sign-on is set up anew.
  What belongs to other organisations. Of networks that you belong to, your own side is here; of networks that you convene, what
  your coordinators see. Ask your networks for a new invitation where you arrive.
  Bands that were shared into a benchmark. They stay in its published figures, which nobody can read you out of.

HOW TO BRING IT IN
  Whoever runs the other installation does it:   flask --app wsgi leaving restore <this file> --dry-run
  It says what would happen and writes nothing; without --dry-run it happens. Damaged or changed archives are refused whole.

This file holds names and mail addresses of your members. Keep it where only they who need it can open it.
"""


def write_readme(*, name: str, day: str, schema: str, address: str) -> bytes:
    """The text for one organisation; `day` as people write it."""
    return README.format(name=name, day=day, schema=schema, address=address).encode()
