"""The command line: `concord COMMAND`; its output is English only."""

import sys

import click

from server import checks, logs
from server.settings import Settings, load_settings
from server.store import migrate as migrations
from server.store.transaction import Store


@click.group()
def main() -> None:
    """Run and look after a Concord server."""


@main.command()
def web() -> None:
    """Serve pages and phones."""
    from server.web import gunicorn_server  # noqa: PLC0415 - the other commands need no web

    gunicorn_server.run(load_settings())


@main.command()
def worker() -> None:
    """Do what must follow: linking, releases, exports, prints."""
    from server import worker as the_worker  # noqa: PLC0415 - the other commands need no worker

    the_worker.run(load_settings())


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = _settings()
    store = Store(settings.database_address)
    before = migrations.current_revision(store)
    migrations.upgrade(store)
    after = migrations.current_revision(store)
    print("The database is up to date." if before == after else f"Migrated to {after}.")
    store.dispose()


@main.command("new-migration")
@click.argument("why")
def new_migration(why: str) -> None:
    """Write a migration from the difference between tables and database."""
    store = Store(_settings().database_address)
    path = migrations.write_migration(store, why)
    print(f"Read and complete {path.name}.")
    store.dispose()


@main.command()
def check() -> None:
    """Check settings, keys, database, migrations, folders and fonts; no secret is printed."""
    findings = checks.run(_settings())
    for finding in findings:
        print(f"{'ok   ' if finding.is_good else 'WRONG'} {finding.name}: {finding.text}")
    sys.exit(0 if all(finding.is_good for finding in findings) else 1)


@main.command("first-run")
def first_run() -> None:
    """Prepare an empty database for its first readers, and say where to go."""
    from server.operations import prepare_first_run as prepare  # noqa: PLC0415 - loads the demo

    settings = _settings()
    store = Store(settings.database_address)
    accounts = prepare.prepare_first_run(store, settings)
    print(f"\nConcord 和合 is at {settings.base_url}\n")
    for account in accounts:
        print(f"  {account.role:<14} {account.email:<28} {account.password}")
    print() if accounts else print("  No demo accounts. Add one: concord users create --help\n")
    store.dispose()


@main.command()
def demo() -> None:
    """Fill the demo county: the worker does it while the server already answers."""
    from server.operations import prepare_first_run as prepare  # noqa: PLC0415 - loads the demo

    settings = _settings()
    store = Store(settings.database_address)
    is_new = prepare.request_demo(store, settings)
    print("The worker now fills the demo county." if is_new else "The demo county is there.")
    store.dispose()


@main.group()
def users() -> None:
    """Web users."""


@users.command("create")
@click.option("--email", required=True)
@click.option("--role", required=True, type=click.Choice(["administrator"]), help="On the server.")
@click.option("--name", default="", help="Name to show; empty: the e-mail address.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read it from standard input.")
def create_user(email: str, role: str, name: str, password_stdin: bool) -> None:  # noqa: FBT001 - click's way
    """Create a web user; the password comes from standard input, never from the command line."""
    from server.operations.create_user import create_user as create  # noqa: PLC0415

    del password_stdin
    password = sys.stdin.readline().rstrip("\r\n")
    store = Store(_settings().database_address)
    with store.writing() as session:
        create(session, email=email, password=password, display_name=name or email, role=role)
    print(f"Created {email}.")
    store.dispose()


def _settings() -> Settings:
    settings = load_settings()
    logs.set_up(settings.log_level)
    return settings
