"""The page: a Gradio chat, one file a panel. Nothing of it is fetched from, or reported to, anywhere else."""

import os

# Read by Gradio when it is imported, which happens in the modules of this room.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
