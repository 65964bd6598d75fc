"""The command line: `concord COMMAND`; its output is English only."""

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from server import checks, clock, logs
from server.demo.accounts import DemoAccount, read_accounts
from server.domain.access import Grant, Role
from server.operations.assign_role import assign_role
from server.operations.create_user import create_user as create
from server.operations.create_user import new_password_hash
from server.operations.put_form import put_form
from server.operations.read_form_upload import read_form_upload
from server.problems import InvalidForm, Problem
from server.settings import Settings, load_settings
from server.store import revision
from server.store.blobs import BlobStore
from server.store.queries import projects
from server.store.queries.audits import By
from server.store.transaction import Store


@click.group()
def main() -> None:
    """Run and look after a Concord server."""


@main.command()
def web() -> None:
    """Serve pages and phones."""
    gc.disable()  # a start makes no garbage; the server turns it on again before it serves
    from server.app import create_app  # noqa: PLC0415 - the other commands need no web
    from server.web import gunicorn_server  # noqa: PLC0415 - the same

    gunicorn_server.run(load_settings(), create_app)


@main.command()
def worker() -> None:
    """Do what must follow: linking, releases, exports, prints."""
    from server import worker as the_worker  # noqa: PLC0415 - the other commands need no worker

    the_worker.run(load_settings())


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from server.store import migrate as migrations  # noqa: PLC0415 - loads Alembic

    with _store() as store:
        before = revision.current_revision(store)
        migrations.upgrade(store)
        after = revision.current_revision(store)
    print("The database is up to date." if before == after else f"Migrated to {after}.")


@main.command("new-migration")
@click.argument("why")
def new_migration(why: str) -> None:
    """Write a migration from the difference between tables and database."""
    from server.store import migrate as migrations  # noqa: PLC0415 - loads Alembic

    with _store() as store:
        path = migrations.write_migration(store, why)
    print(f"Read and complete {path.name}.")


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
    from server.demo import first_run as prepare  # noqa: PLC0415 - loads the demonstration

    settings = _settings()
    with _migrated_store() as store:
        accounts = prepare.prepare_first_run(store, settings)
    print(f"\nConcord 和合 is at {settings.base_url}\n")
    _print_accounts(accounts)
    if not settings.demo:
        print("  Nothing was made, since DEMO=0. Create the first administrator with a password:")
        print(
            "  .venv/bin/concord users create --email YOU --role administrator --password-stdin\n"
        )


@main.command()
def demo() -> None:
    """Fill the demo county: the worker does it while the server already answers."""
    from server.demo import first_run as prepare  # noqa: PLC0415 - loads the demonstration

    settings = _settings()
    with _migrated_store() as store:
        is_new = prepare.request_demo(store, settings)
    print("The worker now fills the demo county." if is_new else "The demo county is there.")
    _print_accounts(read_accounts(settings.keys_dir))


def _print_accounts(accounts: Sequence[DemoAccount]) -> None:
    for account in accounts:
        print(f"  {account.role:<16} {account.email:<22} {account.password}")
    if accounts:
        print()


@main.group()
def users() -> None:
    """Web users."""


@users.command("create")
@click.option("--email", required=True)
@click.option("--role", required=True, type=click.Choice(["administrator"]), help="On the server.")
@click.option("--name", default=None, help="Name to show; without it the e-mail address.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read it from standard input.")
def create_user(email: str, role: str, name: str | None, *, password_stdin: bool) -> None:
    """Create a web user; the password comes from standard input, never from the command line."""
    del password_stdin
    password = sys.stdin.readline().rstrip("\r\n")
    by = By(actor_id=None, at=clock.now())
    with _told(), _migrated_store() as store:
        password_hash = new_password_hash(password)
        with store.writing() as session:
            user_id = create(
                session, by, email=email, password_hash=password_hash, display_name=name
            )
            assign_role(session, by, giver=None, receiver_id=user_id, grant=Grant(role=Role(role)))
    print(f"Created {email}.")


@main.group()
def forms() -> None:
    """Forms."""


@forms.command("upload")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--project", "project_id", type=int, required=True, help="The project's number.")
@click.option("--publish", is_flag=True, help="Publish it at once.")
def upload_form(file: Path, project_id: int, *, publish: bool) -> None:
    """Upload an XLSForm workbook or an XForm as a draft, or publish it at once."""
    settings = _settings()
    by = By(actor_id=None, at=clock.now())
    with _told(), _migrated_store() as store:
        upload = read_form_upload(
            file.read_bytes(), BlobStore(settings.blob_dir), file_name=file.name
        )
        with store.writing() as session:
            projects.get_project(session, project_id)
            version = put_form(
                session, by, project_id=project_id, upload=upload, is_published=publish
            )
            print(f"{upload.form.form_id} version {version.version or '(none)'}: ", end="")
            print("published." if version.published_at else "draft.")


class _SchemeCommands(click.Group):
    """The commands of `server.scheme_commands`, loaded when asked for: others need no rules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return their names."""
        return self._loaded().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name."""
        return self._loaded().get_command(ctx, cmd_name)

    @staticmethod
    def _loaded() -> click.Group:
        from server import scheme_commands  # noqa: PLC0415 - a server starts without it

        return scheme_commands.scheme


@main.group(cls=_SchemeCommands)
def scheme() -> None:
    """Check scheme workbooks and try them, without a database."""


@contextmanager
def _store() -> Iterator[Store]:
    store = Store(_settings().database_address)
    try:
        yield store
    finally:
        store.dispose()


@contextmanager
def _migrated_store() -> Iterator[Store]:
    with _store() as store:
        if not revision.is_current(store):
            raise click.ClickException(
                "The database does not answer or has another schema. Run `concord migrate`, "
                "then `concord check`."
            )
        yield store


@contextmanager
def _told() -> Iterator[None]:
    """Tell a problem in a sentence, and those of a form one by one, instead of a traceback."""
    try:
        yield
    except Problem as problem:
        lines = [problem.message % {name: str(fact) for name, fact in problem.details.items()}]
        if isinstance(problem, InvalidForm):
            lines += [json.dumps(one, ensure_ascii=False) for one in problem.problems]
        raise click.ClickException("\n".join(lines)) from problem


def _settings() -> Settings:
    settings = load_settings()
    logs.set_up(settings.log_level)
    return settings
