"""`kg completion`: tab completion for the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    epilog="""\b
Examples:
  kg completion bash >> ~/.bashrc
  kg completion zsh >> ~/.zshrc
  kg completion fish > ~/.config/fish/completions/kg.fish""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  click has the three shells that the argument allows
    click.echo(kind(ctx.find_root().command, {}, "kg", "_KG_COMPLETE").source())
