"""What organisations do together: convene, invite, join, confirm, open a round, agree, contribute."""

from tests.journeys.listening import in_days
from tests.journeys.site import Site, wait_until
from tests.journeys.visitor import Visitor, follow, press, see, text_of


def convene(visitor: Visitor, name: str) -> str:
    """Begin a network; return its path."""
    page = visitor.open("/networks")
    see(visitor, "Networks")
    follow(visitor, "Convene a network")
    see(visitor, "Convene a network")
    page.get_by_label("Name of the network").fill(name)
    press(visitor, "Convene")
    see(visitor, name)
    return page.url.removeprefix(visitor.home)


def invite_organisation(visitor: Visitor, network: str, email: str) -> None:
    page = visitor.open(f"{network}/invite")
    see(visitor, "Invite organisations")
    page.get_by_label("Mail addresses").fill(email)
    press(visitor, "Send the invitations")
    see(visitor)


def join_network(visitor: Visitor, site: Site, email: str, *, network: str, organisation: str) -> None:
    """Open the link in the mail, read what joining means, join."""
    visitor.open(site.mail_to(email, about=network))
    see(visitor, f"Join {network}")
    press(visitor, f"Join for {organisation}")
    see(visitor, network)


def confirm_member(visitor: Visitor, network: str, organisation: str) -> None:
    page = visitor.open(network)
    follow(visitor, f"Confirm {organisation}")
    see(visitor, f"Confirm {organisation}")
    page.get_by_label("We know this organisation").check()
    page.get_by_label("No other member of this network").check()
    press(visitor, "Confirm")
    see(visitor)


def open_round(visitor: Visitor, network: str, name: str) -> str:
    """Announce a round that begins today; return the path of its progress page."""
    page = visitor.open(f"{network}/rounds/open")
    see(visitor, "Open a round")
    page.get_by_label("Name of the round").fill(name)
    page.get_by_label("Opens on").fill(in_days(0))
    page.get_by_label("Closes at the end of").fill(in_days(40))
    press(visitor, "Announce the round")
    see(visitor)
    return page.url.removeprefix(visitor.home)


def agree(visitor: Visitor, network: str, round_name: str) -> None:
    """Go to the round once it knows how far we are; read the promise, tick, agree."""
    wait_until(lambda: _is_asked(visitor, network, round_name), what="the round to know that we have signed off")
    see(visitor)
    follow(visitor, "Read and decide")
    see(visitor)
    visitor.page.get_by_label("We have read this and agree").check()
    press(visitor, "Agree")
    see(visitor)


def _is_asked(visitor: Visitor, network: str, round_name: str) -> bool:
    visitor.open(network)
    follow(visitor, round_name)
    return "Read what is shared" in text_of(visitor)


def contribute(visitor: Visitor) -> None:
    """From the round's page: share the bands of the signed-off assessment."""
    follow(visitor, "Contribute")
    see(visitor)
    press(visitor, "Contribute")
    see(visitor)
