"""The application: what asking for help loads."""

import subprocess
import sys

HEAVY = {"torch", "transformers", "gradio", "pandas", "langgraph", "numpy", "pydantic", "fastapi"}


def loaded_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after `code`."""
    shown = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nsys.stdout = sys.__stdout__\nprint(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return set(shown.splitlines()[-1].split())


def test_importing_the_application_loads_nothing_heavy() -> None:
    assert not HEAVY & loaded_after("import app")


def test_help_loads_nothing_heavy() -> None:
    assert not HEAVY & loaded_after("import app; app.main(['--help'])")


def test_the_search_path_loads_no_framework() -> None:
    frameworks = {"torch", "transformers", "gradio", "pandas", "pyarrow", "langgraph", "langchain_core", "fastapi"}
    assert not frameworks & loaded_after("import cli.search")


def test_the_chat_path_loads_no_torch_and_no_page() -> None:
    assert not loaded_after("import cli.chat") & {"torch", "transformers", "gradio"}
