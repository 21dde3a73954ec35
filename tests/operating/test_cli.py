"""What the operator does at the machine: signing people out."""

from datetime import datetime

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from accountability.identity.models import SignInSession
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant


def test_somebody_is_signed_out_everywhere_from_the_machine(app: Flask, ours: Tenant, at: datetime) -> None:
    viewer = CheckingClient(app, at=at).sign_in(ours, "viewer")
    owner = CheckingClient(app, at=at).sign_in(ours, "owner")
    run = app.test_cli_runner().invoke
    assert "ended: 1" in run(args=["operator", "sign-out", f" VIEWER@{ours.organisation_id}.example"]).output
    viewer.get("/account", expect=303)
    owner.get("/account")
    assert "Nobody has an account" in run(args=["operator", "sign-out", "nobody@example.org"]).output


def test_everybody_is_signed_out_from_the_machine(app: Flask, ours: Tenant, session: Session, at: datetime) -> None:
    owner = CheckingClient(app, at=at).sign_in(ours, "owner")
    run = app.test_cli_runner().invoke
    assert run(args=["operator", "sign-out"]).exit_code == 2
    owner.get("/account")
    assert run(args=["operator", "sign-out", "--everybody"]).exit_code == 0
    owner.get("/account", expect=303)
    assert session.scalar(sa.select(sa.func.count()).select_from(SignInSession)) == 0
