"""The `registry` command."""

import gc
from importlib import import_module

import click

COMMANDS = {
    "import": "importing:import_files",
    "batches": "importing:batches",
    "undo": "importing:undo",
    "export": "exporting:export_records",
    "dump": "dumping:dump",
    "migrate": "keeping:migrate",
    "search-keys": "keeping:search_keys",
    "serve": "serving:serve",
    "worker": "working:run_worker",
    "demo": "demonstrating:demo",
    "backup": "keeping:backup",
    "restore": "keeping:restore",
    "doctor": "keeping:doctor",
    "sources": "deciding:sources",
    "links": "deciding:links",
    "edit": "deciding:edit",
    "profiles": "deciding:profiles",
    "ladder": "laddering:ladder",
    "user": "accounts:user",
    "audit": "auditing:audit",
    "index": "indexing:index",
    "synonyms": "synonyms:group",
}
"""Each sub-command by its name: module of `registry.commands` and function."""


class Commands(click.Group):
    """The sub-commands; what one needs is loaded when it is called: all of it takes a second more."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Their names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        """The sub-command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        gc.disable()  # what is loaded stays: to look through it for rubbish takes a tenth of the time, and more later on
        command: click.Command = getattr(import_module(f"registry.commands.{module}"), function)
        gc.freeze()
        gc.enable()
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """知识产权登记簿。A registry of enterprises, open-licence patents and patent navigation."""


if __name__ == "__main__":
    main()
