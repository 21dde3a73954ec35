"""A file where text was asked for, and text where a file was, are as if nothing had been sent."""

from io import BytesIO

from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict

from forms.organisation.invitations import InviteManyForm


def form(*, texts=(), files=()):
    sent = [(name, FileStorage(BytesIO(b"ana@example.org"), filename="list.csv")) for name in files]
    return InviteManyForm(CombinedMultiDict([MultiDict((name, "typed") for name in texts), MultiDict(sent)]))


def test_a_file_sent_for_a_text_is_not_taken_for_text():
    sent = form(files=["pasted"])
    assert not sent.validate()
    assert sent.pasted.errors == ["Choose a file, or paste the rows of your list"]


def test_text_sent_for_a_file_is_not_taken_for_a_file():
    assert form(texts=["file"]).file.data is None


def test_text_and_file_in_their_own_places_arrive():
    sent = form(texts=["pasted"], files=["file"])
    assert (sent.pasted.data, sent.file.data.filename) == ("typed", "list.csv")
