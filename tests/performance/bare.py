"""The limit: the least that Flask and psycopg need for a form of 14 questions and one durable row with the answers as JSON."""

import json
import os

import psycopg
from flask import Flask, render_template_string, request

app = Flask(__name__)
QUESTIONS = [f"Question number {number} about how we work?" for number in range(1, 15)]
PAGE = """<!doctype html><title>Survey</title><form method=post>
{% for text in questions %}<fieldset><legend>{{ text }}</legend>
{% for step in range(11) %}<label><input type=radio name=q{{ loop.index }} value={{ step }}>{{ step }}</label>{% endfor %}
</fieldset>{% endfor %}<button>Send</button></form>"""
_connections: dict[int, psycopg.Connection] = {}


def connection() -> psycopg.Connection:
    """One connection for each thread, kept open."""
    import threading

    me = threading.get_ident()
    if me not in _connections:
        _connections[me] = psycopg.connect(os.environ["BARE_URL"])
    return _connections[me]


@app.get("/")
def ask() -> str:
    return render_template_string(PAGE, questions=QUESTIONS)


@app.post("/")
def take() -> str:
    with connection().transaction():
        connection().execute("INSERT INTO bare (answers) VALUES (%s)", [json.dumps(request.form)])
    return "Thank you."
