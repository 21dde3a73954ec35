"""What people type about their organisation."""

from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from accountability.identity import domain as identity
from accountability.language import country_name, lazy
from accountability.language import gettext as _
from accountability.organisation import domain
from forms.base import Form
from forms.fields import choices, line, mail_address, one_of, password
from forms.validators import GoodPassword

SIZES = {
    domain.SizeBand.VOLUNTEERS: lazy("Volunteers only"),
    domain.SizeBand.SMALL: lazy("1 to 5 paid people"),
    domain.SizeBand.MIDDLE: lazy("6 to 20 paid people"),
    domain.SizeBand.LARGE: lazy("21 to 50 paid people"),
    domain.SizeBand.LARGEST: lazy("More than 50 paid people"),
}
TYPES = {
    domain.OrganisationType.GRASSROOTS: lazy("Group of residents or volunteers"),
    domain.OrganisationType.MEMBERSHIP: lazy("Association of members"),
    domain.OrganisationType.SERVICES: lazy("Provider of services to people"),
    domain.OrganisationType.ADVOCACY: lazy("Campaigning, research or advocacy"),
    domain.OrganisationType.FOUNDATION: lazy("Foundation that gives grants"),
    domain.OrganisationType.NETWORK: lazy("Network of organisations, or its secretariat"),
    domain.OrganisationType.OTHER: lazy("Something else"),
}
THEMES = {
    "human_rights": lazy("Human rights"),
    "gender": lazy("Women’s rights and gender equality"),
    "children_youth": lazy("Children and youth"),
    "minorities": lazy("Roma and other minorities"),
    "disability": lazy("Disability"),
    "environment": lazy("Environment"),
    "democracy": lazy("Democracy and rule of law"),
    "social_services": lazy("Social services"),
    "education": lazy("Education"),
    "health": lazy("Health"),
    "culture": lazy("Culture"),
    "media": lazy("Media and information"),
    "development": lazy("Local and rural development"),
    "humanitarian": lazy("Humanitarian aid and migration"),
}


def country_choices() -> list[SelectChoice]:
    """Countries in the reader's language, the region first."""
    region, others = domain.COUNTRIES[:12], domain.COUNTRIES[12:]
    ordered = [*sorted(region, key=country_name), *sorted(others, key=country_name)]
    return choices(((code, country_name(code)) for code in ordered), empty=_("Select a country"))


class ProfileForm(Form):
    """What an organisation says of itself."""

    organisation_name = line("Name of the organisation", enter="Enter the name of the organisation", most=domain.NAME_LENGTH)
    country = one_of("Country", select="Select the country the organisation works from")
    size_band = one_of("Size", select="Select the size of the organisation")
    kind = SelectField(lazy("What the organisation mainly is"), default="")
    themes = SelectMultipleField(lazy("What you work on"), choices=[SelectChoice(key, text) for key, text in THEMES.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = country_choices()
        self.size_band.choices = choices(((size.value, str(text)) for size, text in SIZES.items()), empty=_("Select a size"))
        self.kind.choices = choices(((kind.value, str(text)) for kind, text in TYPES.items()), empty=_("Not said"))

    @property
    def draft(self) -> Any:
        return self.profile

    @property
    def profile(self) -> domain.Profile:
        """The organisation as described."""
        return domain.Profile(
            name=self.organisation_name.data or "",
            country=self.country.data,
            size_band=domain.SizeBand(self.size_band.data),
            themes=tuple(self.themes.data or ()),
            kind=domain.OrganisationType(self.kind.data) if self.kind.data else None,
        )


class SignUpForm(ProfileForm):
    """An organisation and its first member."""

    name = line("Your name", enter="Enter your name", most=identity.NAME_LENGTH, render_kw={"autocomplete": "name"})
    email = mail_address("Your mail address")
    password = password("Password", autocomplete="new-password", validators=[GoodPassword("email", "name", "organisation_name")])

    @property
    def draft(self) -> identity.NewPerson:
        return identity.NewPerson(name=self.name.data or "", email=self.email.data or "", password=self.password.data or "")
