"""The web server as `concord web` starts it."""

from server.app import create_app
from server.settings import load_settings
from server.web import gunicorn_server

if __name__ == "__main__":
    gunicorn_server.run(load_settings(), create_app)
