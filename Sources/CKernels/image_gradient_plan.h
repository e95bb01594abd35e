// What image_gradient.c prepares and wide/image_gradient.inc runs.
#pragma once
#include "convolver.h"

enum { image_channels = 3, strip_rows = 32, margin = 16 };

typedef struct {
  dk_convolver head;
  // The vectors that hold a row of the kernel.
  int vectors;
  int strips;
  size_t blocks, row_floats, values_floats;
} image_convolver;
