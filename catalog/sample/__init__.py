"""The bundled sample catalogue: invented articles in H&M's 25 columns with pictures drawn by code."""
