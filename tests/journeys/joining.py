"""What people do to come in: sign up an organisation, sign in, invite a colleague, join."""

import time

import pyotp

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor, follow, press, see

PASSWORD = "lime trees along the river"
_given: set[str] = set()


def sign_up(visitor: Visitor, site: Site, organisation: str, *, name: str, email: str, country: str) -> None:
    """A stranger's first two minutes, the look into the mailbox included. `country` as it is called in the list."""
    page = visitor.open("/sign-up")
    see(visitor, "Sign up your organisation")
    page.get_by_label("Name of the organisation").fill(organisation)
    page.get_by_label("Country").select_option(label=country)
    page.get_by_label("Size").select_option(label="1 to 5 paid people")
    page.get_by_label("Democracy and rule of law").check()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(visitor, "Sign up")
    see(visitor, "We sent you a mail")
    visitor.open(site.mail_to(email, about="Confirm your mail address"))
    see(visitor, f"Sign up {organisation}")
    press(visitor, "Confirm and begin")
    see(visitor, "Where we stand")


def sign_in(visitor: Visitor, email: str, *, password: str = PASSWORD, secret: str | None = None) -> None:
    """`secret` is in the phone of somebody with a second factor."""
    page = visitor.open("/sign-in")
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password").fill(password)
    press(visitor, "Sign in")
    if secret:
        give_code(visitor, secret)
    see(visitor, "Where we stand")


def give_code(visitor: Visitor, secret: str) -> None:
    """The second step. Each code counts once, so somebody who comes in again at once waits for the next."""
    see(visitor, "Your second factor")
    while (code := pyotp.TOTP(secret.replace(" ", "")).now()) in _given:
        time.sleep(1)
    _given.add(code)
    visitor.page.get_by_label("Code from your app").fill(code)
    press(visitor, "Go on")


def sign_out(visitor: Visitor) -> None:
    visitor.page.locator("summary", has_text="Menu").click()
    press(visitor, "Sign out")
    see(visitor, "Sign in")


def invite_colleague(visitor: Visitor, email: str, *, role: str) -> None:
    """`role` as the list begins to call it, such as "Contributor"."""
    page = visitor.open("/organisation")
    see(visitor)
    follow(visitor, "Invite a colleague")
    see(visitor, "Invite a colleague")
    page.get_by_label("Mail address of your colleague").fill(email)
    offered = page.get_by_label("Role").locator("option", has_text=role).first
    page.get_by_label("Role").select_option(value=offered.get_attribute("value"))
    press(visitor, "Send the invitation")
    see(visitor)


def join_by_mail(visitor: Visitor, site: Site, email: str, *, name: str, organisation: str) -> None:
    """Open the link in the mail and come in with an account of one's own."""
    page = visitor.open(site.mail_to(email, about=organisation))
    see(visitor, f"Join {organisation}")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Choose a password").fill(PASSWORD)
    press(visitor, "Join")
    see(visitor, "Where we stand")
