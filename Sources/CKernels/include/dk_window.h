// The geometry that convolutions and poolings share.
#pragma once
#include <stddef.h>
#include <stdint.h>

// A convolution or a pooling over one shape. `pad_bottom` and `pad_right` are negative where values are never read.
typedef struct {
  int64_t channels_in, height_in, width_in;
  int64_t channels_out, height_out, width_out;
  int64_t kernel_h, kernel_w, stride;
  int64_t pad_top, pad_left, pad_bottom, pad_right;
} dk_window;
