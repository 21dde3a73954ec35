"""Every table is placed: of one tenant, shared by two, a directory, or of the installation; keys begin with the tenant."""

import sqlalchemy as sa

from accountability.database import Base, load_models
from accountability.tenancy import Directory, Installation, Shared, TenantOwned

load_models()
MAPPERS = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)

# What is read before the tenant is known: keys that lead to an organisation, and nothing about it.
DIRECTORY = {
    "person", "sign_in_session", "guessing", "mail_link", "totp", "passkey", "recovery_code", "spent_challenge",
    "membership", "former_membership", "invitation_address", "sign_in_address", "token_address", "survey_address",
    "network_invitation_address",
    "operator_grant_address", "rejoin_address", "account_erasure",
}  # fmt: skip
INSTALLATION = {
    "outbox_mail", "journal_waiting", "erasure",
    "standard_pack", "standard_act", "standard_actor", "standard_translation", "standard_mapping",
    "benchmark_contribution", "benchmark_panel", "benchmark_release", "benchmark_withheld_release",
}  # fmt: skip
SHARED = {"network_member", "round_member"}


def names_of(kind: type) -> set[str]:
    return {mapper.local_table.name for mapper in MAPPERS if issubclass(mapper.class_, kind)}  # type: ignore[attr-defined]


def unscoped_keys(table: sa.Table, tenant_tables: set[str]) -> list[str]:
    """Foreign keys between tenant tables that could point at another tenant's row."""
    return [
        str(key.name)
        for key in table.foreign_key_constraints
        if key.referred_table.name in tenant_tables - {"organisation"}
        and not {"organisation_id", "convenor_id"} & set(key.column_keys)
    ]


def test_every_table_is_of_exactly_one_kind() -> None:
    for mapper in MAPPERS:
        kinds = [kind for kind in (TenantOwned, Shared, Directory, Installation) if issubclass(mapper.class_, kind)]
        assert len(kinds) == 1, mapper.class_


def test_the_kinds_that_pass_by_the_tenant_stand_in_lists() -> None:
    assert names_of(Directory) == DIRECTORY
    assert names_of(Installation) == INSTALLATION
    assert names_of(Shared) == SHARED


def test_keys_of_tenant_tables_begin_with_the_organisation() -> None:
    for mapper in MAPPERS:
        columns = [column.name for column in mapper.primary_key]
        if issubclass(mapper.class_, TenantOwned):
            assert columns[0] == "organisation_id", mapper.class_
        if issubclass(mapper.class_, Shared):
            assert columns[:2] == ["convenor_id", "organisation_id"], mapper.class_


def test_foreign_keys_between_tenant_tables_cannot_leave_the_tenant() -> None:
    tenant_tables = names_of(TenantOwned) | names_of(Shared)
    for name in tenant_tables:
        assert not unscoped_keys(Base.metadata.tables[name], tenant_tables)


def test_a_planted_single_column_key_is_seen() -> None:
    metadata = sa.MetaData()
    sa.Table(
        "survey", metadata, sa.Column("organisation_id", sa.Uuid, primary_key=True), sa.Column("id", sa.Uuid, primary_key=True)
    )
    planted = sa.Table("planted", metadata, sa.Column("survey_id", sa.ForeignKey("survey.id"), primary_key=True))
    assert unscoped_keys(planted, {"survey", "planted"})


def test_unique_keys_of_tenant_tables_do_not_tell_about_other_tenants() -> None:
    for name in names_of(TenantOwned):
        table = Base.metadata.tables[name]
        unique = [key for key in table.constraints if isinstance(key, sa.UniqueConstraint)]
        unique += [index for index in table.indexes if index.unique]  # type: ignore[misc]
        for key in unique:
            assert "organisation_id" in [column.name for column in key.columns], key.name


def test_text_has_no_length_in_the_database_and_constraints_are_named() -> None:
    for table in Base.metadata.tables.values():
        for column in table.columns:
            is_limited = isinstance(column.type, sa.String) and column.type.length and not isinstance(column.type, sa.Enum)
            assert not is_limited, f"{table.name}.{column.name}"
        for constraint in table.constraints:
            assert constraint.name, f"a constraint of {table.name} has no name"
