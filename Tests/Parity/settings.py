"""What both sides of the comparison are given; paper_steps.dream has the same lists."""

MODELS = [[f"mixed{i}"] for i in range(11)] + [["mixed3", "mixed5"]]
SCALES = [1.3, 1.5]
OCTAVES = range(-2, 3)
STEP_SIZE = 0.01
# The ways in which DreamKit computes sums.
PRECISIONS = ["auto", "exact"]
# How many inputs, one rounding away from the picture, show how far TensorFlow's gradients are scattered.
DRAWS = 6
# The side of the small squares cut out of the picture: so few values that seldom one lies at a kink of the network.
SQUARE = 96
