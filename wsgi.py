"""What gunicorn serves: the members' app, and the constituents' app below /s."""

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from accountability.app import create_app, create_constituents_app
from accountability.config import read_config

config = read_config()
app = create_app(config)
constituents = create_constituents_app(config)
app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/s": constituents})  # type: ignore[method-assign]
