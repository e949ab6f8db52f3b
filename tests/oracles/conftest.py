"""Les oracles calculent en double précision, comme mlcourse."""

import jax

jax.config.update("jax_enable_x64", True)
