// What max_pool.c hands to wide/max_pool.h.
#pragma once
#include "dk_max_pool.h"

// The most values under a window.
enum { most_window = 64 };

// dk_max_pool and dk_max_pool_backward with vectors of 8 and of 16 floats.
void dk_max_pool_8(const dk_window *window, const float *source, float *target, uint8_t *places, float tolerance);
void dk_max_pool_16(const dk_window *window, const float *source, float *target, uint8_t *places, float tolerance);
void dk_max_pool_backward_8(const dk_window *window, const float *gradient, const uint8_t *places, float *target);
void dk_max_pool_backward_16(const dk_window *window, const float *gradient, const uint8_t *places, float *target);
