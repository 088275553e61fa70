"""What an image has compiled before it serves."""

import subprocess
import sys

# In a process of its own: here other tests have compiled the same.
ANSWERED = """
from recommender import attention, finders, forest, gathering, item_weights, recall, session_neighbours
from recommender.warm_up import warm_up

warm_up()
functions = [gathering.pooled, gathering.described, session_neighbours.nearest_sessions, session_neighbours.weigh,
             session_neighbours.shared_parts, item_weights._sum_rows, item_weights._strongest_of, finders.nearest,
             finders.scored, recall.distinct_newest_first, forest._predict, attention.normed]
print([len(function.signatures) for function in functions])
"""


def test_every_compiled_part_of_an_answer_is_compiled_once():
    done = subprocess.run([sys.executable, "-c", ANSWERED], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == str([1] * 12)
