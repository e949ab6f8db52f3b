# coding: utf-8
import numpy as np
get_ipython().run_line_magic('history', '-n 1-2')
