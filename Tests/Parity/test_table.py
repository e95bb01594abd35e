"""What the comparison says of a figure, without TensorFlow: python -m unittest discover Tests/Parity."""
import tempfile
import unittest
from pathlib import Path

import numpy as np

from table import DISTANCE, FEW_KINKS, MET, MISSED, NEAR_ROUNDING, NO_RESULT, PSNR, WITHIN_ROUNDING, Table, judged


class Verdicts(unittest.TestCase):
    def test_a_figure_within_its_limit_is_met(self):
        self.assertEqual(judged(DISTANCE, 2e-3, 2e-3, 9.0, [1e-9, 1e-9]), MET)
        self.assertEqual(judged(PSNR, 40, 40, 1.0, [99, 99]), MET)

    def test_a_missed_limit_is_excused_by_float64_alone(self):
        self.assertEqual(judged(DISTANCE, 2e-3, 5e-3, 4e-3, [3e-3, 4e-3]), WITHIN_ROUNDING)
        self.assertEqual(judged(DISTANCE, 2e-3, 5e-3, 4.1e-3, [3e-3, 4e-3]), NEAR_ROUNDING)
        self.assertEqual(judged(DISTANCE, 2e-3, 5e-3, 8e-3, [3e-3, 4e-3]), NEAR_ROUNDING)
        self.assertEqual(judged(DISTANCE, 2e-3, 5e-3, 8.1e-3, [3e-3, 4e-3]), MISSED)
        self.assertEqual(judged(PSNR, 45, 44, 44.2, [44.3, 44.2]), WITHIN_ROUNDING)
        self.assertEqual(judged(PSNR, 45, 44, 38.2, [44.3, 44.2]), NEAR_ROUNDING)
        self.assertEqual(judged(PSNR, 45, 44, 38.1, [44.3, 44.2]), MISSED)

    def test_nothing_is_excused_without_a_figure_to_compare(self):
        self.assertEqual(judged(DISTANCE, 0, 1, None, [None, None]), MISSED)
        self.assertEqual(judged(DISTANCE, 2e-3, 5e-3, 4e-3, [None, None]), MISSED)
        self.assertEqual(judged(DISTANCE, 2e-3, 5e-3, None, [9e-3, 9e-3]), MISSED)
        self.assertEqual(judged(DISTANCE, 2e-3, None, None, [None, None]), NO_RESULT)
        self.assertEqual(judged(DISTANCE, 2e-3, float("nan"), float("nan"), [1e-3]), MISSED)

    def test_without_a_limit_there_is_no_verdict(self):
        self.assertEqual(judged(DISTANCE, None, 5, 5, [1]), "")


class Rows(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.table = Table(Path(self.place.name))
        self.addCleanup(self.place.cleanup)

    def write(self, side, name, *values):
        (self.table.folder / side).mkdir(exist_ok=True)
        np.save(self.table.folder / side / f"{name}.npy", np.array(values, dtype="float32"))

    def test_a_missed_limit_is_written_with_all_its_figures_and_is_no_failure_within_rounding(self):
        for side, value in [("auto", 1.01), ("tensorflow", 1.02), ("plain", 1.02), ("float64", 1.0)]:
            self.write(side, "g", value)
        self.table.add("gradient", DISTANCE, ["g"], 2e-3, "auto")
        self.assertEqual(self.table.rows[0][3:], ["9.8e-3", "≤ 2.0e-3", WITHIN_ROUNDING, "1.0e-2", "2.0e-2", "2.0e-2", ""])
        self.assertTrue(self.table.is_sound)
        self.write("auto", "g", 1.05)
        self.table.add("gradient", DISTANCE, ["g"], 2e-3, "auto")
        self.assertFalse(self.table.is_sound)

    def test_inputs_one_rounding_away_show_how_far_a_gradient_is_scattered(self):
        for side, value in [("auto", 1.05), ("tensorflow", 1), ("plain", 1), ("float64", 1)]:
            self.write(side, "g", value)
        for draw, value in enumerate([1, 1.06]):
            self.write("nudged", f"g-{draw}", value)
        self.table.add("gradient", DISTANCE, ["g"], 2e-3, "auto", draws=2)
        self.table.add("gradient", DISTANCE, ["g"], 2e-3, "auto", draws=3)
        self.assertEqual(self.table.verdicts, [WITHIN_ROUNDING, MISSED])
        self.assertEqual(self.table.rows[0][-1], "6.0e-2")

    def test_what_is_missing_or_of_another_shape_fails(self):
        self.write("tensorflow", "g", 1)
        self.table.add("gradient", DISTANCE, ["g"], 2e-3)
        self.write("auto", "g", 1, 1)
        self.table.add("gradient", DISTANCE, ["g"], 2e-3)
        self.assertEqual(self.table.verdicts, [NO_RESULT, MISSED])

    def test_a_median_tells_how_many_alone_meet_the_limit(self):
        for name, value in [("a", 1), ("b", 1), ("c", 2)]:
            self.write("auto", name, value)
            self.write("tensorflow", name, 1)
        self.table.add("squares", DISTANCE, ["a", "b", "c"], 2e-4, is_median=True)
        self.assertEqual(self.table.rows[0][5], f"{MET} (2 of 3 alone)")

    def test_a_kink_in_one_of_several_parts_is_no_failure_and_a_fault_in_all_is(self):
        self.write("tensorflow", "g", 1, 1, 1)
        self.write("float64", "g", 1, 1, 1)
        for values in [(1, 1, 1.1), (1.1, 1, 1.1)]:
            self.write("auto", "g", *values)
            self.table.add("tiles", DISTANCE, ["g"], 2e-3, parts=lambda array: np.split(array, 3))
        self.assertEqual(self.table.verdicts, [FEW_KINKS, MISSED])
        self.assertEqual([row[5] for row in self.table.rows], [f"{FEW_KINKS} (2 of 3 alone)", f"{MISSED} (1 of 3 alone)"])


if __name__ == "__main__":
    unittest.main()
