"""The `registry` command."""

import click

from registry.commands import (
    accounts,
    auditing,
    deciding,
    exporting,
    importing,
    indexing,
    keeping,
    laddering,
    serving,
    synonyms,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """知识产权登记簿。A registry of enterprises, open-licence patents and patent navigation."""


for command in (
    importing.import_files,
    importing.batches,
    importing.undo,
    exporting.export_records,
    keeping.migrate,
    keeping.search_keys,
    serving.serve,
    serving.run_worker,
    serving.demo,
    keeping.backup,
    keeping.restore,
    keeping.doctor,
    deciding.sources,
    deciding.links,
    deciding.edit,
    deciding.profiles,
    laddering.ladder,
    accounts.user,
    auditing.audit,
    indexing.index,
    synonyms.group,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
